const ROWS_PER_CHUNK = 1024;

/**
 * A list of rows of bytes of equal length: what a verifier must remember of each record, outside of the heap and without
 * an object per record. Grows by chunks, so that nothing is copied.
 */
export class Rows {
  readonly #rowBytes: number;
  readonly #chunks: DataView[] = [];
  #length = 0;

  /** @param rowBytes Length of a row, bytes. */
  constructor(rowBytes: number) {
    this.#rowBytes = rowBytes;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds a row of zeros; returns its index. */
  append(): number {
    if (this.#length % ROWS_PER_CHUNK === 0) {
      this.#chunks.push(new DataView(new ArrayBuffer(ROWS_PER_CHUNK * this.#rowBytes)));
    }
    return this.#length++;
  }

  /** The memory that holds a row; it starts at `offsetOf(index)`. */
  viewOf(index: number): DataView {
    return this.#chunks[Math.floor(index / ROWS_PER_CHUNK)] as DataView;
  }

  offsetOf(index: number): number {
    return (index % ROWS_PER_CHUNK) * this.#rowBytes;
  }
}
