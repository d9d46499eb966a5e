/** A whole number as RLP writes it: big-endian without leading zero bytes, zero as no bytes at all. @param value Zero or more. */
export function quantityBytes(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array();
  const digits = value.toString(16);
  const bytes = new Uint8Array((digits.length + 1) >> 1);
  const even = digits.padStart(2 * bytes.length, "0");
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(even.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}

/** The number that `quantityBytes` wrote; undefined if the bytes begin with a zero or are more than `most`. */
export function quantityOf(bytes: Uint8Array, most: number): bigint | undefined {
  if (bytes.length > most || bytes[0] === 0) return undefined;
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}
