import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../scripts/support/wattproof.js";

/** A meter's registers at a time, Wh. */
export interface Registers {
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

/** What a household's file says of its meter: registers by the time at which they were read, Unix seconds. */
export type HouseholdFile = ReadonlyMap<number, Registers>;

const KWH = /^(-?)(\d+)(?:\.(\d{1,3}))?\d*$/;

/** kWh as the files write them, in Wh: further decimals are cut off. */
function whOf(cell: string): bigint {
  const [, sign = "", whole = "0", fraction = ""] = KWH.exec(cell) ?? [];
  const magnitude = BigInt(whole) * 1_000n + BigInt(fraction.padEnd(3, "0"));
  return sign === "-" ? -magnitude : magnitude;
}

/**
 * Reads a slice of test/fixtures/households. Flows are added up to registers that begin at zero; registers are taken as they
 * are. A row without values is no reading.
 * @param periodS Length of the file's intervals, s.
 */
export function readHousehold(name: string, periodS: number): HouseholdFile {
  const path = join(ROOT, "test", "fixtures", "households", name);
  const [header = "", ...rows] = readFileSync(path, "utf8").trimEnd().split("\n");
  const hasRegisters = header.includes("import_reg_kwh");
  const read = new Map<number, Registers>();
  let [importWh, exportWh] = [0n, 0n];
  for (const row of rows) {
    const [start = "", imported = "", exported = ""] = row.split(",");
    if (imported === "" || exported === "") continue;
    importWh = hasRegisters ? whOf(imported) : importWh + whOf(imported);
    exportWh = hasRegisters ? whOf(exported) : exportWh + whOf(exported);
    read.set(Date.parse(start) / 1_000 + periodS, { importWh, exportWh });
  }
  return read;
}

/** A time of day in UTC, Unix seconds. */
export const utc = (text: string): number => Date.parse(`${text}:00Z`) / 1_000;
