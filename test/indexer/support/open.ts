import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "mocha";
import { createIndexer, type Indexer, type IndexerOptions } from "../../../indexer/index.js";
import { fresh } from "../../support/chain/chain.js";
import { provider, type Scenario, scenario } from "./scenario.js";

export interface Bench {
  readonly scene: Scenario;
  /** A file that does not exist yet; another one for every name. */
  file(name?: string): string;
  /** An indexer of the scenario's chain, stopped when the test ends. */
  open(options?: Partial<IndexerOptions>): Promise<Indexer>;
  /** Like `open`, after following the chain to its latest block. */
  synced(options?: Partial<IndexerOptions>): Promise<Indexer>;
}

/** Gives each test of the suite a fresh scenario and a folder of its own. */
export function bench(): Bench {
  let scene: Scenario;
  let folder: string;
  const opened: Indexer[] = [];
  beforeEach(async () => {
    const restored = await fresh(scenario);
    scene = { ...restored, archive: restored.archive.copy() };
    folder = mkdtempSync(join(tmpdir(), "wattproof-indexer-"));
  });
  afterEach(async () => {
    for (const indexer of opened.splice(0)) await indexer.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const file = (name = "index") => join(folder, `${name}.sqlite`);
  const open = async (options: Partial<IndexerOptions> = {}) => {
    const { directory, archive } = scene;
    const given = { provider: provider(), directory, readBatch: archive.read, database: file(), archiveRetryMs: 0 };
    const indexer = await createIndexer({ ...given, ...options });
    opened.push(indexer);
    return indexer;
  };
  return {
    get scene() {
      return scene;
    },
    file,
    open,
    async synced(options) {
      const indexer = await open(options);
      await indexer.sync();
      return indexer;
    },
  };
}
