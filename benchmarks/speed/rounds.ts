import { median } from "../report/row.js";

/** Something to be timed: does its work `operations` times. */
export interface Contender {
  readonly operations: number;
  readonly run: () => unknown;
}

const ROUNDS = 5;

/**
 * Microseconds that one operation of each contender takes: the middle of rounds in which they take turns, so that a busy
 * machine is busy for all of them. A round before that warms them up.
 */
export async function timeInTurns<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of names) {
      const { operations, run } = contenders[name];
      const startedMs = performance.now();
      await run();
      if (round > 0) taken[name].push(((performance.now() - startedMs) * 1_000) / operations);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(taken[name])])) as Record<Name, number>;
}
