import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import type { ValueCycle } from "../../../../protocol/value/index.js";

/** A shipped NASA cell's history, as published: `B0005`, `B0006` or `B0007`. */
export function nasaCell(cell: string): ValueCycle[] {
  const text = readFileSync(new URL(`../../../../data/${cell}_cycles.csv`, import.meta.url), "utf8");
  const rows: Record<string, string>[] = parse(text, { columns: true });
  return rows.map((row) => ({
    cycle: Number(row.cycle),
    dischargeCapacityAh: Number(row.discharge_capacity_ah),
    dischargeEnergyWh: Number(row.discharge_energy_wh),
  }));
}
