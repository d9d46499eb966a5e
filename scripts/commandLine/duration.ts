import { InvalidArgumentError } from "commander";
import { durationOf } from "../../protocol/json/times.js";

/** Longest first. */
const UNITS = [
  { seconds: 86_400n, name: "day" },
  { seconds: 3_600n, name: "hour" },
  { seconds: 60n, name: "minute" },
] as const;

/** Whole seconds for people, in the longest unit that counts them without a rest. */
export function formatDuration(seconds: bigint | number): string {
  const all = BigInt(seconds);
  const unit = UNITS.find((each) => all !== 0n && all % each.seconds === 0n) ?? { seconds: 1n, name: "second" };
  const count = all / unit.seconds;
  return `${count} ${unit.name}${count === 1n ? "" : "s"}`;
}

/** Minutes, hours or days, seconds. */
export function parseDuration(text: string): number {
  const seconds = durationOf(text);
  if (seconds === undefined) throw new InvalidArgumentError("It is minutes, hours or days, such as 15m, 1h or 7d.");
  return seconds;
}

const DAY_S = 86_400n;
const HOUR_S = 3600n;
const LONGEST_LIFE_S = 10n * 366n * DAY_S;

/** A time to live such as 12h or 7d, seconds. */
export function parseLife(text: string): bigint {
  const [, count, unit] = /^([1-9][0-9]{0,4})([hd])$/.exec(text) ?? [];
  const lifeS = BigInt(count ?? 0) * (unit === "h" ? HOUR_S : DAY_S);
  if (lifeS === 0n || lifeS > LONGEST_LIFE_S) {
    throw new InvalidArgumentError("It is hours or days, such as 12h or 7d, and at most ten years.");
  }
  return lifeS;
}
