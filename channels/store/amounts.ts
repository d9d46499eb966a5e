const AMOUNT_BYTES = 16;

/** A uint128 as 16 bytes, the highest first: SQLite compares such bytes as the numbers they stand for. */
export function amountToBytes(amount: bigint): Uint8Array {
  const bytes = Buffer.alloc(AMOUNT_BYTES);
  bytes.writeBigUInt64BE(amount >> 64n, 0);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, amount), 8);
  return bytes;
}

/** The uint128 of 16 bytes. */
export function amountOfBytes(bytes: Uint8Array): bigint {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (buffer.readBigUInt64BE(0) << 64n) | buffer.readBigUInt64BE(8);
}
