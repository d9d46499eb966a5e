import { keccak_256 } from "@noble/hashes/sha3.js";
import { WORD } from "../eip712/words.js";
import { IntegerOutOfRange } from "../errors.js";
import { type Hex, toHex, writeHex } from "../hex.js";

/** Kinds of lots by their number in `Lots`. */
export const LOT_KINDS = ["none", "goods", "package"] as const;
export type LotKind = (typeof LOT_KINDS)[number];

/** States of lots by their number in `Lots`. The last four are of consumed lots and say by what. */
export const LOT_STATES = ["none", "kept", "carried", "used", "split", "merged", "unpacked"] as const;
export type LotState = (typeof LOT_STATES)[number];

/** Bytes of a lot's id: as many as an EPC on an RFID tag has. */
export const LOT_ID_BYTES = 12;

const ADDRESS_BYTES = 20;

/**
 * Id of a lot: the first 12 bytes of `keccak256(abi.encode(chainId, lots, maker, salt))`.
 * @param of.lots The contract `Lots`.
 * @param of.maker Who creates, splits, merges or packs it.
 * @throws IntegerOutOfRange, InvalidHex
 */
export function lotIdOf(of: { chainId: bigint; lots: Hex; maker: Hex; salt: Hex }): Hex {
  if (of.chainId < 1n || of.chainId >> 64n !== 0n) throw new IntegerOutOfRange("chainId", of.chainId, "chain id");
  const encoded = new Uint8Array(4 * WORD);
  new DataView(encoded.buffer).setBigUint64(WORD - 8, of.chainId);
  writeHex(encoded, 2 * WORD - ADDRESS_BYTES, of.lots, ADDRESS_BYTES, "lots");
  writeHex(encoded, 3 * WORD - ADDRESS_BYTES, of.maker, ADDRESS_BYTES, "maker");
  writeHex(encoded, 3 * WORD, of.salt, WORD, "salt");
  return toHex(keccak_256(encoded).subarray(0, LOT_ID_BYTES));
}
