import { WattproofError } from "../../protocol/errors.js";

/** Why a record is not taken, and what its sender can do. The codes are documented in docs/errors.md. */
const REFUSALS = {
  RecordInvalid: "Send the record with every field in its type's range.",
  RecordTimeInvalid: "Set the device's clock and send its next record.",
  DeviceUnknown: "Register and enrol the device first; check that this is the right chain.",
  DeviceNotActive: "Ask the device's organisation to enrol or reinstate it.",
  RecordKindMismatch: "Send records of the type that the device was registered for.",
  SignatureInvalid: "Send the record as the device signed it, with the key that it enrolled.",
  SequenceFork: "Have the device examined: it signed two different records with one number.",
  LinkMismatch: "Send the record as the device signed it, after the one that it names as its predecessor.",
  SaltMismatch: "Give a charge cycle's body the record's own salt.",
  RegisterBackwards: "Have the meter examined: its register went down.",
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
