import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import type { Endpoint, Sources } from "../endpoint.js";
import { ENDPOINTS } from "../endpoints.js";
import { InvalidRequest } from "../errors.js";

/** Serves every endpoint: parameters are checked before anything is asked. */
export function serveEndpoints(app: FastifyInstance, sources: Sources): void {
  for (const endpoint of ENDPOINTS) serve(app, sources, endpoint);
}

function serve(app: FastifyInstance, sources: Sources, { path, params, query, handle }: Endpoint): void {
  app.get(path, async (request, reply) => {
    const input = { params: checked(params, request.params), query: checked(query, request.query) };
    const { body, fileName } = await handle(sources, input);
    reply.header("cache-control", "no-store").type("application/json; charset=utf-8");
    if (fileName !== undefined) reply.header("content-disposition", `attachment; filename="${fileName}"`);
    return typeof body === "string" ? body : JSON.stringify(body);
  });
}

/** The input in its type. Throws `InvalidRequest`, which names the first parameter that is wrong. */
function checked<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const parameter = String(issue?.path[0] ?? unknown ?? "").slice(0, 50);
  throw new InvalidRequest({ parameter, reason: unknown === undefined ? reasonOf(issue?.message) : "it is unknown" });
}

function reasonOf(message: string | undefined): string {
  return message === undefined ? "it is not what is expected" : message.charAt(0).toLowerCase() + message.slice(1);
}
