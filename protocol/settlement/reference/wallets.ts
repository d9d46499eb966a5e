import type { Hex } from "../../hex.js";
import type { State } from "./state.js";

/** Payments of one call: an account pays from what it had before, and has what it was paid from the next call on. */
export class Wallets {
  readonly #before: State;
  readonly #spent = new Map<Hex, bigint>();
  readonly #received = new Map<Hex, bigint>();

  /** @param before What holds before the call; escrows in it do not change until `writeTo`. */
  constructor(before: State) {
    this.#before = before;
  }

  /** Pays what the payer's escrow holds of `amount`. @returns What it lacks, token units. */
  pay(payer: Hex, payee: Hex, amount: bigint): bigint {
    const left = this.#before.escrowOf(payer) - (this.#spent.get(payer) ?? 0n);
    const paid = amount < left ? amount : left;
    add(this.#spent, payer, paid);
    add(this.#received, payee, paid);
    return amount - paid;
  }

  /** Adds what the call came to. */
  writeTo(state: State): void {
    for (const account of new Set([...this.#spent.keys(), ...this.#received.keys()])) {
      const change = (this.#received.get(account) ?? 0n) - (this.#spent.get(account) ?? 0n);
      state.setEscrow(account, this.#before.escrowOf(account) + change);
    }
  }
}

function add(sums: Map<Hex, bigint>, account: Hex, amount: bigint): void {
  sums.set(account, (sums.get(account) ?? 0n) + amount);
}
