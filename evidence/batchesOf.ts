import type { EvidenceBundle } from "../protocol/evidence/bundle.js";
import type { BatchKey } from "./readBatches.js";

/** The batches that a bundle's records are in, each once, in the order of the records. No other can prove anything. */
export function batchesOf({ batches, records }: Pick<EvidenceBundle, "batches" | "records">): BatchKey[] {
  const byName = new Map<string, BatchKey>();
  for (const { batch: index } of records) {
    const batch = batches[index];
    if (batch !== undefined) byName.set(`${batch.stream}/${batch.sequence}/${batch.root}`, batch);
  }
  return [...byName.values()];
}
