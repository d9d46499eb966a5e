import Fastify, { type FastifyInstance } from "fastify";
import type { Change } from "../indexer/index.js";
import type { Sources } from "./endpoint.js";
import { PortInUse } from "./errors.js";
import { replyToUnroutable, replyWithErrors } from "./server/errorReplies.js";
import { serveEvents } from "./server/eventStream.js";
import { checkHost } from "./server/hostCheck.js";
import { serveOpenApi } from "./server/openApi.js";
import { servePage } from "./server/page.js";
import { serveEndpoints } from "./server/routes.js";
import { secure } from "./server/security.js";
import { checkSite } from "./server/siteCheck.js";

export interface ApiOptions extends Sources {
  /** `onChange` of the indexer: what /api/events tells. */
  readonly onChange: (listener: (change: Change) => void) => () => void;
  /** Folder of the built page. */
  readonly staticDir: string;
  /** Told of failures inside the service; readers are not. */
  readonly onFailure?: (error: unknown) => void;
  /** Most requests per minute and address. */
  readonly requestsPerMinute?: number;
}

/** Longest path parameter: a battery's identifier of 128 bytes, each percent-encoded. */
const LONGEST_PARAMETER = 3 * 128;
const NOTHING = (): void => undefined;

/** Makes the HTTP service. It answers `inject` in process; `listenOnLoopback` opens its port. */
export async function createApi(options: ApiOptions): Promise<FastifyInstance> {
  const { chain, onChange, progress, staticDir, onFailure = NOTHING } = options;
  const app = Fastify({
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    bodyLimit: 1_024,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    frameworkErrors: replyToUnroutable,
  });
  replyWithErrors(app, onFailure);
  checkHost(app);
  checkSite(app);
  await secure(app, { rpcUrl: chain.rpcUrl, requestsPerMinute: options.requestsPerMinute });
  serveEndpoints(app, options);
  serveEvents(app, { onChange, progress, onFailure });
  serveOpenApi(app);
  await servePage(app, staticDir);
  return app;
}

/**
 * Opens the service's port on 127.0.0.1 alone.
 * @param port Zero for a free one.
 * @returns The page's address.
 * Throws `PortInUse`.
 */
export async function listenOnLoopback(app: FastifyInstance, port: number): Promise<string> {
  try {
    return await app.listen({ host: "127.0.0.1", port });
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE") throw new PortInUse({ port }, cause);
    throw cause;
  }
}
