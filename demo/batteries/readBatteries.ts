import { type MeasuredCycle, openCycles } from "../../oracle/ingest/index.js";
import type { Rejection } from "../../protocol/index.js";
import { BatteryRepeated, NothingToReplay } from "../errors.js";

/** One cell's cycles, in the order of its file. */
export interface BatteryHistory {
  /** The cell's id; becomes its `batteryPassportIdentifier`. */
  readonly identifier: string;
  readonly cycles: readonly MeasuredCycle[];
}

export interface Batteries {
  readonly histories: readonly BatteryHistory[];
  /** Rows that no record could be made of. */
  readonly rejections: readonly Rejection[];
}

/**
 * Reads the cells of cycle files.
 * @param limit Most cycles per cell.
 * @param signal Ends the reading. Throws its reason once it is aborted.
 * Throws `BatteryRepeated` for a cell in two files, `NothingToReplay` for a file without a usable row, and as `openCycles`.
 */
export async function readBatteries(
  paths: readonly string[],
  limit = Number.POSITIVE_INFINITY,
  signal?: AbortSignal,
): Promise<Batteries> {
  const histories = new Map<string, MeasuredCycle[]>();
  const rejections: Rejection[] = [];
  for (const path of paths) {
    const ofFile = new Map<string, MeasuredCycle[]>();
    const { source, rows } = await openCycles(path);
    for await (const row of rows) {
      signal?.throwIfAborted();
      if (!row.accepted) {
        rejections.push(row.rejection);
        continue;
      }
      const cycles = ofFile.get(row.cycle.cell) ?? [];
      ofFile.set(row.cycle.cell, cycles);
      if (cycles.length < limit) cycles.push(row.cycle);
    }
    if (ofFile.size === 0) throw new NothingToReplay(source);
    for (const [cell, cycles] of ofFile) {
      if (histories.has(cell)) throw new BatteryRepeated(cell);
      histories.set(cell, cycles);
    }
  }
  return { histories: [...histories].map(([identifier, cycles]) => ({ identifier, cycles })), rejections };
}
