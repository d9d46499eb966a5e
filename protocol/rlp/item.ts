/** What RLP encodes: bytes, or a list of such (Ethereum's Yellow Paper, appendix B). */
export type RlpItem = Uint8Array | readonly RlpItem[];

/** First byte of a text of no bytes; of one of n bytes up to 55 it is this plus n. */
export const SHORT_BYTES = 0x80;
/** First byte of a text whose length takes one byte to write, less one. */
export const LONG_BYTES = 0xb7;
/** First byte of a list of no bytes; of one whose items take n bytes up to 55 it is this plus n. */
export const SHORT_LIST = 0xc0;
/** First byte of a list whose length takes one byte to write, less one. */
export const LONG_LIST = 0xf7;
/** Longest content whose length stands in the first byte, bytes. */
export const LONGEST_SHORT = 55;
