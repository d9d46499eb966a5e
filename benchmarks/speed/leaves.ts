import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { fastKeccak } from "../../native/index.js";
import { type Hex, toHex } from "../../protocol/hex.js";
import { leafOf, leavesOf } from "../../protocol/merkle/leaf.js";
import { randomHashes } from "../randomHashes.js";
import type { Row } from "../report/row.js";
import { timeInTurns } from "./rounds.js";

const LEAVES = 20_000;
const LEAVES_OF_OPENZEPPELIN = 2_000;
const HASH_BYTES = 32;

/** Hashing records' struct hashes to leaves, twice each. */
export async function leafRows(): Promise<Row[]> {
  const keccak256 = await fastKeccak();
  const bytes = randomHashes(LEAVES, 3);
  const structHashes = Array.from(
    { length: LEAVES },
    (_, index): Hex => toHex(bytes.subarray(HASH_BYTES * index, HASH_BYTES * (index + 1))),
  );
  const few = structHashes.slice(0, LEAVES_OF_OPENZEPPELIN);
  const tree = StandardMerkleTree.of([[structHashes[0]]], ["bytes32"]);
  const takenUs = await timeInTurns({
    ours: { operations: LEAVES, run: () => leavesOf(structHashes, keccak256) },
    noble: { operations: LEAVES, run: () => structHashes.map(leafOf) },
    openZeppelin: { operations: few.length, run: () => few.map((hash) => tree.leafHash([hash])) },
  });
  const peers = {
    "the same with keccak-256 in JavaScript alone": takenUs.noble,
    "OpenZeppelin StandardMerkleTree leafHash": takenUs.openZeppelin,
  };
  return [{ name: "Leaf of a record's struct hash", ours: takenUs.ours, peers, limit: null, unit: "µs" }];
}
