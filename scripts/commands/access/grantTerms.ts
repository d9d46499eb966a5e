import type { Hex } from "../../../protocol/index.js";

/** What data are of. */
export interface Subject {
  /** Place in `SUBJECT_KINDS`. */
  readonly kind: number;
  readonly id: Hex;
}

/** What an owner grants; times are Unix seconds. */
export interface GrantTerms {
  readonly subject: Subject;
  readonly reader: Hex;
  readonly purpose: Hex;
  readonly fromS: number;
  readonly toS: number;
  readonly untilS: number;
}
