import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach } from "mocha";
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

/** When the scenario is set up and taken down. */
const EACH_TEST = { setUp: beforeEach, takeDown: afterEach };
/** For suites whose tests only read. */
export const ONCE = { setUp: before, takeDown: after };

/** Gives each test of the suite, or the suite as a whole, a fresh scenario and a folder of its own. */
export function bench({ setUp, takeDown } = EACH_TEST): Bench {
  let scene: Scenario;
  let folder: string;
  const opened: Indexer[] = [];
  setUp(async () => {
    const restored = await fresh(scenario);
    scene = { ...restored, archive: restored.archive.copy() };
    folder = mkdtempSync(join(tmpdir(), "wattproof-indexer-"));
  });
  takeDown(async () => {
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
