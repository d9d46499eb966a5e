import type { Hex } from "../../protocol/hex.js";

/** An address as the ABI decoder gives it (checksummed), in our lower case. */
export function addressHex(address: string): Hex {
  return address.toLowerCase() as Hex;
}

/** A 32-byte word of a whole number. */
export function wordHex(value: bigint): Hex {
  return `0x${value.toString(16).padStart(64, "0")}`;
}
