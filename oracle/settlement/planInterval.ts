import type { Hex } from "../../protocol/hex.js";
import type { SignedRecord } from "../../protocol/records/record.js";
import type { AgreementBook } from "./agreementBook.js";
import type { SettledAt } from "./ledgerView.js";
import type { Agreement, Interval, IntervalReading, Lack } from "./types.js";

/** What is known when an interval is planned. */
export interface Situation {
  readonly book: AgreementBook;
  /** A meter's reading at a time, if it came. */
  readingAt(meter: Hex, timeS: number): SignedRecord | undefined;
  /** Time of a meter's latest reading. */
  latestS(meter: Hex): number | undefined;
  registersOf(meter: Hex): SettledAt;
  isOpen(meter: Hex): boolean;
  /** Whether a supplier's intervals are settled up to `untilS`, can be, or cannot as things stand. */
  progressOf(exportMeter: Hex, untilS: number): "done" | "open" | "stuck";
  /** Meters whose readings the chain does not take for this interval. */
  readonly dropped: ReadonlySet<Hex>;
  /** True if a meter that is silent now is not waited for. */
  readonly waitIsOver: boolean;
  /** Wait after an interval's end before it may close incomplete, s. */
  readonly closingDelayS: number;
  readonly nowS: number;
}

type MeterPlan =
  | { readonly kind: "taken"; readonly readings: readonly IntervalReading[] }
  /** There is nothing to take, and there never will be: or, awaited, it may still come. */
  | { readonly kind: "leftOut" | "awaited"; readonly lack: Lack };

/** A meter of the interval being planned. */
interface Place {
  readonly meter: Hex;
  readonly position: number;
  readonly direction: keyof SettledAt;
  /** The register must have been settled since then, or needs its reading at the interval's start as a baseline. */
  readonly sinceS: number;
}

interface Times {
  readonly startS: number;
  readonly endS: number;
}

/**
 * Plans the interval of `exportMeter` that ends at `endS`.
 * @returns Undefined while it cannot close.
 */
export function planInterval(exportMeter: Hex, endS: number, situation: Situation): Interval | undefined {
  const { nowS, closingDelayS } = situation;
  if (endS > nowS) return undefined;
  const { startS, stretch, plans } = planMeters(exportMeter, endS, situation);
  if (plans.some(({ kind }) => kind === "awaited")) return undefined;
  const readings = plans.flatMap((plan) => (plan.kind === "taken" ? plan.readings : []));
  const leftOut = plans.filter(({ kind }) => kind === "leftOut").length;
  if (leftOut > 0 && nowS < endS + closingDelayS) return undefined;
  return { exportMeter, stretch, startS, endS, readings, leftOut };
}

/** What the interval of `exportMeter` that ends at `endS` lacks, meter by meter. */
export function lacksOf(exportMeter: Hex, endS: number, situation: Situation): Lack[] {
  const { plans } = planMeters(exportMeter, endS, situation);
  return plans.flatMap((plan) => (plan.kind === "taken" ? [] : [plan.lack]));
}

function planMeters(exportMeter: Hex, endS: number, situation: Situation) {
  const { book } = situation;
  const startS = endS - book.periodAt(exportMeter, endS);
  const times = { startS, endS };
  const stretch = book.stretchAt(exportMeter, startS);
  const sinceS = book.coveredFromS(exportMeter, startS);
  const supplier = planMeter({ meter: exportMeter, position: 0, direction: "exportS", sinceS }, times, situation);
  const consumers = stretch.members.map((agreement, index) => planConsumer(agreement, index + 1, times, situation));
  return { startS, stretch, plans: [supplier, ...consumers] };
}

function planConsumer(agreement: Agreement, position: number, times: Times, situation: Situation): MeterPlan {
  const { importMeter: meter, startS: sinceS } = agreement;
  const plan = planMeter({ meter, position, direction: "importS", sinceS }, times, situation);
  const needsBaseline = plan.kind === "taken" && plan.readings.some(({ isBaseline }) => isBaseline);
  if (!needsBaseline) return plan;
  // The consumer's earlier suppliers are settled first: a new baseline would take their energy from them.
  const earlier = situation.book.earlierOf(agreement, situation.registersOf(meter).importS);
  const progress = earlier.map((of) => situation.progressOf(of.exportMeter, of.endS));
  const lack: Lack = { meter, needs: "earlier", atS: times.startS };
  if (progress.includes("stuck")) return { kind: "leftOut", lack };
  return progress.includes("open") ? { kind: "awaited", lack } : plan;
}

function planMeter(
  { meter, position, direction, sinceS }: Place,
  { startS, endS }: Times,
  situation: Situation,
): MeterPlan {
  const lacks = (needs: Lack["needs"], atS = endS): Lack => ({ meter, needs, atS });
  if (situation.dropped.has(meter)) return { kind: "leftOut", lack: lacks("refused") };
  const atEnd = situation.readingAt(meter, endS);
  const settledS = situation.registersOf(meter)[direction];
  const isOpen = situation.isOpen(meter);
  if (!atEnd) {
    const isLost = (situation.latestS(meter) ?? 0) > endS || situation.waitIsOver;
    return { kind: isLost ? "leftOut" : "awaited", lack: lacks(isOpen ? "reading" : "opening") };
  }
  if (!isOpen) return { kind: "leftOut", lack: lacks("opening") };
  if (settledS >= endS) return { kind: "leftOut", lack: lacks("settled") };
  const end = { meter, position, isBaseline: false, signed: atEnd };
  if (settledS >= sinceS) return { kind: "taken", readings: [end] };
  const atStart = startS > settledS ? situation.readingAt(meter, startS) : undefined;
  if (!atStart) return { kind: "leftOut", lack: lacks("baseline", startS) };
  return { kind: "taken", readings: [{ meter, position, isBaseline: true, signed: atStart }, end] };
}
