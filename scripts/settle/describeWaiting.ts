import type { AwaitedInterval, AwaitedLack, Lack } from "../../oracle/settlement/index.js";
import { formatInstant } from "../commandLine/instant.js";

/** Suppliers that people see; --json lists all. */
const SHOWN_TO_PEOPLE = 10;

/** What a meter is to give, after its id. */
const NEEDS: Readonly<Record<Lack["needs"], (at: string) => string>> = {
  opening: () => "its first record, which opens it",
  reading: (at) => `its reading at ${at}`,
  baseline: (at) => `its reading at ${at}, from which on its energy counts`,
  earlier: (at) => `its earlier suppliers, to be settled up to ${at}`,
  settled: (at) => `nothing more: its register is settled beyond ${at}`,
  refused: (at) => `a reading at ${at} that the chain takes`,
};

/** How far settling came. */
export interface Progress {
  readonly waiting: readonly AwaitedInterval[];
  readonly readings: number;
  /** Intervals that were closed. */
  readonly intervals: number;
  /** Whether registers were to be left out. */
  readonly leaveOut: boolean;
}

/** What was not settled, and why, in words. Intervals that are not over count only where nothing was settled at all. */
export function describeWaiting({ waiting, readings, intervals, leaveOut }: Progress): string[] {
  if (readings === 0) return ["The files hold no meter reading."];
  if (waiting.length === 0 && intervals === 0) {
    return ["No meter of these readings has an agreement that is not settled to its end."];
  }
  const told = waiting.filter(({ isOver }) => isOver || intervals === 0);
  const unlisted = told.length - SHOWN_TO_PEOPLE;
  return [
    ...told.slice(0, SHOWN_TO_PEOPLE).flatMap((each) => describe(each, leaveOut)),
    ...(unlisted > 0 ? [`and ${unlisted} suppliers more (--json lists them)`] : []),
  ];
}

function describe(awaited: AwaitedInterval, leaveOut: boolean): string[] {
  const { exportMeter, startS, endS, isOver, lacks, chainS, deadlineS } = awaited;
  const [start, end, chainTime, deadline] = [startS, endS, chainS, deadlineS].map(formatInstant);
  const interval = `supplier's meter ${exportMeter}: the interval from ${start} to ${end}`;
  if (!isOver) return [`${interval} is not over; the chain's time is ${chainTime}.`];
  if (lacks.length > 0) {
    return [
      `${interval} waits for`,
      ...lacks.map(describeLack),
      leaveOut
        ? `  or for ${deadline}, from when on --leave-out closes it; the chain's time is ${chainTime}`
        : `  or, from ${deadline} on, for who holds the role oracle and says --leave-out (wattproof role list)`,
    ];
  }
  if (chainS >= endS) return [`${interval} lacks nothing, and was not closed.`];
  return [
    `${interval} lacks nothing, but the chain's time is ${chainTime}, before its end.`,
    "  Settle again after the next block; a development node makes one with any transaction.",
  ];
}

function describeLack({ meter, needs, atS, latestS }: AwaitedLack): string {
  const isSilent = needs === "opening" || needs === "reading" || needs === "baseline";
  const heard = latestS === null ? "none of it is here" : `its latest here is of ${formatInstant(latestS)}`;
  return `  meter ${meter}: ${NEEDS[needs](formatInstant(atS))}${isSilent ? ` (${heard})` : ""}`;
}
