import { IntegerOutOfRange } from "../errors.js";

/** A field of a word: how many bits it has, and the lowest of them. */
export type BitField = readonly [bits: number, shift: number];

/** `value` at bit `shift` of a word. Throws `IntegerOutOfRange` if it has more than `bits` bits. */
export function putBits(value: bigint, bits: number, shift: number, name: string): bigint {
  if (typeof value !== "bigint" || value < 0n || value >> BigInt(bits) !== 0n) {
    throw new IntegerOutOfRange(name, value, `uint${bits}`);
  }
  return value << BigInt(shift);
}

/** The `bits` bits of a word from bit `shift` on. */
export function takeBits(word: bigint, bits: number, shift: number): bigint {
  return (word >> BigInt(shift)) & ((1n << BigInt(bits)) - 1n);
}
