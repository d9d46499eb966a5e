// Bundles the command line, unless the bundle that is there is current. Plain JavaScript: it runs while npm installs.
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { build } from "esbuild";
import { BUNDLE, currentBundle, ROOT, STAMPS, stampOf } from "./currentBundle.js";

/** Packages that find files of their own beside them, or are CommonJS: Node loads them from where they are installed. */
const LEFT_OUT = ["@fastify/*", "@nomicfoundation/*", "cli-progress", "fastify", "hardhat", "pino", "ws", "yaml"];

/** npm writes it at the end of every installation: it stands for all packages. */
const INSTALLED = "node_modules/.package-lock.json";

/** Besides sources: what is read by the bundler itself, or makes the bundle. */
const ALSO = [
  INSTALLED,
  "package.json",
  "tsconfig.json",
  "scripts/bundle/currentBundle.js",
  "scripts/bundle/makeBundle.js",
];

const slashed = (path) => path.split(sep).join("/");

/**
 * Reads sources of ours, each after its stamp was taken: one that changes meanwhile makes the bundle out of date. A file
 * that asks where it is gets its own place as the answer, not the bundle's.
 * @param {Map<string, string>} stamps Where stamps go, by path from the root.
 */
const ownSources = (stamps) => ({
  name: "own-sources",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const name = slashed(relative(ROOT, path));
      stamps.set(name, stampOf(name));
      const place = `new URL(${JSON.stringify(slashed(relative(BUNDLE, path)))}, import.meta.url).href`;
      return { loader: "ts", contents: readFileSync(path, "utf8").replaceAll("import.meta.url", place) };
    });
  },
});

async function makeBundle() {
  rmSync(BUNDLE, { recursive: true, force: true });
  const startedMs = Date.now();
  const stamps = new Map(ALSO.map((path) => [path, stampOf(path)]));
  await build({
    absWorkingDir: ROOT,
    entryPoints: { wattproof: "scripts/wattproof.ts" },
    outdir: BUNDLE,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    external: LEFT_OUT,
    plugins: [ownSources(stamps)],
    // Errors are told apart by the names of their classes.
    keepNames: true,
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "warning",
  });
  // Last and at once: a bundle without stamps is none.
  const unfinished = `${STAMPS}.unfinished`;
  writeFileSync(unfinished, JSON.stringify(Object.fromEntries(stamps)));
  renameSync(unfinished, STAMPS);
  console.log(`Bundled the command line in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
}

if (currentBundle() === undefined) await makeBundle();
