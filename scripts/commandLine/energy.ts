import { InvalidArgumentError } from "commander";
import { kWhText } from "../../protocol/index.js";
import { decimalOf } from "./decimal.js";

const UINT64_MAX = 2n ** 64n - 1n;
const WHOLE = /^(?:0|[1-9][0-9]{0,19})$/;
/** Decimals of each unit over one Wh. */
const ENERGY_UNITS: Readonly<Record<string, number>> = { Wh: 0, kWh: 3, MWh: 6 };

const NO_ENERGY = "It is an energy in whole Wh with its unit, such as 500Wh, 12.5kWh or 1MWh.";

/** Energy with its unit, whole Wh: none is energy too. Undefined for any other text. */
export function energyOf(text: string): bigint | undefined {
  const [, amount = "", unit = ""] = /^([0-9.]+) ?(Wh|kWh|MWh)$/.exec(text) ?? [];
  const energyWh = decimalOf(amount, ENERGY_UNITS[unit] ?? 0);
  return energyWh === undefined || energyWh > UINT64_MAX ? undefined : energyWh;
}

/** An amount of energy above zero with its unit, whole Wh. */
export function parseEnergy(text: string): bigint {
  const energyWh = energyOf(text);
  if (!energyWh) throw new InvalidArgumentError(NO_ENERGY);
  return energyWh;
}

/** What a cumulative register shows, with its unit, whole Wh. */
export function parseShownRegister(text: string): bigint {
  const registerWh = energyOf(text);
  if (registerWh === undefined) throw new InvalidArgumentError(NO_ENERGY);
  return registerWh;
}

/** What a meter's register shows, whole Wh. */
export function parseRegister(text: string): bigint {
  const registerWh = wholeWh(text);
  if (registerWh === undefined) throw new InvalidArgumentError("It is a whole number of Wh.");
  return registerWh;
}

/** Whole Wh, at least one. */
export function parseWh(text: string): bigint {
  const energyWh = wholeWh(text);
  if (!energyWh) throw new InvalidArgumentError("It is a whole number of Wh, at least 1.");
  return energyWh;
}

/** Wh as kWh, with as many decimals as it takes. */
export function formatEnergy(energyWh: bigint): string {
  return `${kWhText(energyWh).replace(/\.?0+$/, "")} kWh`;
}

function wholeWh(text: string): bigint | undefined {
  const energyWh = WHOLE.test(text) ? BigInt(text) : undefined;
  return energyWh === undefined || energyWh > UINT64_MAX ? undefined : energyWh;
}
