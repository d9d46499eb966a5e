import type { PipelineCounts } from "../protocol/states.js";

/** Changes closer together than this are told once, ms. */
const QUIET_MS = 50;

/** Tells listeners of changed counts, a few times a second at most. */
export class ChangeSignal {
  readonly #counts: () => PipelineCounts;
  readonly #listeners = new Set<(counts: PipelineCounts) => void>();
  #timer: NodeJS.Timeout | undefined;

  constructor(counts: () => PipelineCounts) {
    this.#counts = counts;
  }

  announce(): void {
    if (this.#listeners.size === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const listener of this.#listeners) listener(this.#counts());
    }, QUIET_MS);
  }

  /** @returns Ends the calls. */
  listen(listener: (counts: PipelineCounts) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }
}
