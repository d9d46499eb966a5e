import { ValueEndOfLifeUnsupported, ValueInputInvalid, ValueNoFadeYet } from "./errors.js";
import { type FadeCurve, fadeCurveOf } from "./fade.js";
import { exponentAhead, remainingCycles } from "./forecast.js";
import { type CleanHistory, cleanHistory } from "./history.js";
import { checkPrices, remainingThroughputKWh, valueRange } from "./money.js";
import { median } from "./statistics.js";
import type { ValueCycle, ValueEstimate, ValueEvidence, ValueInput } from "./types.js";

export const VALUE_METHOD = "wattproof-fade/1";

/** Cycles whose median is the capacity of today. */
const CURRENT_CYCLES = 5;
/** Lowest end of life, as a fraction of the reference. */
const LOWEST_END_OF_LIFE = 0.5;
/** Rated capacities that are this far from the reference are in another unit, or of another battery. */
const RATED_OF_REFERENCE = { lowest: 0.5, highest: 4 } as const;
/** Least fade since the peak, as a fraction of the reference, that can be told from chance. */
const DETECTABLE_FADE = 0.002;

/**
 * Estimates from a battery's history alone what it is still good for. Deterministic; reads nothing after the last cycle
 * given. The method is explained in docs/residual-value.md.
 *
 * Throws `ValueInputInvalid`, `ValueHistoryTooShort`, `ValueHistoryStartMissing`, `ValueHistoryTooPatchy`,
 * `ValueNoFadeYet`, `ValueEndOfLifeUnsupported` where it would have to guess.
 */
export function estimateValue(input: ValueInput): ValueEstimate {
  const { endOfLife, prices, chemistry } = input;
  if (!(endOfLife > 0 && endOfLife < 1)) throw new ValueInputInvalid("endOfLife", "is no fraction between 0 and 1");
  if (prices !== undefined) checkPrices(prices);
  const history = cleanHistory(input.cycles);
  const { used, referenceAh, lastCycle } = history;
  const ratedAh = ratedCapacity(input.ratedCapacityAh, referenceAh);
  const endAh = endOfLife * (ratedAh ?? referenceAh);
  const end = endAh / referenceAh;
  if (end < LOWEST_END_OF_LIFE) throw new ValueEndOfLifeUnsupported(end, LOWEST_END_OF_LIFE);

  const currentAh = median(used.slice(-CURRENT_CYCLES).map((cycle) => cycle.dischargeCapacityAh));
  const reached = currentAh < endAh;
  const curve = fadeCurveOf(used, referenceAh, lastCycle);
  if (!reached && curve.fade < DETECTABLE_FADE) throw new ValueNoFadeYet(curve.fade, DETECTABLE_FADE);
  const cyclesTo = (health: number) => remainingCycles(curve, lastCycle, curve.peak - health);
  const remaining = reached ? { p10: 0, p50: 0, p90: 0 } : cyclesTo(end);
  const whPerAh = energyPerCharge(used);
  const throughput =
    whPerAh === null
      ? null
      : reached
        ? { p10: 0, p50: 0, p90: 0 }
        : remainingThroughputKWh({
            cyclesTo,
            from: currentAh / referenceAh,
            to: end,
            whPerHealth: whPerAh * referenceAh,
          });

  return {
    stateOfHealth: ratedAh === null ? null : currentAh / ratedAh,
    relativeHealth: currentAh / referenceAh,
    capacityFade: Math.max(0, 1 - currentAh / (ratedAh ?? referenceAh)),
    remainingCycles: remaining,
    remainingEnergyThroughputKWh: throughput,
    value: prices === undefined || throughput === null ? null : valueRange(prices, throughput),
    method: VALUE_METHOD,
    evidence: {
      ...evidenceOf(history, input.cycles.length),
      ratedCapacityAh: ratedAh,
      currentCapacityAh: currentAh,
      peakCapacityAh: curve.peak * referenceAh,
      endOfLife,
      endOfLifeOf: ratedAh === null ? "reference" : "rated capacity",
      endOfLifeCapacityAh: endAh,
      endOfLifeReached: reached,
      curve: reached ? null : curveEvidence(curve, end),
      energyPerChargeWhPerAh: whPerAh,
      chemistry: chemistry ?? null,
    },
  };
}

function ratedCapacity(ratedAh: number | undefined, referenceAh: number): number | null {
  if (ratedAh === undefined) return null;
  const ofReference = ratedAh / referenceAh;
  if (!(ofReference >= RATED_OF_REFERENCE.lowest && ofReference <= RATED_OF_REFERENCE.highest)) {
    throw new ValueInputInvalid("ratedCapacityAh", `is ${ratedAh}, and the first cycles gave ${referenceAh} Ah`);
  }
  return ratedAh;
}

/** Wh per Ah of the latest discharges that state their energy; null if none does. */
function energyPerCharge(used: readonly ValueCycle[]): number | null {
  const ratios = used
    .slice(-CURRENT_CYCLES)
    .map(({ dischargeEnergyWh, dischargeCapacityAh }) => (dischargeEnergyWh ?? 0) / dischargeCapacityAh)
    .filter((ratio) => Number.isFinite(ratio) && ratio > 0);
  return ratios.length === 0 ? null : median(ratios);
}

function evidenceOf({ used, leftOut, referenceAh, firstCycle, lastCycle }: CleanHistory, cyclesGiven: number) {
  return {
    cyclesGiven,
    cyclesUsed: used.length,
    firstCycle,
    lastCycle,
    cyclesMissing: lastCycle - firstCycle + 1 - cyclesGiven,
    leftOut,
    referenceCapacityAh: referenceAh,
  };
}

function curveEvidence(curve: FadeCurve, end: number): NonNullable<ValueEvidence["curve"]> {
  const { points, fade, exponent } = curve;
  return { points, fade, exponent, exponentAhead: exponentAhead(curve, curve.peak - end) };
}
