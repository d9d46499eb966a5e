import { endpoint } from "../endpoint.js";
import { NotFound } from "../errors.js";
import { toJson } from "../json.js";
import { batches, batchesQuery } from "../schemas/batches.js";
import { noParams, noQuery, recordParams } from "../schemas/parameters.js";
import { recordProof } from "../schemas/proof.js";

export const recordProofEndpoint = endpoint({
  path: "/api/records/:recordHash/proof",
  summary: "A record with its signature, its leaf's inclusion proof and its anchor",
  params: recordParams,
  query: noQuery,
  answer: recordProof,
  handle: async ({ queries }, { params: { recordHash } }) => {
    const found = await queries.recordProof(recordHash);
    if (found === undefined) throw new NotFound({ kind: "record", id: recordHash });
    return toJson(found);
  },
});

export const batchesEndpoint = endpoint({
  path: "/api/batches",
  summary: "The latest anchored batches, latest first",
  params: noParams,
  query: batchesQuery,
  answer: batches,
  handle: async ({ queries }, { query }) => toJson(await queries.batches(query)),
});
