import type { z } from "zod";
import type { Queries } from "../indexer/index.js";
import type { PipelineCounts, Rejection } from "../protocol/states.js";
import type { Progress } from "./types.js";

/** Where answers come from. */
export interface Sources {
  readonly queries: Queries;
  /** Records by state, now. */
  readonly pipeline: () => PipelineCounts | Promise<PipelineCounts>;
  /** What was refused, latest last. */
  readonly rejections: () => readonly Rejection[] | Promise<readonly Rejection[]>;
  /** How far the replay has come. */
  readonly progress: () => Progress;
  readonly chain: { readonly rpcUrl: string };
}

/** One question that the API answers. */
export interface Endpoint {
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly answer: z.ZodType;
  readonly handle: (sources: Sources, input: { params: unknown; query: unknown }) => Promise<Reply>;
}

export interface Reply {
  /** A value to send as JSON; a string is JSON text already. */
  readonly body: unknown;
  /** File name under which a browser saves the answer. */
  readonly fileName?: string;
}

/**
 * Describes an endpoint whose answer's type follows its schema. What is not there is a named error, never an empty answer.
 */
export function endpoint<Params extends z.ZodObject, Query extends z.ZodObject, Answer extends z.ZodType>(of: {
  path: string;
  summary: string;
  params: Params;
  query: Query;
  answer: Answer;
  handle: (sources: Sources, input: { params: z.output<Params>; query: z.output<Query> }) => Promise<z.input<Answer>>;
}): Endpoint {
  const { handle, ...rest } = of;
  return {
    ...rest,
    handle: async (sources, { params, query }) => ({
      body: await handle(sources, { params: params as z.output<Params>, query: query as z.output<Query> }),
    }),
  };
}
