import {
  type CorrectionFigure,
  CorrectionReason,
  type HarmfulEvents,
  type MeasuredCycle,
  type ReportedGap,
  type SinceStart,
} from "../../protocol/index.js";

/** Gaps and corrections beyond these are counted; --json lists all of them. */
const MOST_LINES = 20;

/** Unix seconds as UTC; a device may claim a time beyond any calendar. */
export function time(seconds: bigint): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString().replace(".000", "");
}

/** Which records never came, and when that was. */
export function gapLines(gaps: readonly ReportedGap[]): string[] {
  return firstOf("gaps", gaps, ({ fromSequence, toSequence, afterS, beforeS }) => {
    const which =
      fromSequence === toSequence ? `sequence ${fromSequence}` : `sequences ${fromSequence} to ${toSequence}`;
    const after = afterS === null ? "" : `, after ${time(afterS)}`;
    const before = beforeS === null ? "" : `, before ${time(beforeS)}`;
    return `  ${which} never came (anchored gap)${after}${before}`;
  });
}

const REASONS: Readonly<Record<CorrectionReason, string>> = {
  [CorrectionReason.None]: "no reason",
  [CorrectionReason.SensorFault]: "sensor fault",
  [CorrectionReason.Calibration]: "calibration",
  [CorrectionReason.ClockFault]: "clock fault",
  [CorrectionReason.SoftwareFault]: "software fault",
};

/** Which records were corrected, with what both versions say. */
export function correctionLines(corrections: readonly CorrectionFigure[]): string[] {
  return firstOf("corrections", corrections, ({ reason, supersedes, before, after }) => {
    const why = REASONS[reason];
    if (before === null) {
      return `  record ${after.sequence} corrects one that is not here, ${supersedes} (${why}): ${after.measured.dischargeMicroAh} µAh`;
    }
    return `  record ${after.sequence} corrects record ${before.sequence} (${why}): ${changesOf(before.measured, after.measured)}`;
  });
}

function changesOf(before: MeasuredCycle, after: MeasuredCycle): string {
  const names = (Object.keys(after) as (keyof MeasuredCycle)[]).filter((name) => before[name] !== after[name]);
  const shown = (value: bigint | null) => (value === null ? "not measured" : `${value}`);
  const changes = names.map((name) => `${name} ${shown(before[name])} → ${shown(after[name])}`);
  return changes.length === 0 ? "the same measurements" : changes.join(", ");
}

const EVENTS: readonly (readonly [keyof HarmfulEvents, string])[] = [
  ["deepDischargeCount", "deep discharges"],
  ["overChargeCount", "over-charges"],
  ["timeExtremeHighTempMs", "too hot"],
  ["timeExtremeLowTempMs", "too cold"],
  ["timeExtremeHighTempChargingMs", "too hot while charging"],
  ["timeExtremeLowTempChargingMs", "too cold while charging"],
];

/**
 * Harmful events since birth; for a part, as the device counts them and how many are of the part. What was not measured
 * from the start on is no total since birth.
 */
export function eventLines(events: SinceStart<HarmfulEvents> | null): string[] {
  if (events === null) return [];
  const { start, atStart, now, since } = events;
  const amount = (name: keyof HarmfulEvents, value: bigint | null) =>
    name.endsWith("Ms") ? `${(Number(value) / 3_600_000).toFixed(2)} h` : `${value}`;
  const isWhole = start === "factoryGate";
  const known = EVENTS.filter(([name]) => now[name] !== null && atStart[name] !== null).map(
    ([name, words]) => `${words} ${amount(name, now[name])}${isWhole ? "" : ` (${amount(name, since[name])} here)`}`,
  );
  const later = EVENTS.filter(([name]) => now[name] !== null && atStart[name] === null).map(
    ([name, words]) => `${words} ${amount(name, now[name])}`,
  );
  const missing = EVENTS.filter(([name]) => now[name] === null).map(([, words]) => words);
  return [
    ...lineOf(isWhole ? "harmful events since birth" : "harmful events by its device's count", known),
    ...lineOf("harmful events that no earlier device measured, since a later one did", later),
    ...lineOf("harmful events that the device does not measure", missing),
  ];
}

function lineOf(what: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`  ${what}: ${items.join(", ")}`];
}

function firstOf<Item>(what: string, items: readonly Item[], lineOf: (item: Item) => string): string[] {
  const lines = items.slice(0, MOST_LINES).map(lineOf);
  return items.length > MOST_LINES ? [...lines, `  and ${items.length - MOST_LINES} more ${what} (--json)`] : lines;
}
