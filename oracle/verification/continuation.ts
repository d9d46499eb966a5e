import { type Hex, ZERO_HASH } from "../../protocol/hex.js";
import type { SignedRecord } from "../../protocol/records/record.js";
import type { DeviceHead } from "../buffer/index.js";
import { RecordRefused } from "./errors.js";

/**
 * Checks that a record continues its device's history: it names the last accepted record as its predecessor, and a
 * meter's registers have not gone down.
 * Throws `RecordRefused` with code LinkMismatch or RegisterBackwards.
 */
export function checkContinuation(head: DeviceHead, { record, previous }: SignedRecord): void {
  const expected = head.sequence === 0 ? ZERO_HASH : head.structHash;
  // After a gap nobody knows the predecessor: the gap is what joins the two ends.
  if (expected !== undefined && previous !== expected) {
    const message = `Record ${record.header.sequence} names ${previous} as its predecessor, which is ${expected}.`;
    throw new RecordRefused("LinkMismatch", message);
  }
  if (record.type !== "MeterReading") return;
  checkRegister("import", head.importWh, record.importWh);
  checkRegister("export", head.exportWh, record.exportWh);
}

function checkRegister(name: string, lastWh: bigint | undefined, givenWh: bigint): void {
  if (lastWh === undefined || givenWh >= lastWh) return;
  throw new RecordRefused("RegisterBackwards", `The ${name} register went from ${lastWh} Wh down to ${givenWh} Wh.`);
}

/** Moves the head on to an accepted record. */
export function moveHead(head: DeviceHead, { record }: SignedRecord, structHash: Hex): void {
  const { sequence, timestampS } = record.header;
  head.sequence = Number(sequence);
  head.structHash = structHash;
  if (record.type !== "MeterReading") return;
  head.importWh = record.importWh;
  head.exportWh = record.exportWh;
  head.latestReadingS = Math.max(head.latestReadingS ?? 0, Number(timestampS));
}
