import { fromHex, type Hex, toHex, writeHex } from "../hex.js";
import { HASH_BYTES, HASH_WORDS } from "./compareHashes.js";
import { hashPairInto } from "./hashPair.js";

/** An inclusion proof with all that it is judged by. */
export interface ProofCheck {
  readonly root: Hex;
  /** From `leafOf`. */
  readonly leaf: Hex;
  /** Sibling hashes from leaf to root. */
  readonly proof: readonly Hex[];
}

/** True if `proof` leads from `leaf` to `root` (OpenZeppelin's `MerkleProof`). Throws `InvalidHex`. */
export function verifyProof({ root, leaf, proof }: ProofCheck): boolean {
  const nodes = new Uint8Array(2 * HASH_BYTES);
  const words = new Uint32Array(nodes.buffer);
  nodes.set(fromHex(leaf, HASH_BYTES, "leaf"));
  for (const sibling of proof) {
    writeHex(nodes, HASH_BYTES, sibling, HASH_BYTES, "proof");
    hashPairInto(words, 0, HASH_WORDS, 0);
  }
  return toHex(nodes.subarray(0, HASH_BYTES)) === root;
}
