import { type CommunityRow, openCommunity } from "../../oracle/ingest/index.js";
import { NothingToReplay } from "../errors.js";
import type { HomeTotals } from "./matching.js";

/** A community's file, read to memory: one row per hour. */
export interface Community {
  readonly source: string;
  readonly homes: readonly string[];
  readonly rows: readonly CommunityRow[];
  /** Start of the first and end of the last hour with a usable label, Unix seconds. */
  readonly startS: bigint;
  readonly endS: bigint;
  /** Per home in column order, over the rows read. */
  readonly totals: readonly HomeTotals[];
  /** Most that any home took or gave in one hour, Wh. */
  readonly highestWh: bigint;
}

const HOUR_S = 3_600n;

/**
 * Reads a community's hours.
 * @param limit Most rows to read.
 * @param signal Ends the reading. Throws its reason once it is aborted.
 * Throws `NothingToReplay` where no row has a usable label, and as `openCommunity`.
 */
export async function readCommunity(
  path: string,
  limit = Number.POSITIVE_INFINITY,
  signal?: AbortSignal,
): Promise<Community> {
  const file = await openCommunity(path);
  const rows: CommunityRow[] = [];
  if (limit > 0) {
    for await (const row of file.rows) {
      signal?.throwIfAborted();
      rows.push(row);
      if (rows.length >= limit) break;
    }
  }
  const starts = rows.flatMap(({ startS }) => (startS === undefined ? [] : [startS]));
  const [startS] = starts;
  const lastS = starts.at(-1);
  if (startS === undefined || lastS === undefined) throw new NothingToReplay(file.source);
  return {
    source: file.source,
    homes: file.homes,
    rows,
    startS,
    endS: lastS + HOUR_S,
    totals: totalsOf(file.homes, rows),
    highestWh: highestOf(rows),
  };
}

function highestOf(rows: readonly CommunityRow[]): bigint {
  let highestWh = 0n;
  for (const { hours } of rows) {
    for (const { importWh, exportWh } of hours) {
      // At most one of the two is above zero.
      const flowWh = importWh + exportWh;
      if (flowWh > highestWh) highestWh = flowWh;
    }
  }
  return highestWh;
}

function totalsOf(homes: readonly string[], rows: readonly CommunityRow[]): HomeTotals[] {
  const totals = new Map(homes.map((home) => [home, { home, importWh: 0n, exportWh: 0n }]));
  for (const { hours } of rows) {
    for (const hour of hours) {
      const total = totals.get(hour.home);
      if (total === undefined) continue;
      total.importWh += hour.importWh;
      total.exportWh += hour.exportWh;
    }
  }
  return [...totals.values()];
}
