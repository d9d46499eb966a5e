import { InvalidHex } from "./errors.js";

/** A 0x-prefixed, lower-case hexadecimal string; the only text form of bytes in Wattproof. */
export type Hex = `0x${string}`;

/** Size of an address, bytes. */
export const ADDRESS_BYTES = 20;

/** 32 zero bytes: the `previous` of a device's first record, the root before a stream's first batch. */
export const ZERO_HASH: Hex = `0x${"00".repeat(32)}`;

const HEX = /^0x(?:[0-9a-f]{2})*$/;
const NO_DIGIT = 0xff;

const BYTE_TO_TEXT = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

const CODE_TO_NIBBLE = new Uint8Array(128).fill(NO_DIGIT);
for (let nibble = 0; nibble < 16; nibble++) CODE_TO_NIBBLE[nibble.toString(16).charCodeAt(0)] = nibble;

/** True for lower-case 0x hex of whole bytes; of exactly `byteLength` bytes if that is given. */
export function isHex(value: unknown, byteLength?: number): value is Hex {
  if (typeof value !== "string") return false;
  if (byteLength !== undefined && value.length !== 2 + 2 * byteLength) return false;
  return HEX.test(value);
}

/** Bytes as lower-case 0x hex. */
export function toHex(bytes: Uint8Array): Hex {
  let text = "0x";
  for (const byte of bytes) text += BYTE_TO_TEXT[byte];
  return text as Hex;
}

/** Bytes of `hex`. Throws `InvalidHex` if it is not lower-case 0x hex, or not `byteLength` bytes where that is given. */
export function fromHex(hex: string, byteLength?: number, name = "The value"): Uint8Array {
  if (typeof hex !== "string") throw new InvalidHex(name, expectedLength(byteLength));
  const length = byteLength ?? (hex.length - 2) >> 1;
  const bytes = new Uint8Array(Math.max(length, 0));
  writeHex(bytes, 0, hex, length, name);
  return bytes;
}

/**
 * Writes the `byteLength` bytes of `hex` into `target` at `offset`, without allocating.
 * Throws `InvalidHex` if `hex` is not lower-case 0x hex of exactly that length.
 */
export function writeHex(target: Uint8Array, offset: number, hex: string, byteLength: number, name: string): void {
  const wellFormed =
    typeof hex === "string" && hex.length === 2 + 2 * byteLength && hex.charCodeAt(0) === 0x30 && hex[1] === "x";
  if (!wellFormed) throw new InvalidHex(name, expectedLength(byteLength));
  for (let at = 0; at < byteLength; at++) {
    // Codes beyond ASCII read `undefined`, which `??` turns into a refusal.
    const high = CODE_TO_NIBBLE[hex.charCodeAt(2 + 2 * at)] ?? NO_DIGIT;
    const low = CODE_TO_NIBBLE[hex.charCodeAt(3 + 2 * at)] ?? NO_DIGIT;
    if (high === NO_DIGIT || low === NO_DIGIT) throw new InvalidHex(name, expectedLength(byteLength));
    target[offset + at] = (high << 4) | low;
  }
}

function expectedLength(byteLength: number | undefined): string {
  return byteLength === undefined ? "whole bytes" : `${byteLength} bytes`;
}
