import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Hex, toHex, writeHex } from "../hex.js";

const pair = new Uint8Array(64);

/**
 * A record's link to the device's history: `keccak256(previous ‖ salt)`. Throws `InvalidHex`.
 * @param previous Struct hash of the device's preceding record of any type; zero before sequence 1.
 * @param salt The record's 32 random bytes.
 */
export function linkOf(previous: Hex, salt: Hex): Hex {
  writeHex(pair, 0, previous, 32, "previous");
  writeHex(pair, 32, salt, 32, "salt");
  return toHex(keccak_256(pair));
}
