/** Most gas that one transaction may use since Osaka (EIP-7825). */
const TRANSACTION_CAP = 16_777_216n;

/** Most readings of one transaction, so that a failed one is found and repaired at little cost. */
const MOST_READINGS = 120;
/** Most intervals of one transaction: without readings an interval costs little, but not nothing. */
const MOST_INTERVALS = 300;

/** Measured with a roster of three: 10,000 gas per interval and 40,000 per reading, twice that for a meter's first. */
const BASE_GAS = 150_000n;
const INTERVAL_GAS = 40_000n;
const READING_GAS = 90_000n;

/** Gas limits by formula, since asking the node costs a round trip and knows less; it learns from running out. */
export class GasModel {
  readonly #cap: bigint;
  #times = 1n;

  /** @param blockGasLimit Gas of a block. */
  constructor(blockGasLimit: bigint) {
    this.#cap = blockGasLimit < TRANSACTION_CAP ? blockGasLimit : TRANSACTION_CAP;
  }

  limitFor(intervals: number, readings: number): bigint {
    const wanted = this.#estimate(intervals, readings);
    return wanted < this.#cap ? wanted : this.#cap;
  }

  /** True if this much still fits into one transaction. */
  fits(intervals: number, readings: number): boolean {
    return readings <= MOST_READINGS && intervals <= MOST_INTERVALS && this.#estimate(intervals, readings) <= this.#cap;
  }

  /**
   * A transaction ran out of gas: things cost more here, as on a chain without the P-256 precompile.
   * @returns False if a higher limit cannot help.
   */
  ranOut(intervals: number, readings: number): boolean {
    if (this.limitFor(intervals, readings) >= this.#cap) return false;
    this.#times *= 2n;
    return true;
  }

  #estimate(intervals: number, readings: number): bigint {
    return this.#times * (BASE_GAS + INTERVAL_GAS * BigInt(intervals) + READING_GAS * BigInt(readings));
  }
}
