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
