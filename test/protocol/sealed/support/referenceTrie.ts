import { keccak_256 } from "@noble/hashes/sha3.js";
import { encodeRlp, getBytes, hexlify, keccak256 } from "ethers";
import type { Hex } from "../../../../protocol/index.js";

type Node = string | Node[];

/** A trie as the Yellow Paper's appendix D builds it, from all of its pairs at once. */
export interface ReferenceTrie {
  readonly root: Hex;
  /** The encoded nodes that have a hash. */
  readonly nodes: readonly Uint8Array[];
}

/** Builds a trie by the definition, with the RLP of ethers: slow, and nothing of it is ours. @param pairs Hashed key → value. */
export function referenceTrie(pairs: ReadonlyMap<string, Uint8Array>): ReferenceTrie {
  const nodes: Uint8Array[] = [];
  const keep = (node: Node): string => {
    const encoded = encodeRlp(node);
    nodes.push(getBytes(encoded));
    return keccak256(encoded);
  };
  const capped = (node: Node): Node => ((encodeRlp(node).length - 2) / 2 < 32 ? node : keep(node));
  const build = (entries: readonly (readonly [string, Uint8Array])[], depth: number): Node => {
    const [first] = entries;
    if (first === undefined) return "0x";
    if (entries.length === 1) return [compact(first[0].slice(depth), true), hexlify(first[1])];
    const shared = sharedFrom(
      entries.map(([path]) => path),
      depth,
    );
    if (shared > 0)
      return [compact(first[0].slice(depth, depth + shared), false), capped(build(entries, depth + shared))];
    const children = [..."0123456789abcdef"].map((nibble) => {
      const below = entries.filter(([path]) => path[depth] === nibble);
      return below.length === 0 ? "0x" : capped(build(below, depth + 1));
    });
    return [...children, "0x"];
  };
  const root = keep(build([...pairs], 0));
  return { root: root as Hex, nodes };
}

/** Hex digits of a hashed key, the form of a `ReferenceTrie`'s paths. */
export function pathOf(key: Uint8Array): string {
  return hexlify(keccak_256(key)).slice(2);
}

function sharedFrom(paths: readonly string[], depth: number): number {
  const [first = ""] = paths;
  let shared = 0;
  while (depth + shared < first.length && paths.every((path) => path[depth + shared] === first[depth + shared]))
    shared++;
  return shared;
}

function compact(nibbles: string, isLeaf: boolean): string {
  const flag = (isLeaf ? 2 : 0) + (nibbles.length % 2);
  return `0x${flag}${nibbles.length % 2 === 0 ? "0" : ""}${nibbles}`;
}
