import { endpoint } from "../endpoint.js";
import { NotFound } from "../errors.js";
import { toJson } from "../json.js";
import { agreements, deliveries, deliveriesQuery } from "../schemas/agreements.js";
import { idParams, noParams, noQuery } from "../schemas/parameters.js";

export const agreementsEndpoint = endpoint({
  path: "/api/agreements",
  summary: "Every supply agreement with what it delivered and paid",
  params: noParams,
  query: noQuery,
  answer: agreements,
  handle: async ({ queries }) => toJson(await queries.agreements()),
});

export const deliveriesEndpoint = endpoint({
  path: "/api/agreements/:id/deliveries",
  summary: "An agreement's latest settled intervals, latest first",
  params: idParams,
  query: deliveriesQuery,
  answer: deliveries,
  handle: async ({ queries }, { params: { id }, query: { limit } }) => {
    const found = await queries.deliveries({ agreement: id, limit });
    if (found === undefined) throw new NotFound({ kind: "agreement", id });
    return toJson(found);
  },
});
