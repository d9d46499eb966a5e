import type { ReadBatch } from "../../protocol/archive.js";
import type { BatchRow } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { type CheckedBatch, checkBatch } from "./checkBatch.js";

/** Looks batches up in the archive and compares each with its anchor. */
export type CheckArchive = (batch: BatchRow) => Promise<CheckedBatch>;

/**
 * Makes `CheckArchive` of an archive's reader. An archive that fails counts as one that does not hold the batch: the
 * chain is followed all the same, and the batch is asked for again later.
 */
export function openArchive(readBatch: ReadBatch, onProblem: (error: unknown) => void): CheckArchive {
  return async ({ stream, sequence, root, previousRoot, count }) => {
    const anchored = { stream, sequence: uintOf(sequence), root, previousRoot, count };
    try {
      return checkBatch(anchored, await readBatch(stream, anchored.sequence));
    } catch (error) {
      onProblem(error);
      return { archive: "absent" };
    }
  };
}
