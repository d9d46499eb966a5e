import { PassportNotFound } from "../../indexer/index.js";
import { serializeEvidence } from "../../protocol/evidence/bundle.js";
import { type Endpoint, endpoint } from "../endpoint.js";
import { NotFound } from "../errors.js";
import { toJson } from "../json.js";
import { batteries, cycles } from "../schemas/batteries.js";
import { evidence } from "../schemas/evidence.js";
import { batteryParams, cyclesQuery, noParams, noQuery } from "../schemas/parameters.js";

export const batteriesEndpoint = endpoint({
  path: "/api/batteries",
  summary: "Every battery's passport with the counters of its latest anchored cycle",
  params: noParams,
  query: noQuery,
  answer: batteries,
  handle: async ({ queries }) => toJson(await queries.batteries()),
});

export const cyclesEndpoint = endpoint({
  path: "/api/batteries/:identifier/cycles",
  summary: "A battery's anchored charge cycles in sequence order",
  params: batteryParams,
  query: cyclesQuery,
  answer: cycles,
  handle: async ({ queries }, { params: { identifier }, query: { limit } }) => {
    const found = await queries.cycles({ batteryPassportIdentifier: identifier, limit });
    if (found === undefined) throw new NotFound({ kind: "battery", id: identifier });
    return toJson(found);
  },
});

/** Sends the bundle's own text: it is a file that is checked to the byte, not an answer of this API's making. */
export const evidenceEndpoint: Endpoint = {
  path: "/api/batteries/:identifier/evidence",
  summary: "A battery's evidence bundle, as a file",
  params: batteryParams,
  query: noQuery,
  answer: evidence,
  handle: async ({ queries }, { params }) => {
    const { identifier } = batteryParams.parse(params);
    try {
      const body = serializeEvidence(await queries.evidenceOf(identifier));
      return { body, fileName: `${encodeURIComponent(identifier)}.evidence.json` };
    } catch (error) {
      if (error instanceof PassportNotFound) throw new NotFound({ kind: "battery", id: identifier });
      throw error;
    }
  },
};
