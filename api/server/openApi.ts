import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Endpoint } from "../endpoint.js";
import { ENDPOINTS } from "../endpoints.js";
import { components } from "../schemas/components.js";
import { apiError } from "../schemas/error.js";
import { change } from "../schemas/events.js";
import { progress } from "../schemas/pipeline.js";

type JsonObject = Record<string, unknown>;

const EVENTS: JsonObject = {
  get: {
    summary: "Server-sent events: `change` when an answer may have changed, `progress` while records are replayed",
    responses: {
      200: {
        description: "A stream of events; the data of each is JSON",
        content: { "text/event-stream": { schema: { anyOf: [referenceTo(change), referenceTo(progress)] } } },
      },
      default: errorResponse(),
    },
  },
};

/** The API's description, OpenAPI 3.1, made of the schemas that the service itself checks with. */
export function openApi(): JsonObject {
  const paths = ENDPOINTS.map((endpoint) => [openApiPath(endpoint.path), { get: operation(endpoint) }] as const);
  return {
    openapi: "3.1.0",
    info: {
      title: "Wattproof",
      version: "0.1.0",
      description: "What is anchored and settled on one chain. Whole numbers of 64 bits and more are decimal strings.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths: { ...Object.fromEntries(paths), "/api/events": EVENTS },
    components: { schemas: componentSchemas() },
  };
}

/** Serves the description at /api/openapi.json. */
export function serveOpenApi(app: FastifyInstance): void {
  const text = JSON.stringify(openApi());
  app.get("/api/openapi.json", (_request, reply) => reply.type("application/json; charset=utf-8").send(text));
}

function operation({ summary, params, query, answer }: Endpoint): JsonObject {
  return {
    summary,
    parameters: [...parametersOf(params, "path"), ...parametersOf(query, "query")],
    responses: {
      200: { description: "The answer", content: { "application/json": { schema: referenceTo(answer) } } },
      default: errorResponse(),
    },
  };
}

function errorResponse(): JsonObject {
  const description = "What happened and what to do";
  return { description, content: { "application/json": { schema: referenceTo(apiError) } } };
}

function parametersOf(schema: z.ZodObject, place: "path" | "query"): JsonObject[] {
  return Object.entries(schema.shape).map(([name, member]) => {
    const { $schema: _, ...described } = z.toJSONSchema(member as z.ZodType, { io: "input", unrepresentable: "any" });
    return { name, in: place, required: place === "path", schema: described };
  });
}

function referenceTo(schema: z.ZodType): JsonObject {
  const name = components.get(schema)?.id;
  if (name === undefined) throw new TypeError("An answer's schema has no name in the description.");
  return { $ref: reference(name) };
}

function reference(name: string): string {
  return `#/components/schemas/${name}`;
}

function componentSchemas(): JsonObject {
  const { schemas } = z.toJSONSchema(components, { uri: reference });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema as JsonObject]),
  );
}

function openApiPath(path: string): string {
  return path.replaceAll(/:(\w+)/g, "{$1}");
}
