import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import { DeviceKind } from "../../protocol/records/enrolment.js";
import type { ReadingRow, ReadModel } from "../database/schema.js";
import { uint64Text, uintOf } from "../database/uint64.js";
import { type Labels, labelOf } from "./labels.js";
import { type SeriesGap, seriesGaps, usualPeriodS } from "./seriesGaps.js";

export interface SeriesPoint {
  /** End of the reading before: the flow covers the whole time from there. */
  readonly startS: bigint;
  readonly endS: bigint;
  readonly importWh: bigint;
  readonly exportWh: bigint;
  readonly importRegisterWh: bigint;
  readonly exportRegisterWh: bigint;
  readonly recordHash: Hex;
  readonly state: "anchored" | "settled";
}

export interface MeterSeriesAnswer {
  readonly device: Hex;
  readonly label: string;
  readonly periodS: number;
  readonly points: readonly SeriesPoint[];
  readonly gaps: readonly SeriesGap[];
  readonly nextFromS: bigint | null;
}

export interface SeriesWindow {
  readonly device: Hex;
  /** First end of interval, inclusive, Unix seconds. */
  readonly fromS?: bigint | undefined;
  /** Last end of interval, inclusive, Unix seconds. */
  readonly toS?: bigint | undefined;
  /** Most points. */
  readonly limit: number;
}

/** Flow of a meter by interval, oldest first; `undefined` for a device that is no registered meter. */
export async function meterSeries(
  database: Kysely<ReadModel>,
  labels: Labels,
  window: SeriesWindow,
): Promise<MeterSeriesAnswer | undefined> {
  const { device, limit } = window;
  const meter = await database
    .selectFrom("devices")
    .select("device")
    .where("device", "=", device)
    .where("kind", "=", DeviceKind.Meter)
    .executeTakeFirst();
  if (meter === undefined) return undefined;
  const found = await readingsIn(database, window);
  const before = found[0] && (await readingBefore(database, found[0]));
  // Without a reading before it, the first is the baseline: it ends no interval whose flow is known.
  const readings = before === undefined ? found : [before, ...found];
  const shown = readings.slice(0, limit + 1);
  const next = readings[limit + 1];
  const settled = await settledRegisters(database, shown);
  const periodS = usualPeriodS(shown);
  return {
    device,
    label: labelOf(labels, device),
    periodS,
    points: shown.slice(1).map((reading, index) => pointOf(shown[index] as ReadingRow, reading, settled)),
    gaps: await seriesGaps(database, shown, periodS),
    nextFromS: next === undefined ? null : uintOf(next.timestampS),
  };
}

function readingsIn(database: Kysely<ReadModel>, { device, fromS, toS, limit }: SeriesWindow): Promise<ReadingRow[]> {
  let query = database.selectFrom("readings").selectAll().where("device", "=", device);
  if (fromS !== undefined) query = query.where("timestampS", ">=", uint64Text(fromS));
  if (toS !== undefined) query = query.where("timestampS", "<=", uint64Text(toS));
  // One more as baseline where none lies before, one more to know where the rest begins.
  return query
    .orderBy("sequence")
    .limit(limit + 2)
    .execute();
}

function readingBefore(database: Kysely<ReadModel>, first: ReadingRow): Promise<ReadingRow | undefined> {
  return database
    .selectFrom("readings")
    .selectAll()
    .where("device", "=", first.device)
    .where("sequence", "<", first.sequence)
    .orderBy("sequence", "desc")
    .limit(1)
    .executeTakeFirst();
}

function pointOf(before: ReadingRow, reading: ReadingRow, settled: ReadonlySet<string>): SeriesPoint {
  const isSettled = settled.has(registerKey(reading, "import")) || settled.has(registerKey(reading, "export"));
  return {
    startS: uintOf(before.timestampS),
    endS: uintOf(reading.timestampS),
    importWh: flow(before.importWh, reading.importWh),
    exportWh: flow(before.exportWh, reading.exportWh),
    importRegisterWh: uintOf(reading.importWh),
    exportRegisterWh: uintOf(reading.exportWh),
    recordHash: reading.recordHash,
    state: isSettled ? "settled" : "anchored",
  };
}

/** Registers never go back; a pair that claims so shows no flow. */
function flow(before: string, after: string): bigint {
  const wh = uintOf(after) - uintOf(before);
  return wh > 0n ? wh : 0n;
}

function registerKey(reading: ReadingRow, direction: "import" | "export"): string {
  const registerWh = direction === "import" ? reading.importWh : reading.exportWh;
  return `${direction} ${uintOf(reading.timestampS)} ${registerWh}`;
}

/** Keys of the registers that settlement took of these readings. */
async function settledRegisters(
  database: Kysely<ReadModel>,
  readings: readonly ReadingRow[],
): Promise<ReadonlySet<string>> {
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined) return new Set();
  const rows = await database
    .selectFrom("registers")
    .select(["direction", "timestampS", "registerWh"])
    .where("meter", "=", first.device)
    .where("kind", "=", "settled")
    .where("timestampS", ">=", blockTimeS(first.timestampS))
    .where("timestampS", "<=", blockTimeS(last.timestampS))
    .execute();
  return new Set(rows.map(({ direction, timestampS, registerWh }) => `${direction} ${timestampS} ${registerWh}`));
}

/** A claimed time as far as block times reach: settlement takes none that lies in the future. */
function blockTimeS(claimedS: string): number {
  return Math.min(Number(uintOf(claimedS)), Number.MAX_SAFE_INTEGER);
}
