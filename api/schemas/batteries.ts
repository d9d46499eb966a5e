import { z } from "zod";
import { account, count, hash, int, timeSource, uint } from "./common.js";
import { components } from "./components.js";

export const batteryStatus = z.enum(["original", "repurposed", "reused", "remanufactured", "waste"]);

/** A battery's passport with its latest anchored counters. */
export const battery = z
  .strictObject({
    /** Token id. */
    passport: hash,
    batteryPassportIdentifier: z.string(),
    maker: account,
    makerName: z.string().nullable(),
    model: z.string(),
    chemistry: z.string(),
    batteryStatus,
    ratedCapacityMicroAh: uint,
    ratedEnergyMicroWh: uint,
    issuedAtS: uint,
    /** Device that measures it; null before one is bound. */
    device: hash.nullable(),
    numberOfFullCycles: uint,
    /** Last discharge ÷ rated capacity, unrounded; null before the first cycle. */
    stateOfHealth: z.number().nonnegative().nullable(),
    chargeCount: uint,
    dischargeCount: uint,
    /** Anchored cycles held here. */
    records: count,
    lastRecordAtS: uint.nullable(),
    timeSource: timeSource.nullable(),
    checkpoint: z.strictObject({ device: hash, sequence: uint, recordHash: hash, setAtS: uint }).nullable(),
  })
  .register(components, { id: "Battery" });

export const batteries = z.array(battery).register(components, { id: "Batteries" });

/** One charge and discharge as the battery's device signed it. */
export const cycle = z
  .strictObject({
    sequence: uint,
    timestampS: uint,
    timeSource,
    chargeMicroAh: uint,
    dischargeMicroAh: uint,
    chargeMicroWh: uint,
    dischargeMicroWh: uint,
    /** Discharge ÷ rated capacity, unrounded. */
    stateOfHealth: z.number().nonnegative(),
    /** Highest cell temperature while charging, 1/1000 °C. */
    chargeTemperatureMaxMilliC: int,
    /** Highest cell temperature while discharging, 1/1000 °C. */
    dischargeTemperatureMaxMilliC: int,
    numberOfFullCycles: uint,
    recordHash: hash,
  })
  .register(components, { id: "Cycle" });

/** In sequence order. */
export const cycles = z.array(cycle).register(components, { id: "Cycles" });
