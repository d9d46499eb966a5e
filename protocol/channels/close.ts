import { structDigester } from "../eip712/digest.js";
import { StructPacker } from "../eip712/words.js";
import type { Hex } from "../hex.js";

/** How both parties end a channel at once. */
export interface CooperativeClose {
  readonly channel: Hex;
  /** Token units. */
  readonly paidByOwner: bigint;
  /** Token units. */
  readonly paidByPartner: bigint;
  /** Until when it holds, Unix seconds. */
  readonly expiresAtS: bigint;
}

/** Members of `CooperativeClose` as EIP-712 tables list them. */
export const COOPERATIVE_CLOSE_TYPES = {
  CooperativeClose: [
    { name: "channel", type: "bytes32" },
    { name: "paidByOwner", type: "uint128" },
    { name: "paidByPartner", type: "uint128" },
    { name: "expiresAtS", type: "uint48" },
  ],
};

const words = StructPacker.of(COOPERATIVE_CLOSE_TYPES, "CooperativeClose");

/**
 * The digest that both parties of a cooperative close sign.
 * @param separator From `channelDomainSeparator`. Throws `IntegerOutOfRange` or `InvalidHex`.
 */
export function cooperativeCloseDigest(separator: Hex, close: CooperativeClose): Uint8Array {
  words.bytes32(0, close.channel, "channel");
  words.uint128(1, close.paidByOwner, "paidByOwner");
  words.uint128(2, close.paidByPartner, "paidByPartner");
  words.uint128(3, close.expiresAtS, "expiresAtS", 48);
  return structDigester(separator)(words);
}
