import { InvalidFieldName } from "./errors.js";
import { fromHex, type Hex, toHex } from "./hex.js";

/** What a sensor field measures. */
export interface SensorField {
  /** Unit of which `SensorReading.valueMilli` holds thousandths. */
  readonly unit: string;
  readonly meaning: string;
}

/** Known sensor fields. A field that is not listed is carried and proven all the same, only without a unit. */
export const SENSOR_FIELDS: Readonly<Record<string, SensorField>> = {
  temperature: { unit: "°C", meaning: "temperature of the air around the goods" },
  humidity: { unit: "%", meaning: "relative humidity of the air" },
  light: { unit: "lx", meaning: "illuminance; rises when a closed box is opened" },
  co2: { unit: "ppm", meaning: "carbon dioxide in the air, parts per million by volume" },
  shock: { unit: "g", meaning: "peak acceleration of the sample, multiples of 9.80665 m/s²" },
  tilt: { unit: "°", meaning: "inclination from upright" },
  pressure: { unit: "hPa", meaning: "air pressure" },
  noise: { unit: "dB", meaning: "sound pressure level, A-weighted" },
  voltage: { unit: "V", meaning: "voltage at the terminals" },
  current: { unit: "A", meaning: "current, positive while charging" },
  power: { unit: "W", meaning: "active power, positive while consuming" },
  stateOfCharge: { unit: "%", meaning: "stored charge of a battery relative to its full charge" },
};

/** Unit of a sensor field's value, or `undefined` for a field that is not listed. */
export function unitOf(field: string): string | undefined {
  return Object.hasOwn(SENSOR_FIELDS, field) ? SENSOR_FIELDS[field]?.unit : undefined;
}

const WORD = 32;
const NAME = /^[\x21-\x7e]{1,31}$/;

/** A field's name as contracts write it: ASCII, filled up with zeros. Throws `InvalidFieldName`. */
export function fieldWordOf(field: string): Hex {
  if (typeof field !== "string" || !NAME.test(field)) throw new InvalidFieldName(String(field));
  const word = new Uint8Array(WORD);
  for (let at = 0; at < field.length; at++) word[at] = field.charCodeAt(at);
  return toHex(word);
}

/** The name that a word of `fieldWordOf` stands for. Throws `InvalidFieldName`, `InvalidHex`. */
export function fieldOfWord(word: Hex): string {
  const text = String.fromCharCode(...fromHex(word, WORD, "field")).replace(/\0+$/, "");
  if (!NAME.test(text)) throw new InvalidFieldName(text);
  return text;
}
