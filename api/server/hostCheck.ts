import type { FastifyInstance } from "fastify";
import { HostRefused } from "../errors.js";

const OWN_NAMES = new Set(["127.0.0.1", "localhost", "[::1]"]);
const HOST = /^(\[[0-9a-f:.]+\]|[^:@/\\\s]+)(?::[0-9]{1,5})?$/i;

/**
 * Refuses requests under a foreign host name. A page elsewhere can point its own name at 127.0.0.1 and would then read
 * our answers as its own (DNS rebinding); it cannot make a browser send our name.
 */
export function checkHost(app: FastifyInstance): void {
  app.addHook("onRequest", async (request) => {
    const host = request.headers.host ?? "";
    const name = HOST.exec(host)?.[1]?.toLowerCase();
    if (name === undefined || !OWN_NAMES.has(name)) throw new HostRefused({ host: host.slice(0, 100) });
  });
}
