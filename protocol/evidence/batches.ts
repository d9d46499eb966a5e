import type { Hex } from "../hex.js";
import type { BatchReference } from "./bundle.js";

/** Finds batches by all that names them. Roots of different batches differ as a rule, so the root leads to most. */
export class BatchSet<Batch extends BatchReference> {
  readonly #byRoot = new Map<Hex, Batch | Map<string, Batch>>();

  /** The batch of the same stream, sequence, root and count. */
  find(batch: BatchReference): Batch | undefined {
    const found = this.#byRoot.get(batch.root);
    if (found instanceof Map) return found.get(restOf(batch));
    return found !== undefined && restOf(found) === restOf(batch) ? found : undefined;
  }

  /** Adds a batch that is not in the set yet. */
  add(batch: Batch): void {
    const found = this.#byRoot.get(batch.root);
    if (found === undefined) this.#byRoot.set(batch.root, batch);
    else if (found instanceof Map) found.set(restOf(batch), batch);
    else this.#byRoot.set(batch.root, new Map([found, batch].map((each) => [restOf(each), each])));
  }
}

function restOf({ stream, sequence, count }: BatchReference): string {
  return `${stream}/${sequence}/${count}`;
}
