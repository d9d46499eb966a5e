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
  /** Not now; look at the chain again later. */
  | { readonly kind: "later" }
  /** Nothing helps until something on the chain changes. */
  | { readonly kind: "hold" };

/** Errors whose first argument is the meter that they are about. */
const ABOUT_METER = new Set([
  "EnergySettlementNotOpen",
  "EnergySettlementUnexpectedReading",
  "EnergySettlementRegisterSettled",
  "EnergySettlementRegisterBackwards",
  "DeviceRegistryUnexpectedStatus",
  "DeviceRegistryUnknownDevice",
  "DeviceRegistryInvalidDeviceSignature",
]);

/** Place of the reading's time among an error's arguments. */
const TIME_ARGUMENT: Readonly<Record<string, number>> = {
  EnergySettlementUnexpectedReading: 1,
  EnergySettlementRegisterSettled: 3,
};

/** Chooses what to do about `reason`, for an interval that was sent alone. */
export function chooseRepair(interval: Interval, { name, args }: Revert): Repair {
  const meter = String(args[0]).toLowerCase() as Hex;
  const ofMeter = interval.readings.filter((reading) => reading.meter === meter);
  switch (name) {
    case "EnergySettlementIntervalSettled":
      return { kind: "closed" };
    case "EnergySettlementOutOfOrder":
    case "EnergySettlementTooEarly":
    case "EnergySettlementInvalidInterval":
    case "EnergySettlementEarlierAgreementOpen":
      return { kind: "later" };
    case "AccessManagedUnauthorized":
    case "Unknown":
      return { kind: "hold" };
    case "EnergySettlementNoBaseline":
      if (ofMeter.length === 1) return { kind: "baseline", meter };
      break;
  }
  if (ABOUT_METER.has(name) && ofMeter.length > 0) {
    const at = TIME_ARGUMENT[name];
    const isStart = at !== undefined && BigInt(args[at] as bigint) === BigInt(interval.startS);
    const baseline = ofMeter.filter(({ isBaseline }) => isBaseline);
    // The baseline alone is unwanted: the reading at the end still counts.
    return { kind: "without", meter, readings: isStart && baseline.length > 0 ? baseline : ofMeter };
  }
  if (name === "EnergySettlementNoBaseline" && ofMeter.length > 0) return { kind: "without", meter, readings: ofMeter };
  // An interval is never reopened, so what is not understood closes nothing.
  return { kind: "hold" };
}

/** The interval without some of its readings. */
export function without(interval: Interval, dropped: readonly IntervalReading[]): Interval {
  const readings = interval.readings.filter((reading) => !dropped.includes(reading));
  const leftOut = interval.leftOut + dropped.filter(({ isBaseline }) => !isBaseline).length;
  return { ...interval, readings, leftOut };
}
