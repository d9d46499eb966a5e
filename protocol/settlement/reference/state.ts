import { type Hex, ZERO_HASH } from "../../hex.js";
import type { Direction, SupplyTerms } from "./types.js";

/** A meter's last settled register of one direction. */
export interface Register {
  /** Time of the register, Unix seconds. */
  readonly atS: bigint;
  readonly registerWh: bigint;
  /** Whether a correction came since. */
  readonly isCorrected: boolean;
}

export interface Meter {
  readonly import: Register;
  readonly export: Register;
  /** Corrections so far. */
  readonly corrections: number;
}

/** How far a supplier's meter is settled. */
export interface Progress {
  /** End of the last closed interval; zero before the first. */
  readonly untilS: bigint;
  /** Start of the run of intervals that ends there, with no time in between that served nobody. */
  readonly coveredFromS: bigint;
  readonly head: Hex;
}

/** What an agreement has come to. */
export interface Account {
  readonly deliveredWh: bigint;
  /** What its consumer owes beyond the escrow, token units. */
  readonly claim: bigint;
}

const BEFORE_THE_FIRST: Progress = { untilS: 0n, coveredFromS: 0n, head: ZERO_HASH };
const NOTHING_YET: Account = { deliveredWh: 0n, claim: 0n };

/** All that settlement knows. Values are never changed, only replaced, so that a draft costs four shallow copies. */
export class State {
  readonly meters: Map<Hex, Meter>;
  readonly #progress: Map<Hex, Progress>;
  readonly #accounts: Map<number, Account>;
  readonly #escrows: Map<Hex, bigint>;

  constructor(of?: State) {
    this.meters = new Map(of?.meters);
    this.#progress = new Map(of ? of.#progress : []);
    this.#accounts = new Map(of ? of.#accounts : []);
    this.#escrows = new Map(of ? of.#escrows : []);
  }

  progressOf(exportMeter: Hex): Progress {
    return this.#progress.get(exportMeter) ?? BEFORE_THE_FIRST;
  }

  setProgress(exportMeter: Hex, progress: Progress): void {
    this.#progress.set(exportMeter, progress);
  }

  accountOf({ number }: Pick<SupplyTerms, "number">): Account {
    return this.#accounts.get(number) ?? NOTHING_YET;
  }

  setAccount({ number }: Pick<SupplyTerms, "number">, account: Account): void {
    this.#accounts.set(number, account);
  }

  escrowOf(account: Hex): bigint {
    return this.#escrows.get(account) ?? 0n;
  }

  setEscrow(account: Hex, amount: bigint): void {
    this.#escrows.set(account, amount);
  }

  setRegister(device: Hex, meter: Meter, direction: Direction, register: Register): void {
    this.meters.set(device, { ...meter, [direction]: register });
  }
}
