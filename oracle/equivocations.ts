import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { structHashOfLeaf } from "../protocol/archive.js";
import type { Hex } from "../protocol/hex.js";
import { leafOf } from "../protocol/merkle/leaf.js";
import { MerkleTree } from "../protocol/merkle/tree.js";
import type { SignedRecord } from "../protocol/records/record.js";
import { structHashOf } from "../protocol/records/structHash.js";
import type { Buffer } from "./buffer/index.js";

/** One of two records, with its place on the chain. */
export interface AccusedRecord extends SignedRecord {
  /** Null if it is in no anchored batch: the chain then asks for the signature of the device's present key. */
  readonly anchor: {
    readonly stream: Hex;
    readonly batchSequence: bigint;
    readonly root: Hex;
    readonly proof: readonly Hex[];
  } | null;
}

/** Two different records that a device signed for one sequence: whoever holds them can prove it on chain. */
export interface Equivocation {
  readonly device: Hex;
  readonly sequence: bigint;
  /** When the second record arrived, Unix seconds. */
  readonly noticedAtS: bigint;
  readonly first: AccusedRecord;
  readonly second: AccusedRecord;
}

/** Every equivocation that was noticed, in the order of noticing, as the chain stands now. */
export async function equivocationsOf(buffer: Buffer, stream: Hex): Promise<Equivocation[]> {
  const found: Equivocation[] = [];
  for (const { device, sequence, noticedAtS, first, second } of await buffer.equivocations()) {
    found.push({
      device,
      sequence,
      noticedAtS,
      first: { ...first, anchor: await anchorOf(buffer, stream, first) },
      // It was refused, so no batch of this oracle holds it.
      second: { ...second, anchor: null },
    });
  }
  return found;
}

async function anchorOf(buffer: Buffer, stream: Hex, { record }: SignedRecord): Promise<AccusedRecord["anchor"]> {
  const { device, sequence } = record.header;
  const batch = await buffer.batches.anchoredWith(stream, device, sequence);
  if (batch === undefined) return null;
  const leaf = leafOf(structHashOf(record));
  const leaves = batch.leaves.map((archived) => leafOf(structHashOfLeaf(archived)));
  // A record that waited first and was given up later is in no batch, though its sequence may be.
  if (!leaves.includes(leaf)) return null;
  const proof = MerkleTree.of(leaves).proofOf(leaf);
  return { stream, batchSequence: batch.sequence, root: batch.root, proof };
}

const SCHEMA = "wattproof-signed-record/1";

/**
 * Writes both records of each equivocation into `folder`, as `wattproof device report --equivocation` takes them.
 * @returns Paths of the files, two by two. Throws what the disk throws.
 */
export function writeEquivocations(folder: string, equivocations: readonly Equivocation[]): string[] {
  if (equivocations.length === 0) return [];
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return equivocations.flatMap(({ device, sequence, first, second }) =>
    [first, second].map(({ record, signature, anchor }) => {
      const path = join(folder, `${device}-${sequence}-${structHashOf(record).slice(2, 10)}.json`);
      writeFileSync(path, `${toJson({ schema: SCHEMA, record, signature, anchor })}\n`);
      return path;
    }),
  );
}

function toJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? item.toString() : item), 2);
}
