import { type Hex, ZERO_HASH } from "../../protocol/hex.js";
import type { DeviceRecord, SignedRecord } from "../../protocol/records/record.js";
import type { DeviceHead } from "../buffer/index.js";
import { RecordRefused } from "./errors.js";

type Register = "importWh" | "exportWh";

/**
 * Checks that a record continues its device's history: it names the last accepted record as its predecessor, and a
 * meter's registers have not gone down, unless the meter was corrected since they last did.
 * Throws `RecordRefused` with code LinkMismatch or RegisterBackwards.
 * @param corrections How many corrections of the meter the chain has.
 */
export function checkContinuation(head: DeviceHead, { record, previous }: SignedRecord, corrections: number): void {
  const expected = head.sequence === 0 ? ZERO_HASH : head.structHash;
  // After a gap nobody knows the predecessor: the gap is what joins the two ends.
  if (expected !== undefined && previous !== expected) {
    const message = `Record ${record.header.sequence} names ${previous} as its predecessor, which is ${expected}.`;
    throw new RecordRefused("LinkMismatch", message);
  }
  const fallen = fallenRegister(head, record);
  // Whether the meter goes on where the correction says, settlement checks; records are anchored as they were signed.
  if (fallen !== undefined && corrections <= head.corrections) throw new RecordRefused("RegisterBackwards", fallen);
}

/** What is to be said of a register that went down; undefined if none did. */
export function fallenRegister(head: DeviceHead, record: DeviceRecord): string | undefined {
  if (record.type !== "MeterReading") return undefined;
  const { importWh, exportWh } = record;
  return fall(head, "importWh", importWh) ?? fall(head, "exportWh", exportWh);
}

function fall(head: DeviceHead, register: Register, givenWh: bigint): string | undefined {
  const lastWh = head[register];
  if (lastWh === undefined || givenWh >= lastWh) return undefined;
  return `The ${register.replace("Wh", "")} register went from ${lastWh} Wh down to ${givenWh} Wh.`;
}

/** Moves the head on to an accepted record. */
export function moveHead(head: DeviceHead, { record }: SignedRecord, structHash: Hex, corrections: number): void {
  const { sequence, timestampS } = record.header;
  head.sequence = Number(sequence);
  head.structHash = structHash;
  head.corrections = corrections;
  if (record.type !== "MeterReading") return;
  head.importWh = record.importWh;
  head.exportWh = record.exportWh;
  head.latestReadingS = Math.max(head.latestReadingS ?? 0, Number(timestampS));
}
