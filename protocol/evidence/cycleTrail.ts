import { type Hex, ZERO_HASH } from "../hex.js";
import {
  type ChargeCycle,
  CorrectionReason,
  type CycleCounters,
  type CycleMeasurements,
} from "../records/chargeCycle.js";
import type { ProvenRecord } from "./bundle.js";
import { type CountedTotals, type CounterStep, checkCounters, checkFloor, checkFullCycles } from "./counters.js";
import { CycleLog } from "./cycleLog.js";
import type { HashedEntry } from "./entries.js";
import type { EvidenceFaultCode } from "./faults.js";
import { checkHarmful, eventsShown } from "./harmful.js";
import type { PassportFacts } from "./passport.js";

/** Where a cycle stands in the battery's history. */
export interface CycleStanding {
  /** Position of its device among the battery's. */
  readonly rank: number;
  /** How many of the device's records up to here did not go by. */
  readonly lost: bigint;
}

/** What is wrong with a cycle: a fault's code and a phrase with the facts. */
export type CycleFinding = readonly [code: EvidenceFaultCode, phrase: string];

/** A cycle's record with its proof. */
export type ProvenCycle = ChargeCycle & ProvenRecord;

/** What a cycle does to the history: begins a cycle, or corrects one. */
interface Change {
  readonly isCorrection: boolean;
  /** Row of the version that it corrects; undefined for an original, or if that is not in the bundle. */
  readonly superseded: number | undefined;
  /** Row of an earlier version of the same cycle; undefined if none is in the bundle. */
  readonly kin: number | undefined;
  /** True if versions of the cycle may have passed unseen. */
  readonly isUncertain: boolean;
}

/**
 * Follows a battery's cycles: recomputes its counters, pairs corrections with what they correct, and holds the totals of
 * harmful events against what the cycles measured.
 */
export class CycleTrail {
  /** Every version of every cycle so far. */
  readonly log = new CycleLog();
  readonly #facts: PassportFacts;
  /** What the counters must follow from; undefined if nothing is known of the time before. */
  #before: CountedTotals | undefined;
  #harmful: CycleCounters | undefined;
  #first: CycleCounters | undefined;
  #latest: CycleCounters | undefined;
  readonly #unknown = new Map<number, bigint>();
  #rank = 0;
  #lost = 0n;
  /** Versions that had gone by when records were last lost: what came before may have been corrected unseen. */
  #versionsBeforeLoss = 0;

  /** @param fromFactoryGate True if the first cycle must follow from the factory's counts, false if it is taken as it comes. */
  constructor(facts: PassportFacts, fromFactoryGate: boolean) {
    this.#facts = facts;
    if (fromFactoryGate) this.#before = factoryTotals(facts);
  }

  /** The counters that the first and the latest cycle state; undefined before the first. */
  get counters(): { readonly first: CycleCounters; readonly latest: CycleCounters } | undefined {
    return this.#first && this.#latest && { first: this.#first, latest: this.#latest };
  }

  /** Notes that `count` sequences passed of which no record is at hand. */
  lose(count: bigint): void {
    if (count === 0n) return;
    this.#lost += count;
    this.#versionsBeforeLoss = this.log.length;
  }

  /** Notes that the order of records broke, so that the next cycle's counters are taken as they come. */
  forget(): void {
    this.#before = undefined;
    this.#harmful = undefined;
  }

  /** What is wrong with the next cycle; none if it follows. Goes on from what it states. */
  check({ entry, hash }: HashedEntry<ProvenCycle>, standing: CycleStanding): CycleFinding[] {
    const { counters, measurements } = entry;
    const change = this.#changeOf(measurements, standing);
    const findings: CycleFinding[] = "phrase" in change ? [["CorrectionInvalid", change.phrase]] : [];
    const known: Change = "phrase" in change ? INVALID_CORRECTION : change;
    const step = this.#stepOf(measurements, known);
    const counted =
      this.#before === undefined
        ? checkFloor(counters, factoryTotals(this.#facts), step.newCycles)
        : checkCounters(counters, this.#before, step);
    const harmful = this.#checkHarmful(entry, known, standing);
    for (const phrase of [
      ...counted,
      ...checkFullCycles(counters, this.#facts.ratedCapacityMicroAh),
      ...harmful.wrong,
    ]) {
      findings.push(["CounterMismatch", phrase]);
    }
    for (const phrase of harmful.undeclared) findings.push(["HarmfulEventUndeclared", phrase]);
    this.#goOn(entry, hash, known, standing.rank);
    return findings;
  }

  #changeOf(measurements: CycleMeasurements, standing: CycleStanding): Change | { phrase: string } {
    const { supersedes, correctionReason } = measurements;
    if (supersedes === ZERO_HASH) {
      if (correctionReason === CorrectionReason.None) return ORIGINAL;
      return { phrase: "it gives a reason for a correction and names no record that it corrects" };
    }
    if (correctionReason === CorrectionReason.None) return { phrase: `it corrects ${supersedes} without a reason` };
    const superseded = this.log.find(supersedes);
    // What is not at hand may have been corrected before.
    const kin = superseded ?? this.log.findCorrectionOfUnknown(supersedes);
    if (kin === undefined) {
      if (this.#unknownOf(standing.rank) < standing.lost) return UNKNOWN_CORRECTION;
      return { phrase: `it corrects ${supersedes}, which is no earlier cycle of its device` };
    }
    if (this.log.rankOf(kin) !== standing.rank) {
      return { phrase: `it corrects ${supersedes}, which is a cycle of another device` };
    }
    const first = this.log.firstOf(kin);
    const isUncertain = first < this.#versionsBeforeLoss || this.log.reasonOf(first) !== CorrectionReason.None;
    return { isCorrection: true, superseded, kin, isUncertain };
  }

  /** How many different records that are not at hand the device at `rank` has corrected: no more than it has lost. */
  #unknownOf(rank: number): bigint {
    return this.#unknown.get(rank) ?? 0n;
  }

  #stepOf(measurements: CycleMeasurements, change: Change): CounterStep {
    const { dischargeMicroAh, dischargeMicroWh } = measurements;
    const lost = this.#lost;
    if (!change.isCorrection) {
      const whole = (amount: bigint) => ({ least: amount, most: amount });
      return { newCycles: 1n, energyMicroWh: whole(dischargeMicroWh), capacityMicroAh: whole(dischargeMicroAh), lost };
    }
    const counted =
      change.kin === undefined ? { microAh: 0n, microWh: 0n } : this.log.highestOf(this.log.firstOf(change.kin));
    const added = (amount: bigint, already: bigint) => {
      const most = amount > already ? amount - already : 0n;
      return { least: change.isUncertain ? 0n : most, most };
    };
    return {
      newCycles: 0n,
      energyMicroWh: added(dischargeMicroWh, counted.microWh),
      capacityMicroAh: added(dischargeMicroAh, counted.microAh),
      lost,
    };
  }

  #checkHarmful({ counters, measurements }: ProvenCycle, change: Change, { rank }: CycleStanding) {
    const shown = eventsShown(measurements, this.#facts.limits);
    const counted = change.kin === undefined ? 0 : this.log.eventsOf(this.log.firstOf(change.kin));
    // What an earlier version of the cycle may have counted need not be counted again.
    const mustCount = change.isUncertain ? 0 : shown & ~counted;
    return checkHarmful(
      { counters, measurements, mustCount },
      { totals: this.#harmful, isOtherDevice: rank !== this.#rank, isLossy: this.#lost > 0n },
    );
  }

  #goOn({ header, measurements, counters }: ProvenCycle, hash: Hex, change: Change, rank: number): void {
    const row = this.log.length;
    const { sequence, timestampS } = header;
    const { dischargeCount } = counters;
    const { superseded, kin } = change;
    this.log.append({ hash, sequence, timestampS, rank, dischargeCount, measurements, superseded, kin });
    if (change === UNKNOWN_CORRECTION) {
      this.log.noteCorrectionOfUnknown(row);
      this.#unknown.set(rank, this.#unknownOf(rank) + 1n);
    }
    this.log.addEvents(this.log.firstOf(row), eventsShown(measurements, this.#facts.limits));
    this.#first ??= counters;
    this.#latest = counters;
    this.#before = counters;
    this.#harmful = counters;
    this.#rank = rank;
    this.#lost = 0n;
  }
}

const ORIGINAL: Change = { isCorrection: false, superseded: undefined, kin: undefined, isUncertain: false };
/** Corrects a record that is not at hand, as the first to do so. */
const UNKNOWN_CORRECTION: Change = { isCorrection: true, superseded: undefined, kin: undefined, isUncertain: true };
/** Taken in the place of a correction that is none. */
const INVALID_CORRECTION: Change = { ...UNKNOWN_CORRECTION };

/** The counters at the factory gate, as the passport states them. */
export function factoryTotals({ factoryChargeCount, factoryDischargeCount }: PassportFacts): CountedTotals {
  return {
    chargeCount: BigInt(factoryChargeCount),
    dischargeCount: BigInt(factoryDischargeCount),
    energyThroughputMicroWh: 0n,
    capacityThroughputMicroAh: 0n,
  };
}
