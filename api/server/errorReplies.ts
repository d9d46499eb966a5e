import type { FastifyInstance } from "fastify";
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
    const { code, message, next } = failure;
    return reply.code(failure.statusCode).header("cache-control", "no-store").send({ code, message, next });
  });
  app.setNotFoundHandler((request) => {
    throw new EndpointUnknown({ method: request.method, path: request.url.slice(0, 200) });
  });
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
