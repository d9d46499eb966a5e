import type { Kysely } from "kysely";
import { type ArchivedBatch, structHashOfLeaf } from "../../protocol/archive.js";
import { buildEvidence, evidenceSourcesOf } from "../../protocol/evidence/build.js";
import type { EvidenceBundle } from "../../protocol/evidence/bundle.js";
import type { Hex } from "../../protocol/hex.js";
import type { ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { PassportNotFound } from "../errors.js";
import { archivedBatch } from "./archivedBatch.js";
import { factsOf } from "./batteries.js";
import { chainFacts } from "./chain.js";
import { passportWithBindings } from "./passport.js";

/**
 * Evidence of a battery's past: every anchored record and gap of its devices that is held here, proven.
 * Throws `PassportNotFound`.
 */
export async function evidenceOf(
  database: Kysely<ReadModel>,
  batteryPassportIdentifier: string,
): Promise<EvidenceBundle> {
  const found = await passportWithBindings(database, batteryPassportIdentifier);
  if (found === undefined) throw new PassportNotFound({ batteryPassportIdentifier });
  const { passport } = found;
  const bindings = found.bindings.map(({ device, firstSequence, lastSequence }) => ({
    device,
    firstSequence: uintOf(firstSequence),
    lastSequence: lastSequence === null ? 0n : uintOf(lastSequence),
  }));
  const placeOf = await placesOf(database, found.bindings);
  const batches = await heldBatches(database, new Set(placeOf.values()));
  // A record that was anchored twice is proven once, where it was anchored first.
  const records = evidenceSourcesOf(bindings, batches).filter(
    ({ leaf, batch }) => placeOf.get(structHashOfLeaf(leaf)) === placeText(batch.stream, batch.sequence),
  );
  return buildEvidence({
    chain: await chainFacts(database),
    passport: factsOf(passport),
    records,
  });
}

function placeText(stream: Hex, sequence: bigint): string {
  return `${stream} ${sequence}`;
}

/** Batch of each record and gap of the bound devices, by record hash. */
async function placesOf(
  database: Kysely<ReadModel>,
  bindings: readonly { readonly device: Hex }[],
): Promise<ReadonlyMap<Hex, string>> {
  const places = new Map<Hex, string>();
  for (const { device } of bindings) {
    for (const table of ["records", "gaps"] as const) {
      const rows = await database
        .selectFrom(table)
        .select(["recordHash", "stream", "batchSequence"])
        .where("device", "=", device)
        .execute();
      for (const row of rows) places.set(row.recordHash, placeText(row.stream, uintOf(row.batchSequence)));
    }
  }
  return places;
}

/** The batches at these places, in the order of the chain. */
async function heldBatches(database: Kysely<ReadModel>, places: ReadonlySet<string>): Promise<ArchivedBatch[]> {
  const rows = await database
    .selectFrom("batches")
    .selectAll()
    .where("archive", "=", "held")
    .orderBy("blockNumber")
    .orderBy("logIndex")
    .execute();
  const wanted = rows.filter(({ stream, sequence }) => places.has(placeText(stream, uintOf(sequence))));
  return await Promise.all(wanted.map((batch) => archivedBatch(database, batch)));
}
