import { WattproofError } from "../../protocol/errors.js";
import type { Hex } from "../../protocol/hex.js";
import type { SignedRecord } from "../../protocol/records/record.js";

/** Why a record is not taken, and what its sender can do. The codes are documented in docs/errors.md. */
const REFUSALS = {
  RecordInvalid: "Send the record with every field in its type's range.",
  RecordTimeInvalid: "Set the device's clock and send its next record.",
  DeviceUnknown: "Register and enrol the device first; check that this is the right chain.",
  DeviceNotActive: "Ask the device's organisation to enrol it, to reinstate it, or to have its incident cleared.",
  RecordKindMismatch: "Send records of the type that the device was registered for.",
  SignatureInvalid: "Send the record as the device signed it, with the key that it enrolled.",
  SequenceFork: "Have the device examined; both records are kept, and prove on chain that it signed two of one number.",
  LinkMismatch: "Send the record as the device signed it, after the one that it names as its predecessor.",
  SaltMismatch:
    "Give a charge cycle's measurements the record's own salt, and its counters the one that follows from it.",
  CorrectionIncomplete: "Name both the record that is corrected and why, or neither.",
  CorrectionUnknown: "Send the record that is corrected first; a device corrects its own charge cycles only.",
  RegisterBackwards: "Have the meter examined, or after an exchange correct it first (wattproof meter correct).",
  LateAfterGap: "Nothing can be done: the chain already says that this record never came.",
  DelayedFull: "Send the missing records first, then this one again.",
  ChainUnavailable: "Send the record again when the chain is reachable.",
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** One record that is not taken; the records around it are. */
export class RecordRefused extends WattproofError {
  constructor(code: RefusalCode, message: string) {
    super({ code, message, next: REFUSALS[code] });
  }
}

/** The device signed another record of this sequence before: with both, anyone proves its equivocation on chain. */
export class SequenceForked extends RecordRefused {
  /** The record taken first. */
  readonly first: SignedRecord;

  constructor(first: SignedRecord, firstHash: Hex) {
    const { device, sequence } = first.record.header;
    const message = `Equivocation: device ${device} signed another record ${sequence}, ${firstHash}, before this one.`;
    super("SequenceFork", message);
    this.first = first;
  }
}
