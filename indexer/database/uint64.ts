const DIGITS = 20;

/**
 * Text of an unsigned 64-bit integer that sorts as the integer does. SQL databases have no unsigned 64-bit integer, and
 * a device may claim any value.
 */
export function uint64Text(value: bigint): string {
  return value.toString().padStart(DIGITS, "0");
}

/** The integer behind `uint64Text`, or behind any decimal text. */
export function uintOf(text: string): bigint {
  return BigInt(text);
}
