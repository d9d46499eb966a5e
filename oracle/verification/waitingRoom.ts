import type { Hex } from "../../protocol/hex.js";
import type { SignedRecord } from "../../protocol/records/record.js";

/** A verified record whose predecessor is missing. */
export interface Waiting {
  readonly signed: SignedRecord;
  readonly structHash: Hex;
  readonly receivedAtS: number;
  readonly source: string;
}

/** Delayed records in memory, the twin of the table; bounded per device here and altogether by the buffer's capacity. */
export class WaitingRoom {
  readonly #devices = new Map<Hex, Map<number, Waiting>>();
  #size = 0;

  /** Records that wait, of all devices. */
  get size(): number {
    return this.#size;
  }

  add(device: Hex, waiting: Waiting): void {
    const ofDevice = this.#devices.get(device) ?? new Map<number, Waiting>();
    ofDevice.set(Number(waiting.signed.record.header.sequence), waiting);
    this.#devices.set(device, ofDevice);
    this.#size += 1;
  }

  get(device: Hex, sequence: number): Waiting | undefined {
    return this.#devices.get(device)?.get(sequence);
  }

  remove(device: Hex, sequence: number): void {
    const ofDevice = this.#devices.get(device);
    if (ofDevice?.delete(sequence)) this.#size -= 1;
    if (ofDevice?.size === 0) this.#devices.delete(device);
  }

  countOf(device: Hex): number {
    return this.#devices.get(device)?.size ?? 0;
  }

  /** Devices whose oldest record has waited since `sinceS` or longer, with the lowest sequence that waits. */
  overdue(sinceS: number): { readonly device: Hex; readonly lowest: number }[] {
    const found: { device: Hex; lowest: number }[] = [];
    for (const [device, ofDevice] of this.#devices) {
      let oldestS = Number.POSITIVE_INFINITY;
      let lowest = Number.POSITIVE_INFINITY;
      for (const [sequence, { receivedAtS }] of ofDevice) {
        oldestS = Math.min(oldestS, receivedAtS);
        lowest = Math.min(lowest, sequence);
      }
      if (oldestS <= sinceS) found.push({ device, lowest });
    }
    return found;
  }
}
