import type { AwaitedInterval, Lack } from "../../oracle/settlement/index.js";
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

/**
 * What was not settled, and why, in words. Intervals that are not over count only where nothing was settled at all.
 * @param closed Intervals that were closed.
 */
export function describeWaiting(waiting: readonly AwaitedInterval[], closed: number): string[] {
  if (waiting.length === 0 && closed === 0) {
    return ["No meter of these readings has an agreement that is not settled to its end."];
  }
  const told = waiting.filter(({ isOver }) => isOver || closed === 0);
  const unlisted = told.length - SHOWN_TO_PEOPLE;
  return [
    ...told.slice(0, SHOWN_TO_PEOPLE).flatMap(describe),
    ...(unlisted > 0 ? [`and ${unlisted} suppliers more (--json lists them)`] : []),
  ];
}

function describe({ exportMeter, startS, endS, isOver, lacks, deadlineS }: AwaitedInterval): string[] {
  const interval = `supplier's meter ${exportMeter}: the interval from ${formatInstant(startS)} to ${formatInstant(endS)}`;
  if (!isOver) return [`${interval} is not over.`];
  if (lacks.length === 0) return [`${interval} lacks nothing, and was not closed.`];
  return [
    `${interval} waits for`,
    ...lacks.map(({ meter, needs, atS }) => `  meter ${meter}: ${NEEDS[needs](formatInstant(atS))}`),
    `  or, from ${formatInstant(deadlineS)} on, for who holds the settling role and says --leave-out`,
  ];
}
