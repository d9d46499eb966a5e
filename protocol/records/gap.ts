import type { Hex } from "../hex.js";

/** Why sequences are missing for good. */
export const GapReason = { NeverArrived: 1 } as const;
export type GapReason = (typeof GapReason)[keyof typeof GapReason];

/** States that a run of sequences never came. Anchored by the oracle; not signed by the device. */
export interface Gap {
  readonly type: "Gap";
  readonly device: Hex;
  /** First missing sequence. */
  readonly fromSequence: bigint;
  /** Last missing sequence, inclusive. */
  readonly toSequence: bigint;
  readonly reason: GapReason;
}

export const GAP_TYPE = "Gap(bytes32 device,uint64 fromSequence,uint64 toSequence,uint8 reason)";
