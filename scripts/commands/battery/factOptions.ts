import type { OperatingLimits, PassportFacts } from "../../../protocol/index.js";

/** What the options give as the user wrote it. */
export interface FactFlags {
  readonly model?: string;
  readonly chemistry?: string;
  readonly ratedAh?: string;
  readonly ratedWh?: string;
  readonly factoryCharges?: string;
  readonly factoryDischarges?: string;
  readonly voltageMin?: string;
  readonly voltageMax?: string;
  readonly temperatureMin?: string;
  readonly temperatureMax?: string;
  readonly chargingTemperatureMin?: string;
  readonly chargingTemperatureMax?: string;
}

interface FactOption {
  /** Long name of the option, and its name among the flags. */
  readonly flag: string;
  readonly name: keyof FactFlags;
  readonly value: string;
  readonly about: string;
  /** Member of the facts, or of their limits. */
  readonly fact: Exclude<keyof PassportFacts, "limits" | "maker"> | keyof OperatingLimits;
  readonly isLimit?: true;
  /** Power of ten from the option's unit to the fact's; left away for text and counts. */
  readonly power?: number;
}

/** Every fact that has an option, in units that people use. */
export const FACT_OPTIONS: readonly FactOption[] = [
  { flag: "model", name: "model", value: "text", about: "model", fact: "model" },
  { flag: "chemistry", name: "chemistry", value: "text", about: "chemistry, such as LFP", fact: "chemistry" },
  quantity("rated-ah", "ratedAh", "Ah", "rated capacity", "ratedCapacityMicroAh"),
  quantity("rated-wh", "ratedWh", "Wh", "rated energy", "ratedEnergyMicroWh"),
  {
    flag: "factory-charges",
    name: "factoryCharges",
    value: "n",
    about: "charges before it left the factory",
    fact: "factoryChargeCount",
  },
  {
    flag: "factory-discharges",
    name: "factoryDischarges",
    value: "n",
    about: "discharges before it left the factory",
    fact: "factoryDischargeCount",
  },
  limit("voltage-min", "voltageMin", "V", "below it a discharge is deep", "voltageMinMicroV", 6),
  limit("voltage-max", "voltageMax", "V", "above it a charge is an over-charge", "voltageMaxMicroV", 6),
  limit("temperature-min", "temperatureMin", "°C", "lowest of normal use", "temperatureMinMilliC", 3),
  limit("temperature-max", "temperatureMax", "°C", "highest of normal use", "temperatureMaxMilliC", 3),
  limit("charging-temperature-min", "chargingTemperatureMin", "°C", "the same", "chargingTemperatureMinMilliC", 3),
  limit("charging-temperature-max", "chargingTemperatureMax", "°C", "the same", "chargingTemperatureMaxMilliC", 3),
];

/** The facts that the options state, as JSON carries them; a value that is none is left as it is, to be refused. */
export function factsOfFlags(flags: FactFlags): { facts: Record<string, unknown>; limits: Record<string, unknown> } {
  const facts: Record<string, unknown> = {};
  const limits: Record<string, unknown> = {};
  for (const { name, fact, isLimit, power } of FACT_OPTIONS) {
    const text = flags[name];
    if (text === undefined) continue;
    const value = power !== undefined ? scaled(text, power) : name.startsWith("factory") ? countOf(text) : text;
    (isLimit ? limits : facts)[fact] = value;
  }
  return { facts, limits };
}

/** A decimal times a power of ten as a whole number's text, exactly; the text itself if it is none. */
function scaled(text: string, power: number): string {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/.exec(text) ?? [];
  if (whole === "" || fraction.length > power) return text;
  const digits = BigInt(whole + fraction.padEnd(power, "0"));
  return (sign === "-" ? -digits : digits).toString();
}

function countOf(text: string): unknown {
  return /^(?:0|[1-9][0-9]{0,9})$/.test(text) ? Number(text) : text;
}

function quantity(
  flag: string,
  name: keyof FactFlags,
  value: string,
  about: string,
  fact: FactOption["fact"],
): FactOption {
  return { flag, name, value, about, fact, power: 6 };
}

function limit(
  flag: string,
  name: keyof FactFlags,
  value: string,
  about: string,
  fact: keyof OperatingLimits,
  power: number,
): FactOption {
  const what = flag.startsWith("charging") ? `${flag.endsWith("min") ? "lowest" : "highest"} while charging` : about;
  return { flag, name, value, about: what, fact, isLimit: true, power };
}
