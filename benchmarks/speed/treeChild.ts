// Builds one tree and prints what it took: `treeChild.ts wasm|javascript|openZeppelin LEAVES`.
import { SimpleMerkleTree } from "@openzeppelin/merkle-tree";
import { fastKeccak } from "../../native/index.js";
import { type Hex, toHex } from "../../protocol/hex.js";
import { MerkleTree } from "../../protocol/merkle/tree.js";
import { randomHashes } from "../randomHashes.js";

/** What one tree took. */
export interface TreeCost {
  readonly buildMs: number;
  /** Peak of the process's resident memory, less what it held when the leaves lay ready. */
  readonly peakMiB: number;
  /** One proof, by leaf; the middle of rounds. */
  readonly proofUs: number;
  readonly root: string;
}

const HASH_BYTES = 32;
const KIB_PER_MIB = 1_024;
const PROOFS = { wasm: 20_000, javascript: 20_000, openZeppelin: 400 } as const;
const ROUNDS = 5;

const maker = process.argv[2] as keyof typeof PROOFS;
const count = Number(process.argv[3]);
const hashes = randomHashes(count, count);
const leafAt = (index: number): Hex => toHex(hashes.subarray(HASH_BYTES * index, HASH_BYTES * (index + 1)));
// OpenZeppelin takes text: it is ready, like the bytes are for ours.
const texts = maker === "openZeppelin" ? Array.from({ length: count }, (_, index) => leafAt(index)) : [];
const keccak256 = maker === "wasm" ? await fastKeccak() : undefined;

const peakMiB = () => process.resourceUsage().maxRSS / KIB_PER_MIB;
const before = peakMiB();
const startedMs = performance.now();
const tree = maker === "openZeppelin" ? SimpleMerkleTree.of(texts) : MerkleTree.ofHashes(hashes, keccak256);
const buildMs = performance.now() - startedMs;
const grownMiB = peakMiB() - before;

// Leaves from all over the tree, so that no cache holds them all.
const STRIDE = 7_919;
const asked = Array.from({ length: PROOFS[maker] }, (_, index) => {
  const position = (index * STRIDE) % count;
  return maker === "openZeppelin" ? (texts[position] as Hex) : leafAt(position);
});
const proofOf = (leaf: Hex): readonly string[] =>
  tree instanceof MerkleTree ? tree.proofOf(leaf) : tree.getProof(leaf);
const roundsUs = Array.from({ length: ROUNDS }, () => {
  const roundMs = performance.now();
  let siblings = 0;
  for (const leaf of asked) siblings += proofOf(leaf).length;
  if (siblings === 0) throw new Error("The proofs are empty");
  return ((performance.now() - roundMs) * 1_000) / asked.length;
});
const proofUs = roundsUs.sort((a, b) => a - b)[ROUNDS >> 1] as number;
const cost: TreeCost = { buildMs, peakMiB: grownMiB, proofUs, root: tree.root };
console.log(JSON.stringify(cost));
