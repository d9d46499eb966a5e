import { z } from "zod";
import { count, hash, pageSize, seconds, uint } from "./common.js";
import { components } from "./components.js";

/** What a meter measured and what that earned or cost. */
export const meter = z
  .strictObject({
    device: hash,
    label: z.string(),
    /** Side of its agreements; null without any. */
    role: z.enum(["supplier", "consumer"]).nullable(),
    /** Import since the first record held here, Wh. */
    importWh: uint,
    /** Export since the first record held here, Wh. */
    exportWh: uint,
    /** Paid to the meter's owner under its agreements, token units. */
    earned: uint,
    /** Paid by the meter's owner under its agreements, token units. */
    spent: uint,
    /** Escrow of the meter's owner, shared by all meters of that owner, token units. */
    escrow: uint,
  })
  .register(components, { id: "Meter" });

export const meters = z.array(meter).register(components, { id: "Meters" });

/** Most points that one answer holds: a year of hours and a little. */
export const MAX_SERIES_POINTS = 10_000;

export const seriesQuery = z.strictObject({
  /** First end of interval wanted, inclusive, Unix seconds. */
  fromS: seconds.optional(),
  /** Last end of interval wanted, inclusive, Unix seconds. */
  toS: seconds.optional(),
  limit: pageSize(MAX_SERIES_POINTS, MAX_SERIES_POINTS),
});

/** Flow of one interval, from the difference of two signed registers. */
export const seriesPoint = z.strictObject({
  startS: uint,
  endS: uint,
  /** Import within the interval, Wh. */
  importWh: uint,
  /** Export within the interval, Wh. */
  exportWh: uint,
  /** Cumulative import at the interval's end (OBIS 1-0:1.8.0), Wh. */
  importRegisterWh: uint,
  /** Cumulative export at the interval's end (OBIS 1-0:2.8.0), Wh. */
  exportRegisterWh: uint,
  recordHash: hash,
  state: z.enum(["anchored", "settled"]),
});

/** A time without a reading. */
export const seriesGap = z.strictObject({
  fromS: uint,
  toS: uint,
  /** `neverArrived`: an anchored gap says so; `notHeld`: the record is not held here; `noReading`: none was made. */
  reason: z.enum(["neverArrived", "notHeld", "noReading"]),
});

export const meterSeries = z
  .strictObject({
    device: hash,
    label: z.string(),
    /** Usual length of the meter's intervals, s; zero with fewer than two records. */
    periodS: count,
    points: z.array(seriesPoint),
    gaps: z.array(seriesGap),
    /** `fromS` of the rest, where the answer did not hold all. */
    nextFromS: uint.nullable(),
  })
  .register(components, { id: "MeterSeries" });
