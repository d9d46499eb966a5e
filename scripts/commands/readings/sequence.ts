import { InvalidArgumentError } from "commander";

const UINT64_MAX = 2n ** 64n - 1n;

/** A position in a device's history: a whole number of at least 1. */
export function parseSequence(text: string): bigint {
  const sequence = /^[1-9][0-9]{0,19}$/.test(text) ? BigInt(text) : 0n;
  if (sequence === 0n || sequence > UINT64_MAX) throw new InvalidArgumentError("It is a whole number of at least 1.");
  return sequence;
}
