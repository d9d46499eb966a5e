import type { SignedVoucher } from "../protocol/index.js";
import type { ChannelStore } from "./store/channelStore.js";

/** Vouchers of one commit: more gain nothing and let a sender wait. */
const GROUP_SIZE = 1_000;

/** Vouchers that wait for the same commit. */
interface Group {
  /** The newest per channel and direction; what it replaced is worth nothing beside it. */
  readonly newest: Map<string, SignedVoucher>;
  readonly committed: Promise<void>;
  readonly commit: () => void;
  size: number;
}

/**
 * Writes vouchers in shared commits. An error poisons it for good: what is in memory may then differ from the disk, and only
 * a restart reads it anew.
 */
export class CommitGroup {
  readonly #store: ChannelStore;
  #open: Group | undefined;
  #last: Promise<void> = Promise.resolve();
  #poison: { readonly error: unknown } | undefined;

  constructor(store: ChannelStore) {
    this.#store = store;
  }

  /** Throws what poisoned it. */
  requireSound(): void {
    if (this.#poison) throw this.#poison.error;
  }

  /** Hands in a voucher that is newer than all before it in its slot. Resolves when it is on the disk. */
  add(slot: string, signed: SignedVoucher): Promise<void> {
    this.#open ??= this.#begin();
    const group = this.#open;
    group.newest.set(slot, signed);
    group.size += 1;
    if (group.size >= GROUP_SIZE) group.commit();
    return group.committed;
  }

  /** Resolves when the fate of everything that was handed in is known, and with it of the promises of `add`. */
  async settled(): Promise<void> {
    this.#open?.commit();
    await Promise.allSettled([this.#last]);
  }

  #begin(): Group {
    const newest = new Map<string, SignedVoucher>();
    let start: () => void = () => undefined;
    const started = new Promise<void>((resolve) => {
      start = resolve;
    });
    const before = this.#last;
    const committed = Promise.all([before, started]).then(async () => {
      try {
        await this.#store.keepVouchers(newest.values());
      } catch (error) {
        this.#poison ??= { error };
        throw error;
      }
    });
    // Whoever handed a voucher in hears of a failure; without anybody waiting it is no unhandled rejection.
    committed.catch(() => undefined);
    this.#last = committed;
    const commit = () => {
      this.#open = undefined;
      start();
    };
    // Whatever is handed in meanwhile joins the commit.
    setImmediate(() => this.#open?.newest === newest && commit());
    return { newest, committed, commit, size: 0 };
  }
}
