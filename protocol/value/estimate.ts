import { ValueEndOfLifeUnsupported, ValueInputInvalid, ValueNoFadeYet } from "./errors.js";
import { exponentOf, type FadeHistory, fadeHistoryOf } from "./fade.js";
import { exponentAhead, type FadeCurve, NOTHING_LEFT, remainingCycles } from "./forecast.js";
import { type CleanHistory, cleanHistory, latest } from "./history.js";
import { checkPrices, energyPerCharge, remainingThroughputKWh, valueRange } from "./money.js";
import { type FadeParameters, PUBLISHED_PARAMETERS } from "./parameters.js";
import { rounded, roundedRange } from "./rounding.js";
import { median } from "./statistics.js";
import type { ValueEstimate, ValueInput } from "./types.js";

export const VALUE_METHOD = "wattproof-fade/1";

/** The capacity of today is the median of the last five cycles. */
const CURRENT_SPAN = 5;
/** Lowest end of life, as a fraction of the reference: no cell of the study faded further. */
const LOWEST_END_OF_LIFE = 0.5;
/** A rated capacity further than this from the reference is in another unit, or of another battery. */
const RATED_OF_REFERENCE = { lowest: 0.5, highest: 4 } as const;

/**
 * Estimates from a battery's history alone what it is still good for. Deterministic; what is not in the history, such
 * as later cycles, has no part in it. docs/residual-value.md explains the method.
 *
 * Throws `ValueInputInvalid`, `ValueHistoryTooShort`, `ValueHistoryStartMissing`, `ValueHistoryTooPatchy`,
 * `ValueTodayUnknown`, `ValueNoFadeYet`, `ValueEndOfLifeUnsupported` where it would have to guess.
 */
export function estimateValue(input: ValueInput): ValueEstimate {
  return estimateWith(PUBLISHED_PARAMETERS, input);
}

/** `estimateValue` with other parameters than the published ones, as the study needs it. */
export function estimateWith(parameters: FadeParameters, input: ValueInput): ValueEstimate {
  const { endOfLife, prices } = input;
  if (!(endOfLife > 0 && endOfLife < 1)) throw new ValueInputInvalid("endOfLife", "is no fraction between 0 and 1");
  if (prices !== undefined) checkPrices(prices);
  const history = cleanHistory(input.cycles);
  const { used, referenceAh, ageCycles } = history;
  const ratedAh = checkedRating(input.ratedCapacityAh, referenceAh);
  const baseAh = ratedAh ?? referenceAh;
  const end = (endOfLife * baseAh) / referenceAh;
  if (end < LOWEST_END_OF_LIFE) throw new ValueEndOfLifeUnsupported(end, LOWEST_END_OF_LIFE);

  const current = latest(used, CURRENT_SPAN);
  const currentAh = median(current.map((cycle) => cycle.dischargeCapacityAh));
  const fades = fadeHistoryOf(used, referenceAh, ageCycles);
  const today = fades.peak - fades.fade;
  const curve = today < end ? null : curveOf(fades, ageCycles, parameters);
  const cyclesTo = (health: number) =>
    curve === null ? NOTHING_LEFT : remainingCycles(curve, fades.peak - health, parameters);
  const whPerAh = energyPerCharge(current);
  const throughput =
    whPerAh === null
      ? null
      : remainingThroughputKWh({ cyclesTo, from: today, to: end, whPerHealth: whPerAh * referenceAh });

  return {
    stateOfHealth: ratedAh === null ? null : rounded(currentAh / ratedAh),
    relativeHealth: rounded(currentAh / referenceAh),
    capacityFade: rounded(Math.max(0, 1 - currentAh / baseAh)),
    remainingCycles: roundedRange(cyclesTo(end), Math.round),
    remainingEnergyThroughputKWh: throughput && roundedRange(throughput, rounded),
    value: prices && throughput ? valueRange(prices, throughput) : null,
    method: VALUE_METHOD,
    evidence: {
      ...countsOf(history, input.cycles.length),
      referenceCapacityAh: rounded(referenceAh),
      ratedCapacityAh: ratedAh,
      currentCapacityAh: rounded(currentAh),
      peakCapacityAh: rounded(fades.peak * referenceAh),
      trendCapacityAh: rounded(today * referenceAh),
      endOfLife,
      endOfLifeOf: ratedAh === null ? "reference" : "rated capacity",
      endOfLifeCapacityAh: rounded(endOfLife * baseAh),
      endOfLifeReached: curve === null,
      curve: curve && {
        points: fades.points.length,
        fade: rounded(curve.fade),
        exponent: rounded(curve.exponent),
        exponentAhead: rounded(exponentAhead(curve, fades.peak - end, parameters.kneeAllowance)),
      },
      energyPerChargeWhPerAh: whPerAh === null ? null : rounded(whPerAh),
      chemistry: input.chemistry ?? null,
    },
  };
}

function curveOf(fades: FadeHistory, ageCycles: number, parameters: FadeParameters): FadeCurve {
  if (fades.fade < fades.detectable) throw new ValueNoFadeYet(fades.fade, fades.detectable);
  return { ageCycles, fade: fades.fade, exponent: exponentOf(fades, parameters) };
}

function checkedRating(ratedAh: number | undefined, referenceAh: number): number | null {
  if (ratedAh === undefined) return null;
  const ofReference = ratedAh / referenceAh;
  if (!(ofReference >= RATED_OF_REFERENCE.lowest && ofReference <= RATED_OF_REFERENCE.highest)) {
    throw new ValueInputInvalid("ratedCapacityAh", `is ${ratedAh}, while the first cycles gave ${referenceAh} Ah`);
  }
  return ratedAh;
}

function countsOf({ used, leftOut, firstCycle, lastCycle }: CleanHistory, cyclesGiven: number) {
  const cyclesMissing = lastCycle - firstCycle + 1 - cyclesGiven;
  return { cyclesGiven, cyclesUsed: used.length, firstCycle, lastCycle, cyclesMissing, leftOut };
}
