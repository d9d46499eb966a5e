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
