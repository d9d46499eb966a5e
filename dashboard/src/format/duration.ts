import { numberFormat } from "./numbers.js";

const STEPS = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
  { unit: "second", seconds: 1 },
] as const;

/** How long, in the largest whole unit: "42 seconds", "3 hours". @param seconds Not negative. */
export function formatDuration(seconds: number, locale: string): string {
  const step = STEPS.find((candidate) => seconds >= candidate.seconds) ?? { unit: "second", seconds: 1 };
  const amount = Math.floor(seconds / step.seconds);
  return numberFormat(locale, { style: "unit", unit: step.unit, unitDisplay: "long" }).format(amount);
}
