import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { after, afterEach, before, beforeEach } from "mocha";
import { type ApiOptions, createApi } from "../../../api/index.js";
import type { Change, Indexer } from "../../../indexer/index.js";
import type { Rejection } from "../../../protocol/index.js";
import { bench, ONCE } from "../../indexer/support/open.js";

export const PIPELINE = {
  received: 20,
  verified: 19,
  buffered: 18,
  batched: 17,
  submitted: 17,
  anchored: 17,
  rejected: 1,
  delayed: 1,
};
export const PROGRESS = { phase: "replay", done: 3, total: 4, label: "Hour 3 of 4", finished: false };
export const REJECTIONS: Rejection[] = [
  { source: "a.csv", position: "row 1", code: "CellInvalid", reason: "The cell is blank.", receivedAtS: 1n },
  {
    source: "submit",
    position: "sequence 9",
    device: `0x${"ab".repeat(32)}`,
    code: "LateAfterGap",
    reason: "Late.",
    receivedAtS: 2n,
  },
];
export const RPC_URL = "http://127.0.0.1:8545";

export interface Service {
  readonly the: ReturnType<typeof bench>;
  readonly app: FastifyInstance;
  readonly indexer: Indexer;
  /** Failures that were told to the log. */
  readonly failures: unknown[];
  /** Makes the indexer's listeners hear of a change. */
  tell(change: Change): void;
  /** Number of listeners at the indexer. */
  listening(): number;
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  /** Another service on the same read model. */
  another(options: Partial<ApiOptions>): Promise<FastifyInstance>;
}

/** Gives each test of the suite the API over the scenario's read model, in process. */
export function service(): Service {
  const the = bench(ONCE);
  let folder: string;
  let indexer: Indexer;
  let app: FastifyInstance;
  const apps: FastifyInstance[] = [];
  const failures: unknown[] = [];
  const listeners = new Set<(change: Change) => void>();
  const another = async (options: Partial<ApiOptions>): Promise<FastifyInstance> => {
    const made = await createApi({
      queries: indexer.queries,
      pipeline: () => PIPELINE,
      rejections: async () => REJECTIONS,
      progress: () => PROGRESS,
      chain: { rpcUrl: RPC_URL },
      onChange: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      staticDir: join(folder, "page"),
      onFailure: (error) => failures.push(error),
      ...options,
    });
    apps.push(made);
    return made;
  };
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "wattproof-api-"));
    mkdirSync(join(folder, "page", "assets"), { recursive: true });
    writeFileSync(join(folder, "page", "index.html"), "<!doctype html><title>Wattproof</title>");
    writeFileSync(join(folder, "page", "assets", "app-1234.js"), "export {};");
    writeFileSync(join(folder, "secret.txt"), "not for the page");
    indexer = await the.synced({ labels: new Map([[the.scene.devices.b01, "b01"]]) });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    app = await another({});
  });
  afterEach(async () => {
    failures.length = 0;
    for (const opened of apps.splice(0)) await opened.close();
  });
  return {
    the,
    get app() {
      return app;
    },
    get indexer() {
      return indexer;
    },
    failures,
    tell: (change) => {
      for (const listener of listeners) listener(change);
    },
    listening: () => listeners.size,
    get: (url, headers = {}) => app.inject({ url, headers: { host: "127.0.0.1:8080", ...headers } }),
    another,
  };
}
