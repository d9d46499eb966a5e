import { type Command, Option } from "commander";
import { ENERGY_SOURCES, type Hex } from "../../../protocol/index.js";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatEnergy } from "../../commandLine/energy.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { parseAddress } from "../../commandLine/values.js";
import { type ListedCertificate, readCertificates } from "./readCertificates.js";

interface Flags extends ReadFlags {
  readonly holder: Hex;
  readonly device?: DeviceName;
}

/** `wattproof certificate list`: what an account holds and has claimed. */
export function addCertificateList(parent: Command): void {
  const command = parent
    .command("list")
    .description("list the certificates that an account holds, and what was claimed for it")
    .addOption(new Option("--holder <address>", "account").argParser(parseAddress).makeOptionMandatory())
    .addOption(new Option("--device <device>", "only those of this meter").argParser(parseDevice));
  finishCommand(addChainOptions(command), { example: "npx wattproof certificate list --holder 0x…" });
  command.action(({ holder, device, ...flags }: Flags) =>
    withChain(flags, async (chain) => {
      const wish = { holder, device: device === undefined ? undefined : idOn(chain, device) };
      const { certificates, block } = await readCertificates(chain, wish);
      const of = wish.device === undefined ? "" : ` of meter ${wish.device}`;
      const none = `The account ${holder} holds no certificates${of}, and none were claimed for it.`;
      const lines = certificates.length === 0 ? [none] : certificates.flatMap(describe);
      printResult({ holder, certificates, block }, lines, flags);
    }),
  );
}

/** The source as the chain has it; others than this command may have named it as they like. */
function sourceWords(source: string): string {
  return ENERGY_SOURCES.some((each) => each === source) ? source : `${source} (no source of EnergyTag's)`;
}

function describe(it: ListedCertificate): string[] {
  return [
    `Certificate ${it.certificate}`,
    `  produced    ${formatInstant(it.startS)} to ${formatInstant(it.endS)}, ${sourceWords(it.energySource)}, ${formatEnergy(it.issuedWh)} in all`,
    `  device      ${it.device}`,
    `  vouched     ${it.issuingBody}`,
    `  held        ${formatEnergy(it.heldWh)}`,
    ...(it.claimedWh === 0n ? [] : [`  claimed     ${formatEnergy(it.claimedWh)}`]),
    ...(it.revokedByIncident === null ? [] : [`  revoked     by incident ${it.revokedByIncident}`]),
  ];
}
