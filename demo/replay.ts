import type { CommunityRow, MeasuredCycle } from "../oracle/ingest/index.js";
import type { Rejection, SignedRecord } from "../protocol/index.js";
import type { SimulatedBattery } from "./batteries/battery.js";
import type { SimulatedMeter } from "./community/meters.js";

/** What the devices send between two pauses of the replay. */
export interface ReplayStep {
  readonly records: readonly SignedRecord[];
  readonly rejections: readonly Rejection[];
  /** Start of the step's hour, Unix seconds; missing where its row has no usable label. */
  readonly startS?: bigint;
}

export interface Replay {
  /** Number of steps that `steps` yields. */
  readonly total: number;
  readonly steps: Iterable<ReplayStep>;
}

export interface ReplayOptions {
  readonly rows: readonly CommunityRow[];
  /** Start of the first hour; the meters' opening records are of this time. */
  readonly startS?: bigint;
  readonly meters: ReadonlyMap<string, SimulatedMeter>;
  readonly batteries: readonly { readonly battery: SimulatedBattery; readonly cycles: readonly MeasuredCycle[] }[];
}

/** Hours one after the other, the batteries' cycles spread evenly between them; records are signed as they are asked for. */
export function createReplay({ rows, startS, meters, batteries }: ReplayOptions): Replay {
  const longest = Math.max(0, ...batteries.map(({ cycles }) => cycles.length));
  const total = Math.max(rows.length, rows.length === 0 ? longest : 1);
  return { total, steps: steps() };

  function* steps(): Generator<ReplayStep, void, undefined> {
    for (let step = 0; step < total; step++) {
      const openings =
        step === 0 && startS !== undefined ? [...meters.values()].map((meter) => meter.open(startS)) : [];
      const row = rows[step];
      const readings = (row?.hours ?? []).flatMap((hour) => meters.get(hour.home)?.read(hour) ?? []);
      const records = [...openings, ...readings, ...cyclesOf(step)];
      const rejections = row?.rejections ?? [];
      yield row?.startS === undefined ? { records, rejections } : { records, rejections, startS: row.startS };
    }
  }

  function cyclesOf(step: number): SignedRecord[] {
    return batteries.flatMap(({ battery, cycles }) => {
      const share = (upTo: number) => Math.floor((cycles.length * upTo) / total);
      return cycles.slice(share(step), share(step + 1)).flatMap((cycle) => battery.cycle(cycle));
    });
  }
}
