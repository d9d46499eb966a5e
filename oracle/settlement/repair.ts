import type { Hex } from "../../protocol/hex.js";
import type { Interval, IntervalReading, Revert } from "./types.js";

/** What to do about an interval that the chain refused. */
export type Repair =
  /** Send it again without these readings of a meter; `because` goes to the list of rejections. */
  | { readonly kind: "without"; readonly meter: Hex; readonly readings: readonly IntervalReading[] }
  /** The meter's register needs its reading at the interval's start first. */
  | { readonly kind: "baseline"; readonly meter: Hex }
  /** It is closed already. */
  | { readonly kind: "closed" }
  /** Its roster does not stand. */
  | { readonly kind: "compile" }
  /** Not now; look at the chain again later. */
  | { readonly kind: "later" }
  /** Nothing helps until something on the chain changes. */
  | { readonly kind: "hold" };

/** Errors whose first argument is the meter that they are about. */
const ABOUT_METER = new Set([
  "EnergySettlementNotOpen",
  "EnergySettlementNoBaseline",
  "EnergySettlementBaselineNotNeeded",
  "EnergySettlementRegisterSettled",
  "EnergySettlementRegisterBackwards",
  "EnergySettlementImplausible",
  "DeviceRegistryUnexpectedStatus",
  "DeviceRegistryUnknownDevice",
  "DeviceRegistryInvalidDeviceSignature",
]);

/** Chooses what to do about `reason`, for an interval that was sent alone. */
export function chooseRepair(interval: Interval, { name, args }: Revert): Repair {
  switch (name) {
    case "EnergySettlementIntervalSettled":
      return { kind: "closed" };
    case "EnergySettlementNoRoster":
      return { kind: "compile" };
    case "EnergySettlementOutOfOrder":
    case "EnergySettlementTooEarly":
    case "EnergySettlementInvalidInterval":
    case "SupplyAgreementsInvalidRoster":
    case "EnergySettlementEarlierAgreementOpen":
      return { kind: "later" };
    case "EnergySettlementUnexpectedReading":
      return repairReading(interval, interval.readings[Number(args[1])]);
  }
  // An interval is never reopened, so what is not understood closes nothing.
  if (!ABOUT_METER.has(name)) return { kind: "hold" };
  const meter = String(args[0]).toLowerCase() as Hex;
  const ofMeter = interval.readings.filter((reading) => reading.meter === meter);
  if (ofMeter.length === 0) return { kind: "hold" };
  if (name === "EnergySettlementNoBaseline" && ofMeter.length === 1) return { kind: "baseline", meter };
  // What is wrong with the baseline alone says nothing against the reading at the end.
  const isOfStart =
    name === "EnergySettlementBaselineNotNeeded" ||
    (name === "EnergySettlementRegisterSettled" && Number(args[2]) === interval.startS);
  const baseline = ofMeter.filter(({ isBaseline }) => isBaseline);
  return { kind: "without", meter, readings: isOfStart && baseline.length > 0 ? baseline : ofMeter };
}

/** The chain does not expect a reading: a baseline goes alone, a reading at the end with all of its meter. */
function repairReading({ readings }: Interval, unexpected: IntervalReading | undefined): Repair {
  if (!unexpected) return { kind: "hold" };
  const { meter, isBaseline } = unexpected;
  return {
    kind: "without",
    meter,
    readings: isBaseline ? [unexpected] : readings.filter((reading) => reading.meter === meter),
  };
}

/** The interval without some of its readings. */
export function without(interval: Interval, dropped: readonly IntervalReading[]): Interval {
  const readings = interval.readings.filter((reading) => !dropped.includes(reading));
  const leftOut = interval.leftOut + dropped.filter(({ isBaseline }) => !isBaseline).length;
  return { ...interval, readings, leftOut };
}
