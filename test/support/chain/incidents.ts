import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { DeviceKind, type Hex } from "../../../protocol/index.js";
import { type Consortium, deployConsortium } from "./consortium.js";
import { bytes32Of, type EnrolledDevice, enrolDevice } from "./devices.js";

/** Enumerations of contracts/types/Incidents.sol. */
export const IncidentCategory = {
  None: 0n,
  Tampering: 1n,
  Impersonation: 2n,
  ImplausibleData: 3n,
  MaliciousTraffic: 4n,
  StolenKey: 5n,
  Equivocation: 6n,
} as const;
export const IncidentState = { None: 0n, Open: 1n, Quarantined: 2n, Cleared: 3n, Expired: 4n } as const;

/** Periods that the Ignition module sets unless told otherwise. */
export const REPORT_WINDOW_S = 30 * 86_400;
export const QUARANTINE_S = 90 * 86_400;

/** What was seen, and what was found later. */
export const EVIDENCE = bytes32Of("what the gateway saw");
export const FINDING = bytes32Of("what the laboratory found");

/** A member with a gateway of its own. */
export interface Neighbour {
  readonly account: HardhatEthersSigner;
  readonly gateway: Hex;
}

export type Neighbourhood = Awaited<ReturnType<typeof deployNeighbourhood>>;

/** Enrols an active gateway of a member's. */
export async function enrolGateway(c: Consortium, organisation: HardhatEthersSigner): Promise<Hex> {
  const wish = { kind: DeviceKind.Gateway, organisation, owner: organisation.address };
  return (await enrolDevice(c, { ...wish, name: `gateway of ${organisation.address}` })).device;
}

/**
 * A consortium of `members` organisations. `grid` answers for the accused meter, which the first of the people owns;
 * every other member is a neighbour with a gateway.
 */
export async function deployNeighbourhood(members: number) {
  const c = await deployConsortium();
  const joining = c.people.slice(c.people.length - members + 2);
  for (const account of joining) await c.membership.admit(account, `Neighbour ${account.address}`);
  const neighbours: Neighbour[] = [];
  for (const account of [c.maker, ...joining]) {
    neighbours.push({ account, gateway: await enrolGateway(c, account) });
  }
  const owner = c.people[0]!;
  const meter = await enrolDevice(c, {
    name: "meter",
    kind: DeviceKind.Meter,
    organisation: c.grid,
    owner: owner.address,
  });
  return { ...c, ...actsOn(c, meter, neighbours), neighbours, owner, meter, device: meter.device };
}

/** What neighbours do to one device, by their position, and what became of it. */
export function actsOn(
  { incidents, devices, membership, administrator }: Consortium,
  { device }: EnrolledDevice,
  neighbours: readonly Neighbour[],
) {
  const by = (index: number) => neighbours[index] as Neighbour;
  return {
    report: (index: number, category: bigint = IncidentCategory.Tampering) =>
      incidents.connect(by(index).account).report(device, by(index).gateway, category, EVIDENCE),
    clear: (index: number) => incidents.connect(by(index).account).clear(device, FINDING),
    /** Expels a neighbour, as governance would. */
    expel: (index: number) => membership.connect(administrator).expel(by(index).account),
    incident: () => incidents.incidentOf(device),
    /** State of the device's latest incident. */
    state: async () => (await incidents.incidentOf(device)).state,
    status: async () => Number((await devices.deviceOf(device)).status),
  };
}

/** Two members: no quorum. */
export const two = () => deployNeighbourhood(2);
/** Three members: both neighbours are the quorum. */
export const three = () => deployNeighbourhood(3);
/** Four members: the quorum is two of the three neighbours. */
export const four = () => deployNeighbourhood(4);
/** Five members: the quorum is two of the four neighbours. */
export const five = () => deployNeighbourhood(5);
/** Six members: the quorum is three of the five neighbours. */
export const six = () => deployNeighbourhood(6);
