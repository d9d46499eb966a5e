/** A 0x-prefixed, lower-case hexadecimal string; the only text form of bytes in Wattproof. */
export type Hex = `0x${string}`;
