import type { FastifyInstance } from "fastify";
import { SiteRefused } from "../errors.js";

/**
 * Refuses what another site's script asks through a reader's browser. It could not read our answers, but it could use up
 * the reader's share of requests and event streams. Links from elsewhere to the page stay welcome.
 */
export function checkSite(app: FastifyInstance): void {
  app.addHook("onRequest", async (request) => {
    const { "sec-fetch-site": site, "sec-fetch-mode": mode } = request.headers;
    if (site === "cross-site" && mode !== "navigate") throw new SiteRefused();
  });
}
