import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromHex, type Hex, toHex, writeHex } from "../hex.js";
import { HASH_BYTES } from "./compareHashes.js";
import type { Keccak256 } from "./keccak.js";

/**
 * Leaf of a struct hash: `keccak256(keccak256(structHash))`, as OpenZeppelin's `StandardMerkleTree` makes it of
 * `['bytes32']`. The double hash keeps a leaf from ever passing for an inner node. Throws `InvalidHex`.
 */
export function leafOf(structHash: Hex): Hex {
  return toHex(keccak_256(keccak_256(fromHex(structHash, HASH_BYTES, "structHash"))));
}

/**
 * Leaves of many struct hashes, as `MerkleTree.ofHashes` takes them: 32 bytes each, in the order given.
 * @param keccak256 One in JavaScript by default. Throws `InvalidHex`.
 */
export function leavesOf(structHashes: readonly Hex[], keccak256: Keccak256 = keccak_256): Uint8Array {
  const leaves = new Uint8Array(HASH_BYTES * structHashes.length);
  const scratch = new Uint8Array(HASH_BYTES);
  structHashes.forEach((structHash, index) => {
    writeHex(scratch, 0, structHash, HASH_BYTES, "structHash");
    leaves.set(keccak256(keccak256(scratch)), HASH_BYTES * index);
  });
  return leaves;
}
