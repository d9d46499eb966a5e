import type { Hex } from "../../protocol/hex.js";
import type { SignedRecord } from "../../protocol/records/record.js";
import { EnergySettlement__factory } from "../../typechain-types/index.js";
import type { Interval } from "./types.js";

const abi = EnergySettlement__factory.createInterface();

/** A signed reading as the contracts take it. */
function signedReading({ record, signature }: SignedRecord) {
  // Only meter readings are ever looked up; the type says it to the compiler.
  if (record.type !== "MeterReading") throw new TypeError(`a ${record.type} cannot be settled`);
  const { header, importWh, exportWh } = record;
  return { reading: { header, importWh, exportWh }, signature };
}

/** Call data that closes intervals, in order. */
export function encodeSettle(intervals: readonly Interval[]): Hex {
  const calls = intervals.map(({ exportMeter, endS, readings }) => ({
    exportMeter,
    endS,
    readings: readings.map(({ signed }) => signedReading(signed)),
  }));
  return abi.encodeFunctionData("settle", [calls]) as Hex;
}

/** Call data that takes meters' opening records as their baselines. */
export function encodeOpen(openings: readonly SignedRecord[]): Hex {
  return abi.encodeFunctionData("open", [openings.map(signedReading)]) as Hex;
}
