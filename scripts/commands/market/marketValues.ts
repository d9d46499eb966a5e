import { InvalidArgumentError } from "commander";
import { ENERGY_SOURCES, type EnergySource } from "../../../protocol/index.js";

/** Decimals of the settlement's token (`EnergyToken.decimals`). */
const MONEY_DECIMALS = 6;
const UINT64_MAX = 2n ** 64n - 1n;
const UINT32_MAX = 2 ** 32 - 1;

/** `text` as a whole number of 10^-decimals; undefined for what is no plain decimal or finer than that. */
function decimal(text: string, decimals: number): bigint | undefined {
  const [, whole, fraction = ""] = /^(0|[1-9][0-9]{0,14})(?:\.([0-9]{1,9}))?$/.exec(text) ?? [];
  const significant = fraction.replace(/0+$/, "");
  if (whole === undefined || significant.length > decimals) return undefined;
  return BigInt(whole + significant.padEnd(decimals, "0"));
}

/** An amount of money per kWh, token units; may be zero. */
export function parseMoney(text: string): bigint {
  const units = decimal(text, MONEY_DECIMALS);
  if (units === undefined || units > UINT64_MAX) {
    throw new InvalidArgumentError("It is an amount per kWh with at most six decimals, such as 1.20.");
  }
  return units;
}

/** A price per kWh above zero, token units. */
export function parseUnitPrice(text: string): bigint {
  const units = parseMoney(text);
  if (units === 0n) throw new InvalidArgumentError("It is an amount per kWh above zero, such as 1.20.");
  return units;
}

/** Token units as money, with two decimals at least. */
export function formatMoney(units: bigint): string {
  const digits = units.toString().padStart(MONEY_DECIMALS + 1, "0");
  const fraction = digits.slice(-MONEY_DECIMALS).replace(/0{1,4}$/, "");
  return `${digits.slice(0, -MONEY_DECIMALS)}.${fraction}`;
}

/** Decimals of each unit over one Wh. */
const ENERGY_UNITS: Readonly<Record<string, number>> = { Wh: 0, kWh: 3, MWh: 6 };

/** An amount of energy above zero with its unit, whole Wh. */
export function parseEnergy(text: string): bigint {
  const [, amount = "", unit = ""] = /^([0-9.]+) ?(Wh|kWh|MWh)$/.exec(text) ?? [];
  const energyWh = decimal(amount, ENERGY_UNITS[unit] ?? 0);
  if (energyWh === undefined || energyWh === 0n || energyWh > UINT64_MAX) {
    throw new InvalidArgumentError("It is an energy in whole Wh with its unit, such as 500Wh, 12.5kWh or 1MWh.");
  }
  return energyWh;
}

/** Wh as kWh. */
export function formatEnergy(energyWh: bigint): string {
  const digits = energyWh.toString().padStart(4, "0");
  const fraction = digits.slice(-3).replace(/0+$/, "");
  return `${digits.slice(0, -3)}${fraction === "" ? "" : `.${fraction}`} kWh`;
}

/** A connection's power with its unit, W. */
export function parsePower(text: string): number {
  const [, amount = "", unit = ""] = /^([0-9.]+) ?(W|kW)$/.exec(text) ?? [];
  const powerW = decimal(amount, unit === "kW" ? 3 : 0);
  if (powerW === undefined || powerW === 0n || powerW > BigInt(UINT32_MAX)) {
    throw new InvalidArgumentError("It is a power in whole W with its unit, such as 5kW or 11040W.");
  }
  return Number(powerW);
}

/** A moment in UTC, Unix seconds. */
export function parseInstant(text: string): number {
  const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) throw new InvalidArgumentError("It is a time in UTC, such as 2026-06-01T10:00Z.");
  return atMs / 1000;
}

/** Unix seconds for people. */
export function formatInstant(atS: number): string {
  return new Date(atS * 1000).toISOString().replace(/(:00)?\.000Z$/, "Z");
}

export interface TimeWindow {
  readonly startS: number;
  /** Exclusive. */
  readonly endS: number;
}

/** Two moments with a slash between them. */
export function parseWindow(text: string): TimeWindow {
  const [start = "", end = "", more] = text.split("/");
  const window = { startS: parseInstant(start), endS: parseInstant(end) };
  if (more !== undefined || window.endS <= window.startS) {
    throw new InvalidArgumentError("It is a start and a later end, such as 2026-06-01T10:00Z/2026-06-01T16:00Z.");
  }
  return window;
}

const SECONDS_OF: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

/** Minutes, hours or days, seconds. */
export function parseDuration(text: string): number {
  const [, count = "0", unit = ""] = /^([1-9][0-9]{0,4})([mhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (SECONDS_OF[unit] ?? 0);
  if (seconds === 0) throw new InvalidArgumentError("It is minutes, hours or days, such as 15m, 1h or 7d.");
  return seconds;
}

/** A notice, which may be none, s. */
export function parseNotice(text: string): number {
  return text === "0" ? 0 : parseDuration(text);
}

const PPM_DECIMALS = 4;

/** A share of more than nothing and at most all, millionths. */
export function parsePercent(text: string): bigint {
  const ppm = text.endsWith("%") ? decimal(text.slice(0, -1), PPM_DECIMALS) : undefined;
  if (ppm === undefined || ppm === 0n || ppm > 1_000_000n) {
    throw new InvalidArgumentError("It is a share of up to 100 %, such as 5%.");
  }
  return ppm;
}

/** An advert's number. */
export function parseAdvert(text: string): number {
  const number = /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : 0;
  if (number === 0 || number > UINT32_MAX) throw new InvalidArgumentError("It is the number of an advert, such as 12.");
  return number;
}

/** EnergyTag's word for a source. */
export function parseSource(text: string): EnergySource {
  const source = ENERGY_SOURCES.find((each) => each === text);
  if (source === undefined) throw new InvalidArgumentError(`It is one of ${ENERGY_SOURCES.join(", ")}.`);
  return source;
}
