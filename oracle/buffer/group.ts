import type { ArchivedLeaf } from "../../protocol/archive.js";
import type { Hex } from "../../protocol/hex.js";
import type { SignedRecord } from "../../protocol/records/record.js";
import type { Rejection } from "../../protocol/states.js";
import type { DeviceHead } from "./heads.js";

/** A leaf that was accepted, to be appended. */
export interface AcceptedLeaf {
  readonly head: DeviceHead;
  readonly leaf: ArchivedLeaf;
  readonly structHash: Hex;
  /** Time that the leaf counts for, Unix seconds: the record's own, or for a gap that of the record after it. */
  readonly timestampS: number;
  readonly receivedAtS: number;
}

/** A verified record whose predecessor is missing. */
export interface DelayedRecord {
  readonly head: DeviceHead;
  readonly signed: SignedRecord;
  readonly structHash: Hex;
  readonly receivedAtS: number;
  readonly source: string;
}

/**
 * Whether a rejection is of something received, or of what was made of records that are anchored all the same: in
 * settlement, or for a delivery.
 */
export type RejectionScope = "record" | "settlement" | "delivery";

/** Two different records of one device and sequence, both signed by it: whoever holds them can prove it on chain. */
export interface EquivocationPair {
  readonly first: SignedRecord;
  readonly second: SignedRecord;
}

export interface RejectionEntry {
  readonly rejection: Rejection;
  readonly scope: RejectionScope;
  /** The two records where the device signed two of one sequence, the one taken first. */
  readonly equivocation?: EquivocationPair;
  /** Tells a refused record from others, wherever it came from; a rejection without it is told by its place. */
  readonly identity?: string;
}

/** Everything that one commit writes: all of it or none. */
export interface Group {
  readonly accepted: AcceptedLeaf[];
  readonly delayed: DelayedRecord[];
  /** Records that wait no longer. */
  readonly undelayed: { readonly head: DeviceHead; readonly sequence: number }[];
  readonly rejected: RejectionEntry[];
  /** Devices whose head changed. */
  readonly heads: Set<DeviceHead>;
}

export function emptyGroup(): Group {
  return { accepted: [], delayed: [], undelayed: [], rejected: [], heads: new Set() };
}
