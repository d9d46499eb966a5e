import { quoted } from "../../protocol/errors.js";
import { RowFault } from "./errors.js";

/** An exact decimal: `digits ÷ 10^scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

export const ZERO: Decimal = { digits: 0n, scale: 0 };

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** Longest cell taken for a number, and the largest power of ten: far beyond any meter, and cheap to compute with. */
const LONGEST_NUMBER = 100;
const LARGEST_EXPONENT = 400;

/**
 * Reads a decimal in plain or exponent notation, without rounding. Spaces around it count for nothing.
 * Throws `RowFault` with code CsvCellBlank, CsvCellNotANumber or CsvCellOutOfRange.
 */
export function parseDecimal(cell: string): Decimal {
  const text = cell.trim();
  if (text === "") throw new RowFault("CsvCellBlank", "The cell is blank.");
  if (text.length > LONGEST_NUMBER) {
    throw new RowFault("CsvCellOutOfRange", `The number ${quoted(text)} is longer than ${LONGEST_NUMBER} characters.`);
  }
  const match = DECIMAL.exec(text);
  const [, sign = "", whole = "", fraction = "", exponentText = "0"] = match ?? [];
  if (!match || whole + fraction === "") {
    throw new RowFault("CsvCellNotANumber", `${quoted(text)} is not a decimal number.`);
  }
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > LARGEST_EXPONENT) {
    throw new RowFault("CsvCellOutOfRange", `${quoted(text)} has an exponent beyond ±${LARGEST_EXPONENT}.`);
  }
  const magnitude = BigInt(whole + fraction);
  const digits = sign === "-" ? -magnitude : magnitude;
  const scale = fraction.length - exponent;
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** As `parseDecimal`, for a quantity that is never negative: throws `RowFault` with code CsvCellNegative too. */
export function parseQuantity(cell: string): Decimal {
  const value = parseDecimal(cell);
  if (value.digits < 0n) throw new RowFault("CsvCellNegative", `${quoted(cell.trim())} is negative.`);
  return value;
}

/** `a − b`, exactly. */
export function subtract(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return {
    digits: a.digits * 10n ** BigInt(scale - a.scale) - b.digits * 10n ** BigInt(scale - b.scale),
    scale,
  };
}

/** `value × 10^power` as a whole number, rounded half up (a half goes towards plus infinity). */
export function toWholeUnits({ digits, scale }: Decimal, power: number): bigint {
  if (scale <= power) return digits * 10n ** BigInt(power - scale);
  const divisor = 10n ** BigInt(scale - power);
  const doubled = 2n * digits + divisor;
  const quotient = doubled / (2n * divisor);
  return doubled < 0n && doubled % (2n * divisor) !== 0n ? quotient - 1n : quotient;
}
