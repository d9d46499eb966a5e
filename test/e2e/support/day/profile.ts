import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What a meter counted in a quarter of an hour, Wh. */
export interface Flow {
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

/** A day of a meter: four flows in each of its 24 hours. */
export type DayProfile = readonly (readonly Flow[])[];

export const HOURS = 24;
export const QUARTERS = 4;
/** A consumer lives in a flat: that part of what a home of the data uses. */
const FLATS_PER_HOME = 5n;
/** The data's first whole day is its second row's. */
const FIRST_ROW = 1;

/** The shipped community, whole Wh per hour: use and production by home. */
export class CommunityDays {
  readonly #columns: readonly string[];
  readonly #rows: readonly (readonly string[])[];

  constructor() {
    const path = fileURLToPath(new URL("../../../../data/community_hourly.csv", import.meta.url));
    const [header = "", ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
    this.#columns = header.split(",");
    this.#rows = lines.map((line) => line.split(","));
  }

  /** A home's first day in the data: what it uses beyond its production is imported, the other way round exported. */
  prosumer(home: number): DayProfile {
    return hoursOf((hour) => {
      const netWh = this.#wh(0, hour, home, "pv") - this.#wh(0, hour, home, "load");
      return quartersOf(netWh < 0n ? -netWh : 0n, netWh > 0n ? netWh : 0n);
    });
  }

  /** A fifth of what a home uses on another day of the data. @param day Counted from zero. */
  flat(home: number, day: number): DayProfile {
    return hoursOf((hour) => quartersOf(this.#wh(day, hour, home, "load") / FLATS_PER_HOME, 0n));
  }

  #wh(day: number, hour: number, home: number, kind: "load" | "pv"): bigint {
    const column = this.#columns.indexOf(`b${String(home + 1).padStart(2, "0")}_${kind}_kwh`);
    const cell = this.#rows[FIRST_ROW + day * HOURS + hour]?.[column];
    return BigInt(Math.round(Number(cell ?? Number.NaN) * 1_000));
  }
}

function hoursOf(flowsOf: (hour: number) => readonly Flow[]): DayProfile {
  return Array.from({ length: HOURS }, (_, hour) => flowsOf(hour));
}

/** An hour's Wh in four quarters that add up to it. */
function quartersOf(importWh: bigint, exportWh: bigint): Flow[] {
  const part = (wh: bigint, quarter: bigint) =>
    (wh * (quarter + 1n)) / BigInt(QUARTERS) - (wh * quarter) / BigInt(QUARTERS);
  return [0n, 1n, 2n, 3n].map((quarter) => ({ importWh: part(importWh, quarter), exportWh: part(exportWh, quarter) }));
}
