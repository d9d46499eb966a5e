import type { Hex } from "./hex.js";
import type { Gap } from "./records/gap.js";
import type { SignedRecord } from "./records/record.js";
import { structHashOf } from "./records/structHash.js";

/** One leaf of a batch with everything needed to prove it later. A signed record has `record`, a gap has not. */
export type ArchivedLeaf = SignedRecord | Gap;

/** An anchored batch as the oracle keeps it. */
export interface ArchivedBatch {
  readonly stream: Hex;
  /** Position in the stream; the first is 1. */
  readonly sequence: bigint;
  /** Root of the batch before it; zero for the first. */
  readonly previousRoot: Hex;
  readonly root: Hex;
  /** In the order in which the records were received; the tree sorts its own leaves. */
  readonly leaves: readonly ArchivedLeaf[];
}

/** Reads a batch from an archive; `undefined` if the archive does not hold it. */
export type ReadBatch = (stream: Hex, sequence: bigint) => Promise<ArchivedBatch | undefined>;

/** True if the leaf is a record that a device signed, false if it is a gap. */
export function isSignedRecord(leaf: ArchivedLeaf): leaf is SignedRecord {
  return "record" in leaf;
}

/** Struct hash behind a leaf. Throws what `structHashOf` throws. */
export function structHashOfLeaf(leaf: ArchivedLeaf): Hex {
  return structHashOf(isSignedRecord(leaf) ? leaf.record : leaf);
}
