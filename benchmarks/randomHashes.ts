/** Hashes of 32 bytes that only depend on `seed` (xorshift): spread like real ones, and made in no time. */
export function randomHashes(count: number, seed: number): Uint8Array {
  const words = new Uint32Array(8 * count);
  let state = seed | 1;
  for (let index = 0; index < words.length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[index] = state;
  }
  return new Uint8Array(words.buffer);
}
