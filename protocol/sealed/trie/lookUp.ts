import { type Hex, toHex } from "../../hex.js";
import { decodeRlp } from "../../rlp/decodeRlp.js";
import { RlpInvalid } from "../../rlp/errors.js";
import type { RlpItem } from "../../rlp/item.js";
import { ProofNodeInvalid, ProofNodeMissing } from "../errors.js";
import { nibblesOf } from "./nibbles.js";
import { type Child, type TrieNode, trieNodeOf } from "./node.js";
import { LONGEST_NODE_BYTES, type Witness } from "./witness.js";

/** Root of a trie that holds nothing: keccak-256 of the RLP of no bytes. */
export const EMPTY_TRIE: Hex = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

const HASH_BYTES = 32;

export interface LookUp {
  /** Hash of the trie's root node. */
  readonly root: Hex;
  /** 32 bytes: the hash of what is looked up, as in all of Ethereum's tries of state. */
  readonly key: Uint8Array;
  readonly witness: Witness;
  /** What is looked up, for messages. */
  readonly what: string;
}

/**
 * What a Merkle-Patricia trie holds for a key, by nodes that anybody may have brought: the value, or undefined if the nodes
 * show that there is none (EIP-1186; Ethereum's Yellow Paper, appendix D).
 * @throws ProofNodeMissing if the nodes show neither. ProofNodeInvalid
 */
export function lookUp({ root, key, witness, what }: LookUp): Uint8Array | undefined {
  if (root === EMPTY_TRIE) return undefined;
  const path = nibblesOf(key);
  let node = nodeBehind(root, witness, what, true);
  for (let at = 0; ; ) {
    if (node.kind === "branch") {
      const child: Child | undefined = node.children[nibbleAt(path, at, what)];
      if (child === undefined) return undefined;
      at += 1;
      node = nodeOf(child, witness, what);
      continue;
    }
    const isOnPath = node.path.every((nibble, index) => nibble === path[at + index]);
    if (node.kind === "leaf") {
      // All keys have one length, and so have the paths to all leaves.
      if (at + node.path.length !== path.length) throw new ProofNodeInvalid(what, "a leaf is not at the end of a key");
      return isOnPath ? node.value : undefined;
    }
    if (at + node.path.length >= path.length) throw new ProofNodeInvalid(what, "its path is longer than any key");
    if (!isOnPath) return undefined;
    at += node.path.length;
    node = nodeOf(node.child, witness, what);
    if (node.kind !== "branch") throw new ProofNodeInvalid(what, "an extension does not lead to a branch");
  }
}

function nibbleAt(path: Uint8Array, at: number, what: string): number {
  const nibble = path[at];
  if (nibble === undefined) throw new ProofNodeInvalid(what, "its path is longer than any key");
  return nibble;
}

function nodeOf(child: Child, witness: Witness, what: string): TrieNode {
  if ("inline" in child) return asNode(child.inline, what);
  return nodeBehind(toHex(child.hash), witness, what, false);
}

function nodeBehind(hash: Hex, witness: Witness, what: string, isRoot: boolean): TrieNode {
  const bytes = witness.find(hash);
  if (bytes === undefined) throw new ProofNodeMissing(what, hash);
  if (bytes.length > LONGEST_NODE_BYTES) throw new ProofNodeInvalid(what, `a node has ${bytes.length} bytes`);
  if (bytes.length < HASH_BYTES && !isRoot) throw new ProofNodeInvalid(what, "a node is shorter than its hash");
  return asNode(decoded(bytes, what), what);
}

function asNode(item: RlpItem, what: string): TrieNode {
  const node = trieNodeOf(item);
  if (node.kind === "none") throw new ProofNodeInvalid(what, node.reason);
  return node;
}

function decoded(bytes: Uint8Array, what: string): RlpItem {
  try {
    return decodeRlp(bytes);
  } catch (error) {
    if (!(error instanceof RlpInvalid)) throw error;
    throw new ProofNodeInvalid(what, `${error.facts.reason}`);
  }
}
