import { WattproofError } from "../errors.js";
import type { EvidenceBundle, ProvenEntry } from "./bundle.js";

/** A part was asked for that a history does not have. */
export class PartNotInHistory extends WattproofError {
  constructor(reason: string) {
    super({
      code: "PartNotInHistory",
      message: `No such part can be taken from the evidence: ${reason}.`,
      next: "Ask for a run of records without a break that the evidence holds, one at least and not all.",
      facts: { reason },
    });
  }
}

/**
 * Takes a run of records out of a complete bundle, so that they can be shown without the others: the salted links and
 * hashes that remain tell nothing of what is left out. Batches that are no longer needed are left out too.
 * @param isWanted True for the records and gaps of the run.
 * Throws `PartNotInHistory` if they are no unbroken run, none, no signed record, or all of a complete bundle.
 */
export function partOf(bundle: EvidenceBundle, isWanted: (entry: ProvenEntry) => boolean): EvidenceBundle {
  const from = bundle.records.findIndex(isWanted);
  const to = bundle.records.findLastIndex(isWanted);
  const run = from < 0 ? [] : bundle.records.slice(from, to + 1);
  if (!run.some(({ type }) => type !== "Gap")) throw new PartNotInHistory("it would hold no record");
  if (!run.every(isWanted)) throw new PartNotInHistory("the records are no unbroken run");
  if (run.length === bundle.records.length && bundle.scope === "complete") {
    throw new PartNotInHistory("it would be the whole history");
  }
  const indexes = new Map<number, number>();
  for (const { batch } of run) if (!indexes.has(batch)) indexes.set(batch, indexes.size);
  const batches = [...indexes.keys()].flatMap((index) => bundle.batches[index] ?? []);
  const records = run.map((entry) => ({ ...entry, batch: indexes.get(entry.batch) ?? 0 }));
  return { ...bundle, scope: "part", batches, records };
}
