import type { Household } from "../../../../demo/community/households.js";
import type { SimulatedMeter } from "../../../../demo/community/meters.js";
import type { Hex, SignedRecord } from "../../../../protocol/index.js";
import { type DayProfile, QUARTERS } from "./profile.js";

/** Midnight of 1 August 2016, UTC: the first whole day of the shipped data. */
export const DAY_S = 1_470_009_600n;
export const HOUR_S = 3_600n;
const QUARTER_S = HOUR_S / BigInt(QUARTERS);

/** A household with its meter, and everything that the meter has signed. */
export interface Home {
  readonly household: Household;
  readonly meter: SimulatedMeter;
  readonly profile: DayProfile;
  readonly signed: SignedRecord[];
}

/** A meter's opening record, at midnight. */
export function open({ meter, signed }: Home): SignedRecord {
  const opening = meter.open(DAY_S);
  signed.push(opening);
  return opening;
}

/** A meter's readings of an hour, one at the end of each quarter. */
export function read({ household, meter, profile, signed }: Home, hour: number): SignedRecord[] {
  const flows = profile[hour] ?? [];
  const readings = flows.map((flow, quarter) => {
    const startS = DAY_S + BigInt(hour) * HOUR_S + BigInt(quarter) * QUARTER_S;
    return meter.read({ home: household.home, startS, endS: startS + QUARTER_S, ...flow });
  });
  signed.push(...readings);
  return readings;
}

/** End of an hour of the day, Unix seconds. */
export const endOf = (hour: number): bigint => DAY_S + BigInt(hour + 1) * HOUR_S;

export const meterIdOf = ({ meter }: Home): Hex => meter.device.id;
