import { matchHomes } from "../../../demo/community/matching.js";
import { type Community, readCommunity } from "../../../demo/community/readCommunity.js";
import { createP256Key } from "../../../demo/devices/keys.js";
import { type Consortium, deployConsortium } from "../../support/chain/consortium.js";
import { type DeviceKey, secp256k1Key } from "../../support/chain/deviceKeys.js";
import { enrolHome, type Home } from "../../support/chain/market.js";
import type { SignedMeterReading } from "../../support/chain/recorder.js";
import { compareStatements } from "./statements.js";
import { Twin, type TwinInterval } from "./twin.js";

/** What a community's hours came to, on all three sides. */
export interface CommunityFigures {
  readonly homes: number;
  readonly hours: number;
  readonly readings: number;
  readonly intervals: number;
  readonly deliveredWh: bigint;
  readonly gridWh: bigint;
  /** Paid for all of it, token units. */
  readonly paid: bigint;
  readonly claims: number;
  readonly lines: number;
  readonly gasUsed: bigint;
}

export interface CommunityWish {
  /** Path of a community's file. */
  readonly path: string;
  /** Hours to settle; all by default. */
  readonly hours?: number;
  /** Hours of a supplier that are settled in one transaction. */
  readonly hoursPerCall: number;
  readonly onProgress?: (settled: number, of: number) => void;
}

const PRICE = 1_234_567n;
const GRID_PRICE = 2_345_679n;
const RATED_W = 40_000;
const PLENTY = 10n ** 12n;
/** What the first consumer has: it runs dry within days, and its agreements are suspended. */
const LITTLE = 30_000_000n;

/**
 * Settles a community's hours by the contracts and by the reference, bills everybody from the chain, and compares all of it
 * to the unit. Who buys from whom is the demo's rule; every consumer has a grid supplier beside the neighbour.
 */
export async function settleCommunity({
  path,
  hours,
  hoursPerCall,
  onProgress = () => {},
}: CommunityWish): Promise<CommunityFigures> {
  const community = await readCommunity(path, hours);
  const consortium = await deployConsortium();
  const twin = await Twin.of(consortium);
  const homes = await enrolHomes(consortium, community);
  const fromS = Number(community.startS);
  for (const home of homes.values()) await twin.open(home, fromS);
  const home = (name: string) => homes.get(name) as Home;

  const matching = matchHomes(community.totals);
  const terms = { startS: fromS, endS: Number(community.endS), importRatedW: RATED_W };
  const grid = consortium.people[homes.size]!;
  for (const [rank, { consumer, supplier }] of matching.matches.entries()) {
    await twin.agree(home(consumer), home(supplier), { ...terms, exportRatedW: RATED_W, pricePerKWh: PRICE });
    await twin.agree(home(consumer), grid, { ...terms, pricePerKWh: GRID_PRICE });
    await twin.fund(home(consumer).account, rank === 0 ? LITTLE : PLENTY);
  }

  const readings = signAll(community, homes);
  const total = matching.suppliers.length * community.rows.length;
  let gasUsed = 0n;
  for (const supplier of matching.suppliers) {
    const served = matching.matches.filter((match) => match.supplier === supplier).map(({ consumer }) => consumer);
    if (served.length === 0) continue;
    const intervals = community.rows.map((row, index): TwinInterval => {
      const endS = Number(row.hours[0]?.endS ?? 0n);
      return {
        supplier: home(supplier),
        endS,
        readings: [supplier, ...served].map((name) => readings.get(name)![index]!),
      };
    });
    for (let at = 0; at < intervals.length; at += hoursPerCall) {
      await twin.settle(intervals.slice(at, at + hoursPerCall));
      gasUsed += twin.gasUsed;
      onProgress(twin.settled.length, total);
    }
  }
  await twin.compare();
  const statements = await compareStatements(twin);
  const bought = statements.flatMap(({ lines }) => lines.filter(({ direction }) => direction === "bought"));
  const sum = (of: (line: (typeof bought)[number]) => bigint) => bought.reduce((whole, line) => whole + of(line), 0n);
  return {
    homes: homes.size,
    hours: community.rows.length,
    readings: twin.readings,
    intervals: twin.settled.length,
    deliveredWh: sum(({ source, deliveredWh }) => (source === "neighbour" ? deliveredWh : 0n)),
    gridWh: sum(({ source, deliveredWh }) => (source === "grid" ? deliveredWh : 0n)),
    paid: sum(({ amount, owed }) => amount - owed),
    claims: statements.flatMap(({ claims }) => claims.filter(({ direction }) => direction === "bought")).length,
    lines: bought.length,
    gasUsed,
  };
}

/** Meters with both kinds of key, in turn. */
async function enrolHomes(consortium: Consortium, { homes }: Community): Promise<Map<string, Home>> {
  const enrolled = new Map<string, Home>();
  for (const [index, name] of homes.entries()) {
    const key = index % 2 === 0 ? nativeP256Key(consortium) : secp256k1Key(name);
    enrolled.set(name, await enrolHome(consortium, consortium.people[index]!, { name, key }));
  }
  return enrolled;
}

/** A P-256 key that the machine itself signs with: a year has many readings. */
function nativeP256Key({ p256Verifier }: Consortium): DeviceKey {
  const key = createP256Key(p256Verifier);
  const signWithHighS = (): never => {
    throw new TypeError("the community's meters sign nothing wrong");
  };
  return { ...key, signWithHighS };
}

/** Every home's readings, one at the end of each hour. */
function signAll({ rows }: Community, homes: ReadonlyMap<string, Home>): Map<string, SignedMeterReading[]> {
  const registers = new Map([...homes.keys()].map((name) => [name, { importWh: 0n, exportWh: 0n }]));
  const signed = new Map<string, SignedMeterReading[]>([...homes.keys()].map((name) => [name, []]));
  for (const { hours } of rows) {
    for (const { home, endS, importWh, exportWh } of hours) {
      const register = registers.get(home)!;
      register.importWh += importWh;
      register.exportWh += exportWh;
      signed.get(home)!.push(homes.get(home)!.meter.read(Number(endS), register.importWh, register.exportWh));
    }
  }
  return signed;
}
