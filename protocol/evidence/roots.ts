import type { Hex } from "../hex.js";
import type { CycleCounters } from "../records/chargeCycle.js";
import type { DeviceKind, DeviceStatus } from "../records/enrolment.js";
import type { BatchReference, ChainFacts } from "./bundle.js";
import type { BatteryStatus, Continuity, PassportFacts } from "./passport.js";

export const ROOTS_SCHEMA = "wattproof-roots/2";

/** An anchored batch as the chain knows it. */
export interface AnchoredBatch extends BatchReference {
  /** Earliest and latest time that a record of the batch claims, Unix seconds. */
  readonly fromS: bigint;
  readonly toS: bigint;
  /** Block time of the anchor, Unix seconds: signer and status are judged at this time. */
  readonly anchoredAtS: bigint;
}

/** ERC-7913 signer bytes and the block time from which they counted. */
export interface SignerPeriod {
  readonly sinceS: bigint;
  readonly signer: Hex;
}

/** A status and the block time from which it counted. */
export interface StatusPeriod {
  readonly sinceS: bigint;
  readonly status: DeviceStatus;
}

export interface DeviceRoots {
  readonly device: Hex;
  readonly kind: DeviceKind;
  /** Oldest first. */
  readonly signers: readonly SignerPeriod[];
  /** Oldest first. */
  readonly statuses: readonly StatusPeriod[];
}

/** Which of a device's records are a battery's. */
export interface DeviceSpan {
  readonly device: Hex;
  readonly firstSequence: bigint;
  /**
   * The last of its records that counts, once another device took over: `firstSequence` less one if none does. Zero for the
   * present device, the last of a battery's, of which every record counts.
   */
  readonly lastSequence: bigint;
}

/** Which device measures a battery, and from which of its records on. */
export interface Binding extends DeviceSpan {
  /** Block time, Unix seconds. */
  readonly boundAtS: bigint;
  readonly continuity: Continuity;
  /** Hash of the organisation's statement that vouches for the count; zero unless `OrganisationAttested`. */
  readonly attestation: Hex;
}

/** The record up to which the chain knows a battery's history to exist. */
export interface CheckpointRoot {
  readonly device: Hex;
  readonly sequence: bigint;
  /** Struct hash of the record. */
  readonly recordHash: Hex;
  /** Struct hash of its counters. */
  readonly countersHash: Hex;
}

/** Counters that the battery's keeper published, and the record that they stand in. */
export interface PublishedCounters {
  readonly device: Hex;
  readonly sequence: bigint;
  readonly counters: CycleCounters;
}

export interface PassportRoots extends PassportFacts {
  readonly status: BatteryStatus;
  /** Identifiers of the passports that this one took the place of. */
  readonly predecessors: readonly string[];
  /** Identifier of the passport that took this one's place; null while it is in use. */
  readonly successor: string | null;
  /** Oldest first. */
  readonly bindings: readonly Binding[];
  /** Null before the first checkpoint. */
  readonly checkpoint: CheckpointRoot | null;
  /** Null where none were published. */
  readonly counters: PublishedCounters | null;
}

/** Everything that a verifier must trust, as read from the chain at one block. */
export interface Roots extends ChainFacts {
  readonly schema: typeof ROOTS_SCHEMA;
  readonly block: { readonly number: bigint; readonly hash: Hex; readonly timestampS: bigint };
  readonly batches: readonly AnchoredBatch[];
  readonly devices: readonly DeviceRoots[];
  readonly passports: readonly PassportRoots[];
}
