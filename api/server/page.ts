import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { PageNotBuilt } from "../errors.js";

/** Hashed file names never change their content; everything else is asked for again. */
const HASHED = /\/assets\//;

/**
 * Serves the built page. Its views are told apart by the fragment, so that one document serves them all.
 * @param staticDir Folder with the page's index.html.
 */
export async function servePage(app: FastifyInstance, staticDir: string): Promise<void> {
  if (!existsSync(join(staticDir, "index.html"))) {
    app.get("/", () => {
      throw new PageNotBuilt();
    });
    return;
  }
  await app.register(fastifyStatic, {
    root: staticDir,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header("cache-control", HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}
