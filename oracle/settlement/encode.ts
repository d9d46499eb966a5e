import type { Hex } from "../../protocol/hex.js";
import type { SignedRecord } from "../../protocol/records/record.js";
import { packReading } from "../../protocol/settlement/packReading.js";
import { EnergySettlement__factory } from "../../typechain-types/index.js";
import type { Interval, RosterTask } from "./types.js";

const abi = EnergySettlement__factory.createInterface();

/** An interval with the address of the roster that it is settled by. */
export type RosteredInterval = Interval & { readonly roster: Hex };

/** Call data that closes intervals, in order. Throws `ReadingNotPackable`. */
export function encodeSettle(intervals: readonly RosteredInterval[]): Hex {
  const calls = intervals.map(({ exportMeter, roster, startS, endS, readings }) => ({
    exportMeter,
    roster,
    endS,
    readings: readings.map(({ signed, position }) =>
      packReading(signed, { position, startS: BigInt(startS), endS: BigInt(endS) }),
    ),
  }));
  return abi.encodeFunctionData("settle", [calls]) as Hex;
}

/** Call data that compiles a roster. */
export function encodeCompile({ exportMeter, stretch }: RosterTask): Hex {
  const numbers = stretch.members.map(({ number }) => number);
  return abi.encodeFunctionData("compile", [exportMeter, stretch.fromS, numbers]) as Hex;
}

/** Call data that makes several calls, all or none. */
export function encodeTogether(calls: readonly Hex[]): Hex {
  const [only, ...others] = calls;
  return others.length === 0 && only ? only : (abi.encodeFunctionData("multicall", [[...calls]]) as Hex);
}

/** Call data that takes meters' opening records as their baselines. */
export function encodeOpen(openings: readonly SignedRecord[]): Hex {
  return abi.encodeFunctionData("open", [openings.map(signedReading)]) as Hex;
}

/** A signed reading as `open` takes it. */
function signedReading({ record, signature }: SignedRecord) {
  // Only meter readings are ever looked up; the type says it to the compiler.
  if (record.type !== "MeterReading") throw new TypeError(`a ${record.type} opens no meter`);
  const { header, importWh, exportWh } = record;
  return { reading: { header, importWh, exportWh }, signature };
}
