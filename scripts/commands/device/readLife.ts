import { decodeBytes32String } from "ethers";
import {
  blockRanges,
  everyAddress,
  looseText,
  lowerHex,
  read,
  readRegisteredDevice,
  requireBlock,
  textsAsBytes,
  wordOf,
} from "../../../evidence/index.js";
import { formatDid, kindWord, statusWord } from "../../../identity/index.js";
import {
  DeviceStatus,
  type Hex,
  INCIDENT_CATEGORY_WORDS,
  INCIDENT_STATE_WORDS,
  parseSigner,
  WattproofError,
} from "../../../protocol/index.js";
import type { IIncidentRegistry } from "../../../typechain-types/contracts/interfaces/IIncidentRegistry.js";
import { IDeviceRegistry__factory } from "../../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { IIncidentRegistry__factory } from "../../../typechain-types/factories/contracts/interfaces/IIncidentRegistry__factory.js";
import { IMembership__factory } from "../../../typechain-types/factories/contracts/interfaces/IMembership__factory.js";
import type { OpenChain } from "../../chain/openChain.js";

/** A device that the registry does not know. */
export class DeviceNotRegistered extends WattproofError {
  constructor(device: Hex, directory: Hex) {
    super({
      code: "DeviceNotRegistered",
      message: `The registry of Directory ${directory} knows no device ${device}.`,
      next: "Check the device's id, the node and the Directory.",
      facts: { device, directory },
    });
  }
}

/** Everything that the chain says of a device, at one block. */
export type DeviceLife = Awaited<ReturnType<typeof readLife>>;

/** Reads a device's whole life. Throws `DeviceNotRegistered`, `ContractNotNamed`, `ChainUnreadable`. */
export async function readLife({ provider, chainId, directory }: OpenChain, device: Hex) {
  const { number: blockTag, timestamp } = await requireBlock(provider, "latest");
  const named = async (name: string) => (await everyAddress({ provider, directory, blockTag }, name)).at(-1) as Hex;
  const registryAddress = await named("DeviceRegistry");
  const registry = IDeviceRegistry__factory.connect(registryAddress, provider);
  const membership = textsAsBytes(IMembership__factory.connect(await named("Membership"), provider));
  const at = { blockTag };
  const registered = await readRegisteredDevice({ provider, devices: registryAddress, blockTag }, device);
  if (registered.statusNow === DeviceStatus.Unknown) throw new DeviceNotRegistered(device, directory);
  const [now, decided, firmware, services, offeredTo, incident] = await read(`device ${device}`, () =>
    Promise.all([
      registry.deviceOf(device, at),
      registry.decidedStatusOf(device, at),
      registry.firmwareOf(device, at),
      registry.servicesOf(device, at),
      registry.transferOfferOf(device, at),
      readIncident(named, provider, device, blockTag),
    ]),
  );
  const organisation = async (address: Hex) => ({
    address,
    name: await read(`the name of ${address}`, () => membership.nameOf(address, at)).then(looseText),
  });
  const awaitsEnrolment = BigInt(now.enrolmentKey) !== 0n && Number(decided) === DeviceStatus.Registered;
  return {
    device,
    did: formatDid({ chainId, directory, device }),
    block: blockTag,
    blockTimeS: timestamp,
    kind: kindWord(registered.kind),
    status: statusWord(registered.statusNow),
    // What a quarantine covers, and what holds when it ends.
    decidedStatus: statusWord(Number(decided) as DeviceStatus),
    organisation: await organisation(registered.organisation),
    maker: await organisation(lowerHex(now.maker)),
    owner: registered.owner,
    offeredTo: BigInt(offeredTo) === 0n ? null : await organisation(lowerHex(offeredTo)),
    enrolment: awaitsEnrolment
      ? { enrolmentKey: lowerHex(now.enrolmentKey), expiresAtS: now.enrolmentExpiresAtS }
      : null,
    keys: registered.signers.map(({ sinceS, signer, number }) => ({
      number,
      keyType: parseSigner(signer).kind,
      signer,
      sinceS,
    })),
    statuses: registered.statuses.map(({ sinceS, status }) => ({ status: statusWord(status), sinceS })),
    firmware: { released: versionOf(firmware.released), confirmed: versionOf(firmware.confirmed) },
    services: services.map(({ name, endpoint }) => ({ name: textOf(name), endpoint })),
    incident,
  };
}

async function readIncident(
  named: (name: string) => Promise<Hex>,
  provider: OpenChain["provider"],
  device: Hex,
  blockTag: number,
) {
  const incidents = IIncidentRegistry__factory.connect(await named("IncidentRegistry"), provider);
  const at = { blockTag };
  const latest = await incidents.incidentOf(device, at);
  if (latest.number === 0n) return null;
  const [closedAtS, reporters, clearers, quorum] = await Promise.all([
    isOver(latest.state) ? closedAt(incidents, device, latest.number, blockTag) : null,
    incidents.reportersOf(device, latest.number, at),
    incidents.clearersOf(device, latest.number, at),
    incidents.quorum(at),
  ]);
  const incident = `incident ${latest.number} of device ${device}`;
  return {
    number: Number(latest.number),
    state: wordOf(INCIDENT_STATE_WORDS, latest.state, `the state of ${incident}`),
    category: wordOf(INCIDENT_CATEGORY_WORDS, latest.category, `the category of ${incident}`),
    openedAtS: latest.openedAtS,
    quarantinedAtS: latest.quarantinedAtS === 0n ? null : latest.quarantinedAtS,
    endsAtS: latest.endsAtS === 0n ? null : latest.endsAtS,
    /** When it was closed; null while it goes on. */
    closedAtS,
    reporters: reporters.map(lowerHex),
    clearers: clearers.map(lowerHex),
    quorum,
  };
}

/** `Cleared` and `Expired` of contracts/types/Incidents.sol. */
function isOver(state: bigint): boolean {
  return state === 3n || state === 4n;
}

/** Block time at which an incident was closed, which only its event tells; null if it was not. */
async function closedAt(incidents: IIncidentRegistry, device: Hex, number: bigint, blockTag: number) {
  for (const { from, to } of [...blockRanges(blockTag)].reverse()) {
    const [closed] = await incidents.queryFilter(incidents.filters.IncidentClosed(device, number), from, to);
    if (closed !== undefined) return BigInt((await closed.getBlock()).timestamp);
  }
  return null;
}

function versionOf({ version, sinceS, firmwareHash }: { version: bigint; sinceS: bigint; firmwareHash: string }) {
  return version === 0n ? null : { version, firmwareHash: lowerHex(firmwareHash), sinceS };
}

/** A bytes32 as text; what is none stays hex. */
function textOf(name: string): string {
  try {
    return decodeBytes32String(name);
  } catch {
    return lowerHex(name);
  }
}
