import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { ValueCycle } from "../../protocol/value/index.js";

/** A cell that was cycled in a laboratory, one entry per discharge. */
export interface Cell {
  readonly name: string;
  /** Cells of one maker, test and temperature: leaving out one of them leaves its siblings in. */
  readonly family: string;
  readonly cycles: readonly ValueCycle[];
}

/** Families by the beginning of the file's name, with what their SOURCE.md says of them. */
const FAMILIES: readonly (readonly [beginning: string, family: string])[] = [
  ["hust", "HUST LFP"],
  ["mit", "MIT LFP"],
  ["xjtu", "XJTU NCM"],
  ["tju_ncmnca", "TJU NCM+NCA"],
  ["B0005", "NASA 24 °C"],
  ["B0006", "NASA 24 °C"],
  ["B0007", "NASA 24 °C"],
  ["B0029", "NASA 43 °C"],
  ["B0030", "NASA 43 °C"],
  ["B0045", "NASA 4 °C"],
  ["B0046", "NASA 4 °C"],
];

/** Reads the cells of `battery-cycles` and `battery-nasa` in `folder`. */
export function readCells(folder: string): Cell[] {
  return ["battery-cycles", "battery-nasa"].flatMap((set) =>
    readdirSync(join(folder, set))
      .sort()
      .flatMap((file) => {
        const [family] = FAMILIES.filter(([beginning]) => file.startsWith(beginning)).map(([, name]) => name);
        const cycles = family === undefined ? null : cyclesOf(file, join(folder, set, file));
        const name = file.replace(/(_cycles|_operations)?\.csv$/, "");
        return family === undefined || cycles === null ? [] : [{ name, family, cycles }];
      }),
  );
}

/** One cycle per row of a cycle table, or per discharge of a table of operations; null for files of raw samples. */
function cyclesOf(file: string, path: string): ValueCycle[] | null {
  if (!file.endsWith(".csv") || file.includes("_raw")) return null;
  const rows: Record<string, string>[] = parse(readFileSync(path), { columns: true });
  if (!file.endsWith("_operations.csv")) {
    return rows.map((row) => ({ cycle: Number(row.cycle), dischargeCapacityAh: Number(row.discharge_capacity_ah) }));
  }
  const discharges = rows.filter((row) => row.type === "discharge");
  return discharges.map((row, index) => ({
    cycle: index + 1,
    dischargeCapacityAh: Number(row.rated_discharge_capacity_ah),
  }));
}
