const EMPTY = -1;
const FIRST_SLOTS = 1024;

/** Words of four bytes in a hash. */
const WORDS = 8;

/**
 * Finds a row by a hash that the rows themselves hold: four bytes per slot, at most half of them taken. Where to look
 * follows from the whole hash and a random key: whoever makes the records could choose hashes that are alike in part, and
 * so make every look a long one. What is found does not depend on the key.
 */
export class HashIndex {
  readonly #hashAt: (row: number) => Uint8Array;
  readonly #key = crypto.getRandomValues(new Uint32Array(WORDS));
  #slots = new Int32Array(FIRST_SLOTS).fill(EMPTY);
  #count = 0;

  /** @param hashAt Gives the 32 bytes of a row. */
  constructor(hashAt: (row: number) => Uint8Array) {
    this.#hashAt = hashAt;
  }

  /** The row of a hash, or undefined. */
  find(hash: Uint8Array): number | undefined {
    for (let slot = this.#slotOf(hash); ; slot = this.#after(slot)) {
      const row = this.#slots[slot] as number;
      if (row === EMPTY) return undefined;
      if (equal(this.#hashAt(row), hash)) return row;
    }
  }

  add(row: number): void {
    if (2 * (this.#count + 1) > this.#slots.length) this.#grow();
    this.#put(row);
    this.#count += 1;
  }

  #grow(): void {
    const rows = this.#slots.filter((row) => row !== EMPTY);
    this.#slots = new Int32Array(2 * this.#slots.length).fill(EMPTY);
    for (const row of rows) this.#put(row);
  }

  #put(row: number): void {
    let slot = this.#slotOf(this.#hashAt(row));
    while (this.#slots[slot] !== EMPTY) slot = this.#after(slot);
    this.#slots[slot] = row;
  }

  #slotOf(hash: Uint8Array): number {
    const { buffer, byteOffset, byteLength } = hash;
    const words = new DataView(buffer, byteOffset, byteLength);
    let sum = 0;
    // A multiplication carries upwards only: without the shift, low bits would know nothing of high ones.
    for (let at = 0; at < WORDS; at++) {
      const mixed = Math.imul(sum ^ words.getUint32(4 * at), (this.#key[at] as number) | 1);
      sum = mixed ^ (mixed >>> 15);
    }
    return (sum >>> 0) & (this.#slots.length - 1);
  }

  #after(slot: number): number {
    return (slot + 1) & (this.#slots.length - 1);
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, at) => byte === b[at]);
}
