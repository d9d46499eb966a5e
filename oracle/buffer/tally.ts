import { type Kysely, sql } from "kysely";
import type { PipelineCounts } from "../../protocol/states.js";
import type { BatchState, StoredBatch } from "./batchStore.js";
import type { Group } from "./group.js";
import { LEAF_TYPES } from "./leafRow.js";
import type { BufferTables } from "./schema.js";

interface Leaves {
  leaves: number;
  gaps: number;
}

/** How many records are where. Read from the tables once, then kept up with every commit. */
export class Tally {
  /** Id of the last accepted leaf; ids count up without holes. */
  lastId = 0;
  #gaps = 0;
  #rejected = 0;
  #delayed = 0;
  readonly #inState: Record<BatchState, Leaves> = {
    batched: { leaves: 0, gaps: 0 },
    submitted: { leaves: 0, gaps: 0 },
    anchored: { leaves: 0, gaps: 0 },
  };

  static async read(db: Kysely<BufferTables>): Promise<Tally> {
    const tally = new Tally();
    const { rows } = await sql<{ lastId: number; gaps: number; rejected: number; delayed: number }>`
      SELECT (SELECT coalesce(max(id), 0) FROM records) AS lastId,
        (SELECT count(*) FROM records WHERE type = ${LEAF_TYPES.Gap}
          AND id > (SELECT coalesce(max(lastId), 0) FROM batches)) AS gaps,
        (SELECT count(*) FROM rejections WHERE scope = 'record') AS rejected,
        (SELECT count(*) FROM delayed) AS delayed`.execute(db);
    const batches = await db
      .selectFrom("batches")
      .select(["state", sql<number>`sum(count)`.as("leaves"), sql<number>`sum(gaps)`.as("gaps")])
      .groupBy("state")
      .execute();
    const [row] = rows;
    if (row) {
      tally.lastId = row.lastId;
      tally.#rejected = row.rejected;
      tally.#delayed = row.delayed;
      tally.#gaps = row.gaps;
    }
    for (const { state, leaves, gaps } of batches) {
      tally.#inState[state as BatchState] = { leaves, gaps };
      tally.#gaps += gaps;
    }
    return tally;
  }

  /** @param rejected Rejections of records that were not listed before. */
  add(group: Group, rejected: number): void {
    this.lastId += group.accepted.length;
    this.#gaps += group.accepted.filter(({ leaf }) => !("record" in leaf)).length;
    this.#delayed += group.delayed.length - group.undelayed.length;
    this.#rejected += rejected;
  }

  /** A batch came to be, or went from one state to the next. */
  moved({ count, gaps }: StoredBatch, from: BatchState | undefined, to: BatchState): void {
    if (from) {
      this.#inState[from].leaves -= count;
      this.#inState[from].gaps -= gaps;
    }
    this.#inState[to].leaves += count;
    this.#inState[to].gaps += gaps;
  }

  get openLeaves(): number {
    const { batched, submitted, anchored } = this.#inState;
    return this.lastId - batched.leaves - submitted.leaves - anchored.leaves;
  }

  get backlog(): number {
    return this.lastId - this.#inState.anchored.leaves + this.#delayed;
  }

  /** How many records reached each state. Gaps are leaves but no records; what is `delayed` waits now. */
  counts(): PipelineCounts {
    const records = ({ leaves, gaps }: Leaves) => leaves - gaps;
    const anchored = records(this.#inState.anchored);
    const submitted = anchored + records(this.#inState.submitted);
    const verified = this.lastId - this.#gaps;
    return {
      received: verified + this.#rejected + this.#delayed,
      verified,
      buffered: verified,
      batched: submitted + records(this.#inState.batched),
      submitted,
      anchored,
      rejected: this.#rejected,
      delayed: this.#delayed,
    };
  }
}
