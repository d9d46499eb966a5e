import {
  type ArchivedBatch,
  type ArchivedLeaf,
  type Hex,
  type ReadBatch,
  structHashOfLeaf,
  ZERO_HASH,
} from "../../../protocol/index.js";
import type { TestStream } from "../../support/chain/batches.js";

/** An oracle's archive in memory, filled by anchoring. */
export class TestArchive {
  readonly #batches: Map<string, ArchivedBatch>;
  readonly #heads: Map<Hex, Hex>;

  constructor(batches = new Map<string, ArchivedBatch>(), heads = new Map<Hex, Hex>()) {
    this.#batches = batches;
    this.#heads = heads;
  }

  /** The same content, for a test to change. */
  copy(): TestArchive {
    return new TestArchive(new Map(this.#batches), new Map(this.#heads));
  }

  /** Anchors the leaves as the stream's next batch. @param kept False: the archive keeps nothing of it. */
  async anchor(stream: TestStream, leaves: readonly ArchivedLeaf[], { kept = true } = {}): Promise<ArchivedBatch> {
    const { sequence, root } = await stream.anchor(leaves.map(structHashOfLeaf));
    const previousRoot = this.#heads.get(stream.id) ?? ZERO_HASH;
    const batch = { stream: stream.id, sequence, previousRoot, root, leaves };
    this.#heads.set(stream.id, root);
    if (kept) this.put(batch);
    return batch;
  }

  put(batch: ArchivedBatch): void {
    this.#batches.set(`${batch.stream} ${batch.sequence}`, batch);
  }

  readonly read: ReadBatch = async (stream, sequence) => this.#batches.get(`${stream} ${sequence}`);
}
