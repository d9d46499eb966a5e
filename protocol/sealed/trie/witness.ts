import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Hex, toHex } from "../../hex.js";
import { ProofNodeUnused } from "../errors.js";

/** Longest node of a trie of state: a branch of sixteen hashes has 532 bytes, an account's leaf fewer. */
export const LONGEST_NODE_BYTES = 1024;

/**
 * Encoded nodes of tries, found by their hashes: what a hash leads to is what was hashed, whoever brought it. Remembers
 * which of them were asked for.
 */
export class Witness {
  readonly #nodes = new Map<Hex, Uint8Array>();
  readonly #used = new Set<Hex>();

  /** @returns False if it was there already. */
  add(node: Uint8Array): boolean {
    const hash = toHex(keccak_256(node));
    if (this.#nodes.has(hash)) return false;
    this.#nodes.set(hash, node);
    return true;
  }

  /** The node behind a hash; undefined if nobody brought it. */
  find(hash: Hex): Uint8Array | undefined {
    const node = this.#nodes.get(hash);
    if (node !== undefined) this.#used.add(hash);
    return node;
  }

  /** The nodes that were asked for, in the order in which they first were. */
  used(): Uint8Array[] {
    return [...this.#used].flatMap((hash) => this.#nodes.get(hash) ?? []);
  }

  /** Throws if a node was never asked for: what is not checked has no place in a proof. @throws ProofNodeUnused */
  requireUsed(): void {
    const unused = [...this.#nodes.keys()].filter((hash) => !this.#used.has(hash));
    const [first] = unused;
    if (first !== undefined) throw new ProofNodeUnused(first, unused.length);
  }
}
