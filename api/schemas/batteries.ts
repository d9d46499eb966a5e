import { z } from "zod";
import { account, count, hash, int, timeSource, uint } from "./common.js";
import { components } from "./components.js";
import { counters, counterTotals, cycleQuantities } from "./cycle.js";

export const batteryStatus = z.enum(["original", "repurposed", "reused", "remanufactured", "waste"]);

/** Bounds that the maker states; what lies beyond them is a harmful event. */
const limits = z.strictObject({
  voltageMinMicroV: uint,
  voltageMaxMicroV: uint,
  temperatureMinMilliC: int,
  temperatureMaxMilliC: int,
  chargingTemperatureMinMilliC: int,
  chargingTemperatureMaxMilliC: int,
});

/** A device that measures or measured a battery. */
const binding = z.strictObject({
  device: hash,
  firstSequence: uint,
  /** The last of its records that counts, below `firstSequence` if none does; null for the present device. */
  lastSequence: uint.nullable(),
  boundAtS: uint,
  continuity: z.enum(["firstDevice", "bothDevicesSigned", "organisationAttested"]),
});

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
    factoryChargeCount: count,
    factoryDischargeCount: count,
    limits,
    issuedAtS: uint,
    keeper: account.nullable(),
    /** Null if the keeper was never a member. */
    keeperName: z.string().nullable(),
    /** Account to which custody is offered. */
    offeredTo: account.nullable(),
    /** Token ids of the passports that this one took the place of. */
    predecessors: z.array(hash),
    /** Token id of the passport that took this one's place; null while it is in use. */
    successor: hash.nullable(),
    /** Token id of the pack that the battery is a module of. */
    pack: hash.nullable(),
    /** Token ids of the modules, if it is a pack. */
    modules: z.array(hash),
    /** Device that measures it; null before one is bound. */
    device: hash.nullable(),
    /** Oldest first. */
    bindings: z.array(binding),
    /** Last discharge, as it was last corrected, ÷ rated capacity, unrounded; null before the first cycle. */
    stateOfHealth: z.number().nonnegative().nullable(),
    ...counterTotals,
    /** Anchored cycles held here; a correction is no cycle of its own. */
    records: count,
    corrections: count,
    lastRecordAtS: uint.nullable(),
    timeSource: timeSource.nullable(),
    checkpoint: z.strictObject({ device: hash, sequence: uint, recordHash: hash, setAtS: uint }).nullable(),
    /** Counters that the keeper published; null inside where the record that they stand in is not held here. */
    publishedCounters: z
      .strictObject({ device: hash, sequence: uint, publishedAtS: uint, counters: counters.nullable() })
      .nullable(),
  })
  .register(components, { id: "Battery" });

export const batteries = z.array(battery).register(components, { id: "Batteries" });

/** A record of one charge and discharge, or of its correction, as the battery's device signed it. */
export const cycle = z
  .strictObject({
    sequence: uint,
    timestampS: uint,
    timeSource,
    ...cycleQuantities,
    /** Discharge ÷ rated capacity, unrounded. */
    stateOfHealth: z.number().nonnegative(),
    /** Totals after this record. */
    ...counterTotals,
    /** Record that this one corrects; null for an original. */
    supersedes: hash.nullable(),
    correctionReason: z.enum(["none", "sensorFault", "calibration", "clockFault", "softwareFault"]),
    /** The last record that corrects this one; null if none does. */
    supersededBy: hash.nullable(),
    recordHash: hash,
  })
  .register(components, { id: "Cycle" });

/** In sequence order. */
export const cycles = z.array(cycle).register(components, { id: "Cycles" });
