import type { JsonRpcApiProvider } from "ethers";
import type { ReadBatch } from "../protocol/archive.js";
import type { Hex } from "../protocol/hex.js";
import { openSqlite } from "../storage/sqlite.js";
import { openArchive } from "./archive/openArchive.js";
import { openProvider } from "./chain/rpc.js";
import type { ReadModel } from "./database/schema.js";
import { IndexNotReached, NodeUnusable } from "./errors.js";
import type { Change } from "./follow/changes.js";
import { Follower } from "./follow/follower.js";
import { createQueries, type Queries } from "./queries.js";

export interface IndexerOptions {
  /** Node to follow. It must not cache answers. */
  readonly provider?: JsonRpcApiProvider;
  /** Address of the node to follow where no provider is given; http://127.0.0.1:8545 by default. */
  readonly rpcUrl?: string;
  /** Address of the `Directory`, from the address book or the operator, lower case. */
  readonly directory: Hex;
  /** Reads the oracle's archive of anchored batches. */
  readonly readBatch: ReadBatch;
  /** File of the read model. It can be deleted at any time: it is filled anew from the chain and the archive. */
  readonly database: string;
  /** Names that this installation gives to devices, by device id; read whenever a name is shown. */
  readonly labels?: ReadonlyMap<string, string>;
  /** Wait between two looks at the chain, ms. */
  readonly pollMs?: number;
  /** Most blocks per transaction. */
  readonly blocksPerRound?: number;
  /** Wait between two questions to the archive for records that are not held here, ms. */
  readonly archiveRetryMs?: number;
  /** Told of every problem: those that the indexer outlives and the one that ends it. */
  readonly onProblem?: (error: unknown) => void;
}

export interface Indexer {
  readonly queries: Queries;
  /** Follows the chain to its latest block now. Returns its number. Throws the named errors of indexer/errors.ts. */
  sync(): Promise<number>;
  /** Starts to follow the growing chain. */
  start(): void;
  /** Resolves once `blockNumber` is indexed. Throws `IndexNotReached` after `timeoutMs`, and what ended the indexer. */
  waitFor(blockNumber: number, options?: { timeoutMs?: number }): Promise<void>;
  /** Calls `listener` after every commit that may have changed an answer. Returns how to stop that. */
  onChange(listener: (change: Change) => void): () => void;
  /** Ends the running round, then closes the file. */
  stop(): Promise<void>;
}

/** For rejections that somebody else reports, and problems that nobody asked for. */
const ignore = (): undefined => undefined;

const RPC_URL = "http://127.0.0.1:8545";
const POLL_MS = 250;
const BLOCKS_PER_ROUND = 500;
const ARCHIVE_RETRY_MS = 1_000;
const WAIT_MS = 30_000;

/**
 * Opens a read model of one chain: every followed event in order, and the records of anchored batches after checking
 * each batch against its root.
 * Throws `NodeUnusable` if the node does not answer, `DirectoryUnusable`, and `ReadModelOfAnotherChain` if the file belongs
 * to another chain or directory.
 */
export async function createIndexer(options: IndexerOptions): Promise<Indexer> {
  const { directory, database, labels = new Map(), pollMs = POLL_MS, onProblem = ignore } = options;
  const provider = options.provider ?? (await openProvider(options.rpcUrl ?? RPC_URL));
  const writer = openSqlite<ReadModel>({ path: database });
  // A connection of its own: an answer never waits for a round nor sees half of one.
  const reader = openSqlite<ReadModel>({ path: database });
  const listeners = new Set<(change: Change) => void>();
  const follower = new Follower({
    provider,
    database: writer.db,
    directory,
    check: openArchive(options.readBatch, onProblem),
    blocksPerRound: options.blocksPerRound ?? BLOCKS_PER_ROUND,
    archiveRetryMs: options.archiveRetryMs ?? ARCHIVE_RETRY_MS,
    onChange: (change) => {
      for (const listener of listeners) tell(listener, change);
    },
  });
  const close = async (): Promise<void> => {
    await reader.close();
    await writer.close();
    if (options.provider === undefined) provider.destroy();
  };
  try {
    await follower.bind();
  } catch (error) {
    await close();
    throw error;
  }
  // What a listener does with a change is no reason to stop following.
  const tell = (listener: (change: Change) => void, change: Change): void => {
    try {
      listener(change);
    } catch (error) {
      onProblem(error);
    }
  };
  let reached = -1;
  let stopped = false;
  let failure: unknown;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const sync = (): Promise<number> => {
    const round = running.then(async () => {
      if (failure !== undefined) throw failure;
      reached = await follower.round(() => stopped);
      return reached;
    });
    running = round.catch(ignore);
    return round;
  };

  const poll = async (): Promise<void> => {
    try {
      await sync();
    } catch (error) {
      onProblem(error);
      // A node that does not answer comes back; everything else needs a person.
      if (!(error instanceof NodeUnusable)) failure = error;
    }
    if (!stopped && failure === undefined) timer = setTimeout(poll, pollMs);
  };

  return {
    queries: createQueries(reader.db, labels),
    sync,
    start() {
      timer ??= setTimeout(poll, 0);
    },
    async waitFor(blockNumber, { timeoutMs = WAIT_MS } = {}) {
      const deadlineMs = Date.now() + timeoutMs;
      while (reached < blockNumber) {
        if (failure !== undefined) throw failure;
        const reason = stopped ? "the indexer was stopped" : Date.now() > deadlineMs ? "the wait ran out" : undefined;
        if (reason !== undefined) throw new IndexNotReached({ wanted: blockNumber, reached, reason });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
      await close();
    },
  };
}
