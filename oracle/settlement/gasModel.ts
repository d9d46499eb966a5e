/** Most gas that one transaction may use since Osaka (EIP-7825). */
const TRANSACTION_CAP = 16_777_216n;

/** Most readings of one transaction, so that a failed one is found and repaired at little cost. */
const MOST_READINGS = 120;
/** Most intervals of one transaction: an interval without readings costs gas as well. */
const MOST_INTERVALS = 100;

const BASE_GAS = 150_000n;
/** Gas of closing an interval, before its readings. */
const INTERVAL_GAS = 120_000n;
/** Gas of a reading: P-256 with precompile, a new register slot, first delivery, payment and events, and a third more. */
const READING_GAS = 120_000n;

/** Gas limits by formula, since asking the node costs a round trip and knows less; it learns from running out. */
export class GasModel {
  readonly #cap: bigint;
  #perReading = READING_GAS;

  /** @param blockGasLimit Gas of a block. */
  constructor(blockGasLimit: bigint) {
    this.#cap = blockGasLimit < TRANSACTION_CAP ? blockGasLimit : TRANSACTION_CAP;
  }

  limitFor(intervals: number, readings: number): bigint {
    const wanted = BASE_GAS + INTERVAL_GAS * BigInt(intervals) + this.#perReading * BigInt(readings);
    return wanted < this.#cap ? wanted : this.#cap;
  }

  /** True if this much still fits into one transaction. */
  fits(intervals: number, readings: number): boolean {
    return (
      readings <= MOST_READINGS &&
      intervals <= MOST_INTERVALS &&
      BASE_GAS + INTERVAL_GAS * BigInt(intervals) + this.#perReading * BigInt(readings) <= this.#cap
    );
  }

  /**
   * A transaction ran out of gas: readings cost more here, as on a chain without the P-256 precompile.
   * @returns False if a higher limit cannot help.
   */
  ranOut(intervals: number, readings: number): boolean {
    if (this.limitFor(intervals, readings) >= this.#cap) return false;
    this.#perReading *= 2n;
    return true;
  }
}
