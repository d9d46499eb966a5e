import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import { TooManyRequests } from "../errors.js";

/** Requests per minute and address: a page that reloads all it shows several times a second stays below. */
const REQUESTS_PER_MINUTE = 3_000;

/**
 * Sets the headers that keep the page to itself, and bounds how often anyone asks.
 * @param rpcUrl Where the page asks the chain unless its reader names another node.
 */
export async function secure(
  app: FastifyInstance,
  { rpcUrl, requestsPerMinute = REQUESTS_PER_MINUTE }: { rpcUrl: string; requestsPerMinute?: number | undefined },
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // A reader who trusts nobody checks against a node of their own: on this machine, or anywhere by TLS.
        connectSrc: ["'self'", new URL(rpcUrl).origin, "http://127.0.0.1:*", "http://localhost:*", "https:"],
        imgSrc: ["'self'", "data:"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Plain HTTP on loopback: there is no certificate to insist on.
    strictTransportSecurity: false,
    referrerPolicy: { policy: "no-referrer" },
  });
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, { max, ttl }) =>
      new TooManyRequests({ limit: max, retryAfterS: Math.ceil(ttl / 1_000) }),
  });
}
