import type { CycleCounters } from "../records/chargeCycle.js";
import type { TimeSource } from "../records/header.js";
import { correctionFigures, cycleFigures } from "./cycleFigures.js";
import type { CycleLog } from "./cycleLog.js";
import { factoryTotals } from "./cycleTrail.js";
import type { DeviceSequence } from "./devices.js";
import { HARMFUL_TOTALS } from "./harmful.js";
import type { PassportFacts } from "./passport.js";
import type {
  BatteryHealth,
  Completeness,
  CounterValues,
  CycleFigure,
  EvidenceFigures,
  Freshness,
  HarmfulEvents,
  ReportedGap,
  SinceStart,
} from "./report.js";
import type { PassportRoots } from "./roots.js";

/** The last record that stood in its place. */
export interface LastRecord {
  readonly timestampS: bigint;
  readonly timeSource: TimeSource;
  readonly anchoredAtS: bigint | undefined;
}

export interface FiguresInput {
  readonly passport: PassportRoots;
  readonly completeness: Completeness;
  /** Signed records. */
  readonly records: number;
  readonly devices: DeviceSequence;
  readonly log: CycleLog;
  readonly counters: { readonly first: CycleCounters; readonly latest: CycleCounters } | undefined;
  readonly firstSequence: bigint | null;
  readonly lastSequence: bigint | null;
  readonly last: LastRecord | undefined;
  readonly rootsReadAtS: bigint;
}

/** Reads off a faultless history what it proves. */
export function figuresOf(input: FiguresInput): EvidenceFigures {
  const { passport, completeness, records, log, firstSequence, lastSequence } = input;
  const devices = passport.bindings.map(({ device }) => device);
  const cycles = cycleFigures(log, devices);
  const counters = countersSince(input);
  return {
    records,
    completeness,
    gaps: gapsOf(input),
    firstSequence,
    lastSequence,
    completeUpTo: passport.checkpoint?.sequence ?? null,
    cycles,
    corrections: correctionFigures(log, devices),
    counters,
    harmfulEvents: counters && harmfulOf(counters),
    health: healthOf(cycles.at(-1), counters?.now, passport),
    freshness: freshnessOf(input),
  };
}

function gapsOf({ passport, devices }: FiguresInput): ReportedGap[] {
  return passport.bindings.flatMap(({ device }, rank) =>
    (devices.at(rank)?.gaps.all ?? []).map(({ range: { from, to }, afterS, beforeS }) => ({
      device,
      fromSequence: from,
      toSequence: to,
      afterS,
      beforeS,
    })),
  );
}

function countersSince({ counters, passport, completeness }: FiguresInput): SinceStart<CounterValues> | null {
  if (counters === undefined) return null;
  const now = withoutSalt(counters.latest);
  const isComplete = completeness.fromFactoryGate && completeness.scope === "complete";
  const first = withoutSalt(counters.first);
  const atStart = isComplete ? atFactoryGate(passport, first) : first;
  const since = Object.fromEntries(
    Object.entries(now).map(([name, value]) => {
      const start = atStart[name as keyof CounterValues];
      return [name, value === null || start === null ? null : value - start];
    }),
  ) as unknown as CounterValues;
  return { start: isComplete ? "factoryGate" : "firstRecord", atStart, now, since };
}

/**
 * The passport states no harmful events and no throughput of the factory's cycles: both begin at zero. Events that the
 * first device does not total nobody knows from there on: a later device may count, but only its own.
 */
function atFactoryGate(facts: PassportFacts, first: CounterValues): CounterValues {
  const measured = HARMFUL_TOTALS.map((name) => [name, first[name] === null ? null : 0n] as const);
  return {
    ...factoryTotals(facts),
    numberOfFullCycles: 0n,
    ...(Object.fromEntries(measured) as unknown as HarmfulEvents),
  };
}

function withoutSalt({ salt: _, ...values }: CycleCounters): CounterValues {
  return values;
}

function harmfulOf({ start, atStart, now, since }: SinceStart<CounterValues>): SinceStart<HarmfulEvents> {
  return { start, atStart: eventsOf(atStart), now: eventsOf(now), since: eventsOf(since) };
}

function eventsOf(values: CounterValues): HarmfulEvents {
  return Object.fromEntries(HARMFUL_TOTALS.map((name) => [name, values[name]])) as unknown as HarmfulEvents;
}

function healthOf(
  cycle: CycleFigure | undefined,
  counters: CounterValues | undefined,
  { ratedCapacityMicroAh }: PassportFacts,
): BatteryHealth | null {
  if (cycle === undefined || counters === undefined) return null;
  return {
    numberOfFullCycles: counters.numberOfFullCycles,
    stateOfHealth: Number(cycle.dischargeMicroAh) / Number(ratedCapacityMicroAh),
    chargeCount: counters.chargeCount,
    dischargeCount: counters.dischargeCount,
    energyThroughputMicroWh: counters.energyThroughputMicroWh,
    capacityThroughputMicroAh: counters.capacityThroughputMicroAh,
  };
}

function freshnessOf({ last, rootsReadAtS }: FiguresInput): Freshness | null {
  if (last?.anchoredAtS === undefined) return null;
  const { timestampS: lastRecordedAtS, timeSource, anchoredAtS: lastAnchoredAtS } = last;
  return { lastRecordedAtS, timeSource, lastAnchoredAtS, rootsReadAtS };
}
