import type { Hex } from "../hex.js";

/** How good the clock behind `timestampS` is. */
export const TimeSource = { Device: 0, Gateway: 1, Synthetic: 2 } as const;
export type TimeSource = (typeof TimeSource)[keyof typeof TimeSource];

/** Whose key signed: the device's own, or that of a gateway that is trusted for a weak device. */
export const SignedBy = { Device: 0, Gateway: 1 } as const;
export type SignedBy = (typeof SignedBy)[keyof typeof SignedBy];

/** First member of every record. The twin of `RecordHeader` in contracts/types/Records.sol. */
export interface RecordHeader {
  /** Id of the device in `DeviceRegistry`. */
  readonly device: Hex;
  /** Position in the device's own history, over all record types; the first is 1. */
  readonly sequence: bigint;
  /** The device's claim of when the record's interval ended, Unix seconds. */
  readonly timestampS: bigint;
  readonly timeSource: TimeSource;
  readonly signedBy: SignedBy;
  /** `keccak256(previous ‖ salt)`; both are kept off chain beside the record. */
  readonly link: Hex;
}

export const RECORD_HEADER_TYPE =
  "RecordHeader(bytes32 device,uint64 sequence,uint64 timestampS,uint8 timeSource,uint8 signedBy,bytes32 link)";
