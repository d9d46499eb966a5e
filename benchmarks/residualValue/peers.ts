import type { ValueCycle } from "../../protocol/value/index.js";
import { cyclesUpTo } from "../../protocol/value/index.js";
import { median } from "../../protocol/value/statistics.js";
import { type Case, lifeOf } from "./cases.js";
import type { Cell } from "./cells.js";

/** Remaining cycles by other ways, from the same history; infinite where they see no end. */
export const PEERS = {
  "linear extrapolation": (one: Case) => linear(one, 0),
  "linear over the last third": (one: Case) => linear(one, 2 / 3),
  "nearest other cell, stretched": (one: Case, others: readonly Cell[]) => nearest(one, others),
} as const;

export type PeerName = keyof typeof PEERS;
export const PEER_NAMES = Object.keys(PEERS) as PeerName[];

interface HealthPoint {
  readonly cycle: number;
  readonly health: number;
}

/** The straight line of least squares over the cycles since `from` of the history, down to the end of life. */
function linear({ cell, age, endOfLife }: Case, from: number): number {
  const all = healthOf(cyclesUpTo(cell.cycles, age));
  const points = all.slice(Math.floor(all.length * from));
  const middleCycle = points.reduce((sum, { cycle }) => sum + cycle, 0) / points.length;
  const middleHealth = points.reduce((sum, { health }) => sum + health, 0) / points.length;
  let product = 0;
  let square = 0;
  for (const { cycle, health } of points) {
    product += (cycle - middleCycle) * (health - middleHealth);
    square += (cycle - middleCycle) ** 2;
  }
  const slope = product / square;
  if (!(slope < 0)) return Number.POSITIVE_INFINITY;
  return Math.max(0, middleCycle + (endOfLife - middleHealth) / slope - age);
}

/** Ages at which two curves are compared, and stretches that are tried. */
const COMPARED = 20;
const STRETCHES = Array.from({ length: 161 }, (_, step) => 2 ** ((step - 80) / 20));

/** The life of that other cell whose curve, stretched in time, lies nearest to this one's; at the best stretch. */
function nearest({ cell, age, endOfLife }: Case, others: readonly Cell[]): number {
  const own = sampled(healthOf(cyclesUpTo(cell.cycles, age)), age);
  let best = { misfit: Number.POSITIVE_INFINITY, life: Number.POSITIVE_INFINITY };
  for (const other of others) {
    const life = lifeOf(other, endOfLife);
    if (life === null) continue;
    const curve = healthOf(other.cycles);
    for (const stretch of STRETCHES) {
      if (age / stretch > curve.length || life * stretch < age) continue;
      const theirs = sampled(curve, age / stretch);
      const misfit = own.reduce((sum, health, index) => sum + (health - (theirs[index] ?? 0)) ** 2, 0);
      if (misfit < best.misfit) best = { misfit, life: life * stretch };
    }
  }
  return best.life - age;
}

/** Medians of five around equally spaced cycles up to `last`. */
function sampled(curve: readonly HealthPoint[], last: number): number[] {
  return Array.from({ length: COMPARED }, (_, index) => {
    const middle = Math.min(curve.length - 1, Math.round(((index + 1) / COMPARED) * last) - 1);
    const around = curve.slice(Math.max(0, middle - 2), middle + 3);
    return median(around.map(({ health }) => health));
  });
}

function healthOf(cycles: readonly ValueCycle[]): HealthPoint[] {
  const measured = cycles.filter(({ dischargeCapacityAh }) => dischargeCapacityAh > 0);
  const referenceAh = median(measured.slice(0, 5).map(({ dischargeCapacityAh }) => dischargeCapacityAh));
  return measured.map(({ cycle, dischargeCapacityAh }) => ({ cycle, health: dischargeCapacityAh / referenceAh }));
}
