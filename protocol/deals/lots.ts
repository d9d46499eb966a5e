import { WordPacker } from "../eip712/words.js";
import { type Hex, toHex } from "../hex.js";

/** Kinds of lots by their number in `Lots`. */
export const LOT_KINDS = ["none", "goods", "package"] as const;
export type LotKind = (typeof LOT_KINDS)[number];

/** States of lots by their number in `Lots`. The last four are of consumed lots and say by what. */
export const LOT_STATES = ["none", "kept", "carried", "used", "split", "merged", "unpacked"] as const;
export type LotState = (typeof LOT_STATES)[number];

/** Bytes of a lot's id: as many as an EPC on an RFID tag has. */
export const LOT_ID_BYTES = 12;

/** Chain id, contract, maker, salt. */
const idWords = new WordPacker(4);

/**
 * Id of a lot: the first 12 bytes of `keccak256(abi.encode(chainId, lots, maker, salt))`.
 * @param of.lots The contract `Lots`.
 * @param of.maker Who creates, splits, merges or packs it.
 * @throws IntegerOutOfRange, InvalidHex
 */
export function lotIdOf(of: { chainId: bigint; lots: Hex; maker: Hex; salt: Hex }): Hex {
  idWords.chainId(0, of.chainId);
  idWords.address(1, of.lots, "lots");
  idWords.address(2, of.maker, "maker");
  idWords.bytes32(3, of.salt, "salt");
  return toHex(idWords.hash().subarray(0, LOT_ID_BYTES));
}
