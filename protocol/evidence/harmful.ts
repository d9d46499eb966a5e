import type { CycleCounters, CycleMeasurements, Measured } from "../records/chargeCycle.js";
import type { OperatingLimits } from "./passport.js";
import type { HarmfulEvents } from "./report.js";

/** One kind of harmful event: the total that counts it and what shows it. */
interface EventKind {
  readonly total: keyof HarmfulEvents;
  /** True if the measurements went beyond the passport's limits. */
  readonly isShown: (measured: CycleMeasurements, limits: OperatingLimits) => boolean;
  /** True if the total counts milliseconds of charging. */
  readonly isChargingTime?: true;
}

const above = (value: Measured, limit: bigint): boolean => value !== null && value > limit;
const below = (value: Measured, limit: bigint): boolean => value !== null && value < limit;

/** EU 2023/1542 Annex VII by the names of DIN DKE SPEC 99100. */
const KINDS: readonly EventKind[] = [
  { total: "deepDischargeCount", isShown: (is, limits) => is.voltageMinMicroV < limits.voltageMinMicroV },
  { total: "overChargeCount", isShown: (is, limits) => is.voltageMaxMicroV > limits.voltageMaxMicroV },
  {
    total: "timeExtremeHighTempMs",
    isShown: (is, { temperatureMaxMilliC: limit }) =>
      above(is.chargeTemperatureMaxMilliC, limit) || above(is.dischargeTemperatureMaxMilliC, limit),
  },
  {
    total: "timeExtremeLowTempMs",
    isShown: (is, { temperatureMinMilliC: limit }) =>
      below(is.chargeTemperatureMinMilliC, limit) || below(is.dischargeTemperatureMinMilliC, limit),
  },
  {
    total: "timeExtremeHighTempChargingMs",
    isShown: (is, limits) => above(is.chargeTemperatureMaxMilliC, limits.chargingTemperatureMaxMilliC),
    isChargingTime: true,
  },
  {
    total: "timeExtremeLowTempChargingMs",
    isShown: (is, limits) => below(is.chargeTemperatureMinMilliC, limits.chargingTemperatureMinMilliC),
    isChargingTime: true,
  },
];

export const HARMFUL_TOTALS: readonly (keyof HarmfulEvents)[] = KINDS.map(({ total }) => total);

/** Which harmful events the measurements show: one bit per kind. */
export function eventsShown(measured: CycleMeasurements, limits: OperatingLimits): number {
  return KINDS.reduce((bits, { isShown }, at) => (isShown(measured, limits) ? bits | (1 << at) : bits), 0);
}

/** The totals before a record, and how they may have come to what the record states. */
export interface HarmfulBefore {
  /** Undefined where nothing is known of the time before. */
  readonly totals: HarmfulEvents | undefined;
  /** True if another device states them from now on. */
  readonly isOtherDevice: boolean;
  /** True if records were lost in between. */
  readonly isLossy: boolean;
}

export interface HarmfulStep {
  readonly counters: CycleCounters;
  readonly measurements: CycleMeasurements;
  /** Bits of the events that the record must add to the totals. */
  readonly mustCount: number;
}

/**
 * What is wrong with a record's totals of harmful events, one phrase each: `undeclared` for events that its measurements
 * show and its totals do not count, `wrong` for totals that do not follow from those before.
 */
export function checkHarmful(
  { counters, measurements, mustCount }: HarmfulStep,
  before: HarmfulBefore,
): { wrong: string[]; undeclared: string[] } {
  const wrong: string[] = [];
  const undeclared: string[] = [];
  KINDS.forEach(({ total, isChargingTime }, at) => {
    const now = counters[total];
    const was = before.totals?.[total];
    // A device measures a quantity always or never. A later device may measure more than the one before, never less.
    if (was !== undefined && (now === null) !== (was === null) && !(before.isOtherDevice && was === null)) {
      wrong.push(`${total} is ${now === null ? "no longer" : "now"} measured`);
      return;
    }
    if (now === null) return;
    const least = was ?? 0n;
    if (now < least) wrong.push(`${total} is ${now}, it was ${least}`);
    else if ((mustCount & (1 << at)) !== 0 && now === least) undeclared.push(`${total} stays ${now}`);
    const rise = now - least;
    const { chargeDurationMs } = measurements;
    if (isChargingTime && typeof was === "bigint" && !before.isLossy && rise > chargeDurationMs) {
      wrong.push(`${total} rose by ${rise} ms, the charge lasted ${chargeDurationMs} ms`);
    }
  });
  return { wrong, undeclared };
}
