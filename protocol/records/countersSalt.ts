import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromHex, type Hex, toHex } from "../hex.js";

/**
 * Salt of a record's counters: keccak-256 of the record's own salt. One way, so that published counters do not open the
 * measurements beside them. Throws `InvalidHex`.
 */
export function countersSaltOf(salt: Hex): Hex {
  return toHex(keccak_256(fromHex(salt, 32, "salt")));
}
