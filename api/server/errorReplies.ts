import type { FastifyInstance, FastifyReply } from "fastify";
import { WattproofError } from "../../protocol/errors.js";
import { ApiError, EndpointUnknown, InternalError, InvalidRequest } from "../errors.js";

/**
 * Answers every failure as `{code, message, next}`. What went wrong inside is for the log, not for the reader.
 * @param onFailure Told of failures that no request causes.
 */
export function replyWithErrors(app: FastifyInstance, onFailure: (error: unknown) => void): void {
  app.setErrorHandler((error, _request, reply) => {
    const failure = apiErrorOf(error);
    if (failure instanceof InternalError) onFailure(error);
    return send(reply, failure);
  });
  app.setNotFoundHandler((request) => {
    throw new EndpointUnknown({ method: request.method, path: request.url.slice(0, 200) });
  });
}

/** Answers what Fastify refuses before any handler: a path that cannot be decoded. */
export function replyToUnroutable(error: Error, _request: unknown, reply: FastifyReply): void {
  send(reply, apiErrorOf(error));
}

function send(reply: FastifyReply, { statusCode, code, message, next }: ApiError): FastifyReply {
  const body = JSON.stringify({ code, message, next });
  return reply.code(statusCode).header("cache-control", "no-store").type("application/json; charset=utf-8").send(body);
}

function apiErrorOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  // Fastify's own refusals (a path that cannot be decoded, say) carry a status; nothing of ours does.
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
  const isRefusal = !(error instanceof WattproofError) && status >= 400 && status < 500;
  return isRefusal
    ? new InvalidRequest({ parameter: "path", reason: (error as Error).message })
    : new InternalError(error);
}
