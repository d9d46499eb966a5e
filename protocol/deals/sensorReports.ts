import { type ArchivedBatch, isSignedRecord, structHashOfLeaf } from "../archive.js";
import { fieldWordOf } from "../fields.js";
import { type Hex, ZERO_HASH } from "../hex.js";
import { leafOf } from "../merkle/leaf.js";
import { MerkleTree } from "../merkle/tree.js";
import type { RecordHeader } from "../records/header.js";
import type { SignedRecord } from "../records/record.js";
import type { SensorReading } from "../records/sensorReading.js";
import { structHashOf } from "../records/structHash.js";

/** A sensor's reading as `ConditionWatch.report` takes it. */
export interface SensorReport {
  readonly header: RecordHeader;
  /** The field's name as a word. */
  readonly field: Hex;
  readonly valueMilli: bigint;
  readonly signature: Hex;
  /** Batch that holds the reading; all zero for one that is not anchored. */
  readonly stream: Hex;
  readonly batchSequence: bigint;
  readonly root: Hex;
  readonly proof: readonly Hex[];
}

/** Reports of those readings of an anchored batch that are wanted, in the batch's order, each with its proof. */
export function anchoredReports(batch: ArchivedBatch, wanted: (reading: SensorReading) => boolean): SensorReport[] {
  const { stream, sequence: batchSequence, root, leaves } = batch;
  const tree = MerkleTree.of(leaves.map((leaf) => leafOf(structHashOfLeaf(leaf))));
  return leaves.flatMap((leaf) => {
    if (!isSignedRecord(leaf) || leaf.record.type !== "SensorReading" || !wanted(leaf.record)) return [];
    const proof = tree.proofOf(leafOf(structHashOf(leaf.record)));
    return [{ ...reported(leaf, leaf.record), stream, batchSequence, root, proof }];
  });
}

/** Report of a reading that is not anchored: the sensor's present key must have signed it. */
export function directReport(signed: SignedRecord, reading: SensorReading): SensorReport {
  return { ...reported(signed, reading), stream: ZERO_HASH, batchSequence: 0n, root: ZERO_HASH, proof: [] };
}

function reported({ signature }: SignedRecord, { header, field, valueMilli }: SensorReading) {
  return { header, field: fieldWordOf(field), valueMilli, signature };
}
