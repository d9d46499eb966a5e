import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromHex, type Hex, toHex } from "../hex.js";

/**
 * Leaf of a struct hash: `keccak256(keccak256(structHash))`, as OpenZeppelin's `StandardMerkleTree` makes it of
 * `['bytes32']`. The double hash keeps a leaf from ever passing for an inner node. Throws `InvalidHex`.
 */
export function leafOf(structHash: Hex): Hex {
  return toHex(keccak_256(keccak_256(fromHex(structHash, 32, "structHash"))));
}
