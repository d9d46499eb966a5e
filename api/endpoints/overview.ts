import { endpoint } from "../endpoint.js";
import { toJson } from "../json.js";
import { chain } from "../schemas/chain.js";
import { overview } from "../schemas/overview.js";
import { noParams, noQuery } from "../schemas/parameters.js";
import { rejections } from "../schemas/pipeline.js";

export const chainEndpoint = endpoint({
  path: "/api/chain",
  summary: "The chain that all answers come from, as far as it is indexed",
  params: noParams,
  query: noQuery,
  answer: chain,
  handle: async ({ queries, chain: { rpcUrl } }) => ({ ...toJson(await queries.chain()), rpcUrl }),
});

export const overviewEndpoint = endpoint({
  path: "/api/overview",
  summary: "The consortium's energy and money, and how far records have come",
  params: noParams,
  query: noQuery,
  answer: overview,
  handle: async ({ queries, pipeline, progress }) => ({
    ...toJson(await queries.totals()),
    pipeline: { ...(await pipeline()) },
    progress: progress(),
  }),
});

/** Most rejections that one answer holds: the latest. */
const MOST_REJECTIONS = 1_000;

export const rejectionsEndpoint = endpoint({
  path: "/api/rejections",
  summary: `Inputs that will never become records, with reasons; the latest ${MOST_REJECTIONS}, latest first`,
  params: noParams,
  query: noQuery,
  answer: rejections,
  handle: async (sources) => toJson((await sources.rejections()).slice(-MOST_REJECTIONS)).reverse(),
});
