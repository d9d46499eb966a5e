import type { Command } from "commander";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { timeOf } from "./newTicket.js";
import { type DeviceLife, readLife } from "./readLife.js";

/** `wattproof device show`: everything that the chain says of a device. */
export function addDeviceShow(parent: Command): void {
  const command = parent
    .command("show")
    .description("say what the chain knows of a device: status, keys, history, incident");
  command.argument("<device>", "device id or DID", parseDevice);
  finishCommand(addChainOptions(command), { example: "npx wattproof device show 0x…" });
  command.action((name: DeviceName, flags: ReadFlags) =>
    withChain(flags, async (chain) => {
      const life = await readLife(chain, idOn(chain, name));
      printResult(life, describe(life), flags);
    }),
  );
}

function describe(life: DeviceLife): string[] {
  const {
    kind,
    device,
    did,
    status,
    decidedStatus,
    organisation,
    maker,
    owner,
    offeredTo,
    enrolment,
    keys,
    statuses,
    services,
  } = life;
  const { released, confirmed } = life.firmware;
  return [
    `Device ${device}, a ${kind}, is ${status}${decidedStatus === status ? "" : `, beneath that ${decidedStatus}`}.`,
    `  did           ${did}`,
    `  organisation  ${of(organisation)}`,
    ...(maker.address === organisation.address ? [] : [`  maker         ${of(maker)}`]),
    `  owner         ${owner}`,
    ...(offeredTo ? [`  offered to    ${of(offeredTo)}`] : []),
    ...(enrolment ? [`  waits for its ticket to be used, until ${timeOf(enrolment.expiresAtS)}`] : []),
    ...keys.map(
      ({ number, keyType, signer, sinceS }) => `  key ${number}         ${timeOf(sinceS)}  ${keyType} ${signer}`,
    ),
    ...statuses.map((period) => `  since         ${timeOf(period.sinceS)}  ${period.status}`),
    ...(released
      ? [`  firmware      ${released.version} released ${timeOf(released.sinceS)}  ${released.firmwareHash}`]
      : []),
    ...(confirmed
      ? [`  firmware      ${confirmed.version} confirmed ${timeOf(confirmed.sinceS)}  ${confirmed.firmwareHash}`]
      : []),
    ...services.map(({ name, endpoint }) => `  service       ${name} at ${endpoint}`),
    ...describeIncident(life.incident),
  ];
}

function describeIncident(incident: DeviceLife["incident"]): string[] {
  if (incident === null) return [];
  const { number, state, category, openedAtS, endsAtS, closedAtS, reporters, clearers, quorum } = incident;
  const isOngoing = state === "open" || state === "quarantined";
  const over = closedAtS === null ? "" : ` at ${timeOf(closedAtS)}`;
  const when = isOngoing
    ? ` since ${timeOf(incident.quarantinedAtS ?? openedAtS)}, ${endsAtS === null ? "without an end" : `until ${timeOf(endsAtS)}`}`
    : `${over}, after it was opened ${timeOf(openedAtS)}`;
  const { length } = reporters;
  const report = `${length} still ${length === 1 ? "reports" : "report"}`;
  const clear = `${clearers.length} ${clearers.length === 1 ? "holds" : "hold"} it to be clear`;
  return [`  incident ${number}    ${category}, ${state}${when}`, `    ${report}, ${clear}; a quorum is ${quorum}`];
}

function of({ address, name }: { address: string; name: string }): string {
  return name === "" ? address : `${address} (${name})`;
}
