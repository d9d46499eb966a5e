import type { BatchReference, EvidenceBundle } from "../protocol/evidence/bundle.js";

/** The batches that a bundle's records are in, in the order of the records. No other can prove anything. */
export function batchesOf({ batches, records }: Pick<EvidenceBundle, "batches" | "records">): BatchReference[] {
  const indexes = new Set(records.map(({ batch }) => batch));
  return [...indexes].flatMap((index) => batches[index] ?? []);
}
