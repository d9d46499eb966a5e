/** Most gas that one transaction may use since Osaka (EIP-7825). */
const TRANSACTION_CAP = 16_777_216n;

/** Most readings of one transaction, so that a failed one is found and repaired at little cost. */
const MOST_READINGS = 120;
/** Most intervals of one transaction: without readings an interval costs little, but not nothing. */
const MOST_INTERVALS = 300;

/**
 * Upper bounds. Measured in batches of 30 with a roster of four: 23,000 per reading with its part of the interval, twice
 * that for a meter's first. Measured of rosters of 2 to 41 meters: 79,000 per meter beside 90,000 for the roster.
 */
const BASE_GAS = 150_000n;
const INTERVAL_GAS = 40_000n;
const READING_GAS = 75_000n;
const OPENING_GAS = 120_000n;
const ROSTER_GAS = 150_000n;
const METER_GAS = 80_000n;

/** What a reading costs more where the registry is asked for its key, since keys changed after the roster was compiled. */
const LOOKUP_GAS = 10_000n;

/** What a transaction is to do. */
export interface Load {
  readonly intervals?: number;
  readonly readings?: number;
  readonly openings?: number;
  /** Rosters to compile, and their meters, the supplier's included. */
  readonly rosters?: number;
  readonly rosterMeters?: number;
}

/** Gas limits by formula, since asking the node costs a round trip and knows less; it learns from running out. */
export class GasModel {
  readonly #cap: bigint;
  #times = 1n;

  /** @param blockGasLimit Gas of a block. */
  constructor(blockGasLimit: bigint) {
    this.#cap = blockGasLimit < TRANSACTION_CAP ? blockGasLimit : TRANSACTION_CAP;
  }

  limitFor(load: Load): bigint {
    const wanted = this.#estimate(load);
    return wanted < this.#cap ? wanted : this.#cap;
  }

  /** True if this much still fits into one transaction. */
  fits(load: Load): boolean {
    const { intervals = 0, readings = 0 } = load;
    return readings <= MOST_READINGS && intervals <= MOST_INTERVALS && this.#estimate(load) <= this.#cap;
  }

  /**
   * A transaction ran out of gas: things cost more here, as on a chain without the P-256 precompile.
   * @returns False if a higher limit cannot help.
   */
  ranOut(load: Load): boolean {
    if (this.limitFor(load) >= this.#cap) return false;
    this.#times *= 2n;
    return true;
  }

  #estimate({ intervals = 0, readings = 0, openings = 0, rosters = 0, rosterMeters = 0 }: Load): bigint {
    const gas =
      BASE_GAS +
      INTERVAL_GAS * BigInt(intervals) +
      READING_GAS * BigInt(readings) +
      OPENING_GAS * BigInt(openings) +
      ROSTER_GAS * BigInt(rosters) +
      METER_GAS * BigInt(rosterMeters);
    return this.#times * gas;
  }
}

/** Whether compiling a roster anew costs no more than what looking its meters' keys up came to for so many readings. */
export function isWorthCompiling(rosterMeters: number, readings: number): boolean {
  return ROSTER_GAS + METER_GAS * BigInt(rosterMeters) <= LOOKUP_GAS * BigInt(readings);
}
