/** The nibbles of bytes, high one first: the path that a key takes through a trie. */
export function nibblesOf(bytes: Uint8Array): Uint8Array {
  const nibbles = new Uint8Array(2 * bytes.length);
  bytes.forEach((byte, at) => {
    nibbles[2 * at] = byte >> 4;
    nibbles[2 * at + 1] = byte & 0xf;
  });
  return nibbles;
}

/** A piece of path as a node writes it, and whether the node is a leaf. */
export interface CompactPath {
  readonly isLeaf: boolean;
  readonly nibbles: Uint8Array;
}

const IS_ODD = 1;
const IS_LEAF = 2;

/**
 * Reads a path in the hex-prefix encoding (Ethereum's Yellow Paper, appendix C); undefined for what that never writes.
 */
export function compactPath(bytes: Uint8Array): CompactPath | undefined {
  const first = bytes[0];
  if (first === undefined) return undefined;
  const flags = first >> 4;
  const isOdd = (flags & IS_ODD) !== 0;
  if (flags > (IS_ODD | IS_LEAF) || (!isOdd && (first & 0xf) !== 0)) return undefined;
  return { isLeaf: (flags & IS_LEAF) !== 0, nibbles: nibblesOf(bytes).subarray(isOdd ? 1 : 2) };
}
