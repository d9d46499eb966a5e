import { InvalidArgumentError, Option } from "commander";
import { type Hex, isHex } from "../../../protocol/index.js";

/** Decimals of the settlement's token (`EnergyToken.decimals`). */
const MONEY_DECIMALS = 6;
const MONEY = /^(0|[1-9][0-9]{0,14})(?:\.([0-9]{1,6}))?$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/;

/** The side of an agreement that somebody is on. */
export type PartyName = "consumer" | "supplier";

/** Exact money of up to six decimals as smallest units of the token; undefined for any other text. */
export function unitsOf(text: string): bigint | undefined {
  const [, whole, fraction = ""] = MONEY.exec(text) ?? [];
  return whole === undefined ? undefined : BigInt(whole + fraction.padEnd(MONEY_DECIMALS, "0"));
}

/** Smallest units of the token as money, with two decimals at least. */
export function formatMoney(units: bigint): string {
  const digits = units.toString().padStart(MONEY_DECIMALS + 1, "0");
  const fraction = digits.slice(-MONEY_DECIMALS).replace(/0{1,4}$/, "");
  return `${digits.slice(0, -MONEY_DECIMALS)}.${fraction}`;
}

/** Wh as kWh. */
export function formatEnergy(energyWh: bigint): string {
  const digits = energyWh.toString().padStart(4, "0");
  const fraction = digits.slice(-3).replace(/0+$/, "");
  return `${digits.slice(0, -3)}${fraction === "" ? "" : `.${fraction}`} kWh`;
}

/** A moment in UTC, Unix seconds; undefined for any other text. */
export function instantOf(text: string): number | undefined {
  const atMs = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  // The engine takes the 31st of February for the 3rd of March.
  const isReal = !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text.slice(0, 16));
  return isReal ? atMs / 1000 : undefined;
}

/** Unix seconds for people. */
export function formatInstant(atS: number): string {
  const date = new Date(atS * 1000);
  return Number.isNaN(date.getTime()) ? `second ${atS}` : date.toISOString().replace(/(:00)?\.000Z$/, "Z");
}

/** An amount of money above zero, smallest units of the token. */
export function parseDeposit(text: string): bigint {
  const units = unitsOf(text);
  if (!units) throw new InvalidArgumentError("It is an amount above zero with at most six decimals, such as 250.00.");
  return units;
}

/** A moment in UTC, Unix seconds. */
export function parseInstant(text: string): number {
  const atS = instantOf(text);
  if (atS === undefined) throw new InvalidArgumentError("It is a time in UTC, such as 2026-06-01T10:00Z.");
  return atS;
}

/** An agreement's id. */
export function parseAgreement(text: string): Hex {
  const id = text.toLowerCase();
  if (!isHex(id, 32)) throw new InvalidArgumentError("It is an agreement's id: 0x followed by 64 hex digits.");
  return id;
}

/** For whom an account signs that is not the party itself, but owns the contract wallet that is. */
export function asOption(): Option {
  return new Option("--as <party>", "sign for this party, a contract wallet that your account owns").choices([
    "consumer",
    "supplier",
  ]);
}
