import { InvalidArgumentError } from "commander";
import { formatUnits, id, parseUnits } from "ethers";
import { type Hex, isHex } from "../../../protocol/index.js";

/** Decimals of `EnergyToken`, which are fixed. */
const DECIMALS = 6;
/** Eighteen digits before the point: more money than there is. */
const AMOUNT = /^(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,6})?$/;
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;
const LONGEST_REFERENCE = 140;

/** Money such as 12.50, exact, in token units. Zero is money too. */
export function parseMoney(text: string): bigint {
  if (!AMOUNT.test(text)) throw new InvalidArgumentError("It is an amount such as 12.50, with at most six decimals.");
  return parseUnits(text, DECIMALS);
}

/** As `parseMoney`, more than zero. */
export function parseAmount(text: string): bigint {
  const amount = parseMoney(text);
  if (amount === 0n) throw new InvalidArgumentError("It is more than zero.");
  return amount;
}

/** Token units as money, with at least two decimals. */
export function formatMoney(amount: bigint): string {
  const [whole, decimals = ""] = formatUnits(amount, DECIMALS).split(".");
  return `${whole}.${decimals.padEnd(2, "0")}`;
}

/** A bank's reference as the chain knows it: 32 bytes in hex as they are, any other text by its keccak-256 hash. */
export function parseReference(text: string): Hex {
  const lower = text.toLowerCase();
  if (isHex(lower, 32)) return lower;
  if (text.trim() === "" || text.length > LONGEST_REFERENCE) {
    throw new InvalidArgumentError("It is the bank's reference, 1 to 140 characters, or 0x and 64 hex digits.");
  }
  return id(text) as Hex;
}

/** Number of a redemption. */
export function parseRedemption(text: string): bigint {
  if (!/^[1-9][0-9]{0,18}$/.test(text)) throw new InvalidArgumentError("It is a redemption's number, from 1.");
  return BigInt(text);
}

/** A time such as 2026-01-31T12:00:00Z, Unix seconds. */
export function parseTime(text: string): bigint {
  const ms = TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new InvalidArgumentError("It is a time in UTC such as 2026-01-31T12:00:00Z.");
  return BigInt(ms / 1000);
}

/** Unix seconds as such a time. */
export function formatTime(timestampS: bigint): string {
  const ms = Number(timestampS) * 1000;
  // What a contract allows goes beyond what a date can be.
  return ms > 8.64e15 ? `second ${timestampS}` : new Date(ms).toISOString().replace(".000Z", "Z");
}
