import type { ValueCycle } from "../../protocol/value/index.js";
import type { Cell } from "./cells.js";

/** A part of the discharges is cut short to anything between these parts of a full one. */
const CUT = { share: 0.25, least: 0.3, most: 0.95 } as const;
/** Measurement noise: most that a capacity is off, as a fraction. */
const NOISE = 0.01;

/** Ways to spoil a history as daily use would; the same ones in every run. */
export const DISTURBANCES: Readonly<Record<string, (cell: Cell) => Cell>> = {
  "a quarter of the discharges cut short": (cell) =>
    changed(cell, (capacityAh, random) =>
      random() < CUT.share ? capacityAh * (CUT.least + (CUT.most - CUT.least) * random()) : capacityAh,
    ),
  "capacities off by up to 1 %": (cell) =>
    changed(cell, (capacityAh, random) => capacityAh * (1 + NOISE * (2 * random() - 1))),
};

/** The first five cycles stay, since they are the reference of both histories. */
function changed(cell: Cell, change: (capacityAh: number, random: () => number) => number): Cell {
  const random = uniform(1);
  const cycles = cell.cycles.map(
    (cycle, index): ValueCycle =>
      index < 5 ? cycle : { ...cycle, dischargeCapacityAh: change(cycle.dischargeCapacityAh, random) },
  );
  return { ...cell, cycles };
}

/** Numbers from 0 to 1 that look random: the linear congruential generator of Numerical Recipes. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
