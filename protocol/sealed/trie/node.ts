import { encodeRlp } from "../../rlp/encodeRlp.js";
import type { RlpItem } from "../../rlp/item.js";
import { compactPath } from "./nibbles.js";

/** Where a child is: behind its hash, or, if it is shorter than a hash, in the node itself. */
export type Child = { readonly hash: Uint8Array } | { readonly inline: RlpItem };

/** A node of a trie whose keys are all of one length. */
export type TrieNode =
  | { readonly kind: "branch"; readonly children: readonly (Child | undefined)[] }
  | { readonly kind: "extension"; readonly path: Uint8Array; readonly child: Child }
  | { readonly kind: "leaf"; readonly path: Uint8Array; readonly value: Uint8Array };

/** A reason why an item is no node. */
export interface NoNode {
  readonly kind: "none";
  readonly reason: string;
}

const HASH_BYTES = 32;
const CHILDREN = 16;

/**
 * Reads a decoded item as a node (Ethereum's Yellow Paper, appendix D). Accepts only what a trie has whose keys are hashes:
 * no branch with a value of its own, no child that is written out although it has a hash, no extension of nothing.
 */
export function trieNodeOf(item: RlpItem): TrieNode | NoNode {
  if (item instanceof Uint8Array) return none("it is no list");
  if (item.length === CHILDREN + 1) return branchOf(item);
  if (item.length === 2) return shortNodeOf(item[0] as RlpItem, item[1] as RlpItem);
  return none(`it has ${item.length} items`);
}

function branchOf(items: readonly RlpItem[]): TrieNode | NoNode {
  const value = items[CHILDREN];
  if (!(value instanceof Uint8Array) || value.length > 0) return none("a branch has a value");
  const children: (Child | undefined)[] = [];
  for (const item of items.slice(0, CHILDREN)) {
    const isEmpty = item instanceof Uint8Array && item.length === 0;
    const child = isEmpty ? undefined : childOf(item);
    if (child === "none") return none("a child is neither a hash nor a short node");
    children.push(child);
  }
  if (children.filter((child) => child !== undefined).length < 2) return none("a branch has fewer than two children");
  return { kind: "branch", children };
}

function shortNodeOf(first: RlpItem, second: RlpItem): TrieNode | NoNode {
  const compact = first instanceof Uint8Array ? compactPath(first) : undefined;
  if (compact === undefined) return none("a path is not in the hex-prefix encoding");
  const { isLeaf, nibbles: path } = compact;
  if (isLeaf) {
    if (!(second instanceof Uint8Array) || second.length === 0) return none("a leaf has no value");
    return { kind: "leaf", path, value: second };
  }
  if (path.length === 0) return none("an extension has no path");
  const child = childOf(second);
  return child === "none" ? none("an extension leads to no node") : { kind: "extension", path, child };
}

function childOf(item: RlpItem): Child | "none" {
  if (item instanceof Uint8Array) return item.length === HASH_BYTES ? { hash: item } : "none";
  return encodeRlp(item).length < HASH_BYTES ? { inline: item } : "none";
}

function none(reason: string): NoNode {
  return { kind: "none", reason };
}
