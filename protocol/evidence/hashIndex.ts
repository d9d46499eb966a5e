const EMPTY = -1;
const FIRST_SLOTS = 1024;

/**
 * Finds a row by a hash that the rows themselves hold: four bytes per slot, at most half of them taken. Hashes of
 * keccak-256 spread on their own, so their first bytes say where to look.
 */
export class HashIndex {
  readonly #hashAt: (row: number) => Uint8Array;
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
    const [a = 0, b = 0, c = 0, d = 0] = hash;
    return ((a << 24) | (b << 16) | (c << 8) | d) & (this.#slots.length - 1);
  }

  #after(slot: number): number {
    return (slot + 1) & (this.#slots.length - 1);
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, at) => byte === b[at]);
}
