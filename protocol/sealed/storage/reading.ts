import type { Hex } from "../../hex.js";
import type { ProvenState } from "../provenState.js";
import { slotBehind } from "./slots.js";

/** A place in a contract's storage. */
export interface StorageSlot {
  readonly address: Hex;
  readonly slot: bigint;
}

/**
 * A reading of storage that does not know where its words come from: it asks for slots and is given their words. So what
 * collects a proof and what verifies it run the same steps, and nothing is proven that is not read, or read unproven.
 */
export type Reading<T> = Generator<readonly StorageSlot[], T, readonly bigint[]>;

/** Reads `count` words that lie one behind the other. */
export function* words(address: Hex, slot: bigint, count: number): Reading<readonly bigint[]> {
  const asked = Array.from({ length: count }, (_, index) => ({ address, slot: slotBehind(slot, index) }));
  return yield asked;
}

/** Reads one word. */
export function* wordAt(address: Hex, slot: bigint): Reading<bigint> {
  const [word = 0n] = yield [{ address, slot }];
  return word;
}

/** Several readings step by step side by side, so that what they ask for next can be fetched at once. */
export function* together<T>(readings: readonly Reading<T>[]): Reading<T[]> {
  const results = new Map<number, T>();
  let stepped = readings.map((reading, index) => ({ reading, index, step: reading.next([]) }));
  for (;;) {
    const waiting: { reading: Reading<T>; index: number; asked: readonly StorageSlot[] }[] = [];
    for (const { reading, index, step } of stepped) {
      if (step.done) results.set(index, step.value);
      else waiting.push({ reading, index, asked: step.value });
    }
    if (waiting.length === 0) break;
    const given = yield waiting.flatMap(({ asked }) => asked);
    let at = 0;
    stepped = waiting.map(({ reading, index, asked }) => {
      const step = reading.next(given.slice(at, at + asked.length));
      at += asked.length;
      return { reading, index, step };
    });
  }
  return readings.map((_, index) => results.get(index) as T);
}

/** What a reading finds in a proven state. @throws ProofNodeMissing, ProofNodeInvalid, and what the reading throws */
export function readProven<T>(reading: Reading<T>, state: ProvenState): T {
  let step = reading.next([]);
  while (!step.done) step = reading.next(step.value.map(({ address, slot }) => state.wordAt(address, slot)));
  return step.value;
}
