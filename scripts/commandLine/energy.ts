import { InvalidArgumentError } from "commander";
import { kWhText } from "../../protocol/index.js";
import { quantityOf, type Units, withSpelling } from "./quantity.js";

const UINT64_MAX = 2n ** 64n - 1n;
const WHOLE = /^(?:0|[1-9][0-9]{0,19})$/;
/** Decimals of each unit over one Wh. */
const ENERGY_UNITS: Units = { Wh: 0, kWh: 3, MWh: 6 };

const NO_ENERGY = "It is an energy in whole Wh with its unit, such as 500Wh, 12.5kWh or 1MWh.";
const NO_WH = "It is an energy in whole Wh, such as 4714kWh, 500Wh or 500";

/** Energy with its unit, whole Wh: none is energy too. Undefined for any other text. */
export function energyOf(text: string): bigint | undefined {
  const energyWh = quantityOf(text, ENERGY_UNITS);
  return energyWh === undefined || energyWh > UINT64_MAX ? undefined : energyWh;
}

/** An amount of energy above zero with its unit, whole Wh. */
export function parseEnergy(text: string): bigint {
  const energyWh = energyOf(text);
  if (!energyWh) throw new InvalidArgumentError(withSpelling(NO_ENERGY, text, ENERGY_UNITS));
  return energyWh;
}

/** What a cumulative register shows, with its unit, whole Wh. */
export function parseShownRegister(text: string): bigint {
  const registerWh = energyOf(text);
  if (registerWh === undefined) throw new InvalidArgumentError(withSpelling(NO_ENERGY, text, ENERGY_UNITS));
  return registerWh;
}

/** What a meter's register shows, with its unit or in whole Wh. */
export function parseRegister(text: string): bigint {
  const registerWh = energyOf(text) ?? wholeWh(text);
  if (registerWh === undefined) throw new InvalidArgumentError(withSpelling(`${NO_WH}.`, text, ENERGY_UNITS));
  return registerWh;
}

/** An energy above zero, with its unit or in whole Wh. */
export function parseWh(text: string): bigint {
  const energyWh = energyOf(text) ?? wholeWh(text);
  if (!energyWh) throw new InvalidArgumentError(withSpelling(`${NO_WH}, at least 1.`, text, ENERGY_UNITS));
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
