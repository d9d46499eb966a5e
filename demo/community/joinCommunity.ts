import { DeviceKind, type Hex } from "../../protocol/index.js";
import type { Consortium } from "../chain/consortium.js";
import type { DemoContracts } from "../chain/contracts.js";
import { enrolDevice } from "../devices/enrolDevice.js";
import { createP256Key, createSecp256k1Key } from "../devices/keys.js";
import { ratedW } from "./connection.js";
import { fundEscrows } from "./fundEscrows.js";
import { createHousehold, type Household } from "./households.js";
import { type Matching, matchHomes } from "./matching.js";
import { createMeter, type SimulatedMeter } from "./meters.js";
import { WH_PER_KWH } from "./price.js";
import type { Community } from "./readCommunity.js";
import { signAgreements } from "./signAgreements.js";

export interface JoinedCommunity {
  readonly matching: Matching;
  readonly households: ReadonlyMap<string, Household>;
  /** In column order. */
  readonly meters: ReadonlyMap<string, SimulatedMeter>;
}

export interface JoinCommunityOptions {
  readonly contracts: DemoContracts;
  readonly consortium: Consortium;
  readonly chainId: bigint;
  readonly domain: Hex;
  readonly community: Community;
  /** Token units per kWh. */
  readonly pricePerKWh: bigint;
  /** Block time, Unix seconds. */
  readonly nowS: bigint;
  readonly onMeter: (meter: SimulatedMeter) => void;
  /** Ends the joining before its next transaction. */
  readonly signal: AbortSignal;
}

/** Enrols a meter per home, pays in what the consumers can owe at most, their whole import, and signs the agreements. */
export async function joinCommunity(options: JoinCommunityOptions): Promise<JoinedCommunity> {
  const { contracts, consortium, chainId, domain, community, pricePerKWh, nowS, onMeter, signal } = options;
  const households = new Map(community.homes.map((home) => [home, createHousehold(home)]));
  const meters = new Map<string, SimulatedMeter>();
  for (const [index, household] of [...households.values()].entries()) {
    const device = await enrolDevice({
      contracts,
      organisation: consortium.gridOperator,
      domain,
      label: household.home,
      kind: DeviceKind.Meter,
      owner: household.address,
      // Both kinds of key in one community: older meters with secp256k1, newer ones with a secure element's P-256.
      key: index % 2 === 0 ? createSecp256k1Key() : createP256Key(contracts.p256Verifier),
      nowS,
    });
    const meter = createMeter(household.home, device);
    meters.set(household.home, meter);
    onMeter(meter);
  }
  const matching = matchHomes(community.totals);
  const importOf = new Map(community.totals.map(({ home, importWh }) => [home, importWh]));
  const escrows = new Map(
    matching.consumers.map((home) => [home, ((importOf.get(home) ?? 0n) * pricePerKWh) / WH_PER_KWH]),
  );
  // An agreement locks its consumer's escrow when it is registered, so the money comes first.
  await fundEscrows({ contracts, chainId, consortium, households, deposits: escrows, nowS, signal });
  await signAgreements({
    contracts,
    chainId,
    relay: consortium.gridOperator,
    matching,
    households,
    meters,
    terms: { pricePerKWh, ratedW: ratedW(community.highestWh), startS: community.startS, endS: community.endS },
    escrows,
    signal,
  });
  return { matching, households, meters };
}
