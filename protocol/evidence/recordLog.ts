import { fromHex, type Hex, toHex } from "../hex.js";
import { Rows } from "./rows.js";

const HASH = 8;
const SIGNED = 40;
const ROW = 41;

/** A record that went by. */
export interface PastRecord {
  readonly hash: Hex;
  /** True if its device's key signed it. */
  readonly isSigned: boolean;
}

/** Remembers one device's records in the order of their sequences: the struct hash of each, in 41 bytes. */
export class RecordLog {
  readonly #rows = new Rows(ROW);

  /** @param sequence Above those before it. */
  append(sequence: bigint, { hash, isSigned }: PastRecord): void {
    const index = this.#rows.append();
    const view = this.#rows.viewOf(index);
    const offset = this.#rows.offsetOf(index);
    view.setBigUint64(offset, sequence);
    bytesOf(view, offset + HASH).set(fromHex(hash, 32, "hash"));
    view.setUint8(offset + SIGNED, isSigned ? 1 : 0);
  }

  /** The record of a sequence, or undefined if there is none. */
  find(sequence: bigint): PastRecord | undefined {
    const index = this.#firstFrom(sequence);
    if (index >= this.#rows.length || this.#sequenceAt(index) !== sequence) return undefined;
    const view = this.#rows.viewOf(index);
    const offset = this.#rows.offsetOf(index);
    return { hash: toHex(bytesOf(view, offset + HASH)), isSigned: view.getUint8(offset + SIGNED) === 1 };
  }

  /** True if there is a record with a sequence from `from` to `to`, both included. */
  hasAny(from: bigint, to: bigint): boolean {
    const index = this.#firstFrom(from);
    return index < this.#rows.length && this.#sequenceAt(index) <= to;
  }

  #sequenceAt(index: number): bigint {
    return this.#rows.viewOf(index).getBigUint64(this.#rows.offsetOf(index));
  }

  #firstFrom(sequence: bigint): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sequenceAt(middle) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function bytesOf(view: DataView, offset: number): Uint8Array {
  return new Uint8Array(view.buffer, offset, 32);
}
