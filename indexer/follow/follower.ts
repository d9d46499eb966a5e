import type { JsonRpcApiProvider } from "ethers";
import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { CheckArchive } from "../archive/openArchive.js";
import { retryAbsent } from "../archive/retryAbsent.js";
import type { Contracts } from "../chain/contracts.js";
import { latestBlockNumber } from "../chain/rpc.js";
import type { EventPosition } from "../database/eventPosition.js";
import type { CheckpointRow, ReadModel } from "../database/schema.js";
import { NodeUnusable } from "../errors.js";
import { bindReadModel } from "./bind.js";
import type { Change } from "./changes.js";
import { syncRange } from "./syncRange.js";

export interface FollowerOptions {
  readonly provider: JsonRpcApiProvider;
  readonly database: Kysely<ReadModel>;
  readonly directory: Hex;
  readonly check: CheckArchive;
  /** Most blocks per transaction. */
  readonly blocksPerRound: number;
  /** Wait between two questions to the archive for records that are not held here, ms. */
  readonly archiveRetryMs: number;
  /** Called after each commit. */
  readonly onChange: (change: Change) => void;
}

/** Keeps one read model in step with one chain. Rounds must not overlap. */
export class Follower {
  readonly #of: FollowerOptions;
  #contracts: Contracts | undefined;
  #absentAfter: EventPosition | undefined;
  #retryAtMs = 0;

  constructor(of: FollowerOptions) {
    this.#of = of;
  }

  /** Makes the read model ready and answerable. Throws what `bindReadModel` throws. */
  async bind(): Promise<void> {
    const { provider, database, directory } = this.#of;
    const head = await latestBlockNumber(provider);
    this.#contracts = await bindReadModel({ provider, database, directory, head });
  }

  /**
   * Follows the chain to its latest block.
   * @param stopped Asked between ranges; true ends the round early.
   * @returns Number of the last block that is indexed.
   * Throws what `bindReadModel` and `syncRange` throw.
   */
  async round(stopped: () => boolean): Promise<number> {
    const { provider, database, onChange } = this.#of;
    if (this.#contracts === undefined) await this.bind();
    const head = await latestBlockNumber(provider);
    let checkpoint = await this.#checkpoint();
    if (head < checkpoint.blockNumber) {
      const reason = `its latest block is ${head}, but block ${checkpoint.blockNumber} is indexed`;
      throw new NodeUnusable({ method: "eth_blockNumber", reason });
    }
    while (checkpoint.blockNumber < head && !stopped()) {
      const to = Math.min(checkpoint.blockNumber + this.#of.blocksPerRound, head);
      const { check } = this.#of;
      const contracts = this.#contracts as Contracts;
      const synced = await syncRange({ provider, database, contracts, check, checkpoint, to, isLatest: to === head });
      // A name that moved may stand for a contract whose events lie behind us: bind again, which starts over if so.
      if (synced.namesChanged) await this.bind();
      checkpoint = await this.#checkpoint();
      onChange(synced.change);
    }
    await this.#askArchiveAgain(checkpoint.blockNumber);
    return checkpoint.blockNumber;
  }

  async #askArchiveAgain(blockNumber: number): Promise<void> {
    if (Date.now() < this.#retryAtMs) return;
    const { added, next } = await retryAbsent(this.#of.database, this.#of.check, this.#absentAfter);
    this.#absentAfter = next;
    this.#retryAtMs = Date.now() + this.#of.archiveRetryMs;
    if (added) this.#of.onChange({ blockNumber, kinds: ["batches", "records"] });
  }

  #checkpoint(): Promise<CheckpointRow> {
    return this.#of.database.selectFrom("checkpoint").selectAll().executeTakeFirstOrThrow();
  }
}
