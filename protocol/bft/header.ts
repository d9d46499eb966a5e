import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromHex, type Hex, toHex } from "../hex.js";
import { encodeRlp } from "../rlp/encodeRlp.js";
import { quantityBytes } from "../rlp/quantities.js";
import type { BlockHeader } from "./blockHeader.js";
import { HeaderInvalid } from "./errors.js";
import { type BftConsensus, decodeExtraData, type ExtraDataPart, encodeExtraData } from "./extraData.js";
import { HEADER_FIELDS } from "./headerFields.js";

/**
 * The RLP encoding of a header, with its members in the order of the Yellow Paper and those of later forks after them.
 * @throws HeaderInvalid if a member is defined after one that is not. InvalidHex
 */
export function encodeHeader(header: BlockHeader): Uint8Array {
  const items: Uint8Array[] = [];
  HEADER_FIELDS.forEach(({ name, byteLength }, index) => {
    const value = header[name];
    if (value === undefined) return;
    if (items.length < index) throw new HeaderInvalid(`${name} is there without what comes before it`);
    items.push(typeof value === "bigint" ? quantityBytes(value) : fromHex(value, byteLength, name));
  });
  return encodeRlp(items);
}

/**
 * A BFT block's hash on its chain: keccak-256 of the header without what differs between validators that saw the same block,
 * the committed seals and the round (Besu, `BftBlockHashing.calculateHashOfBftBlockOnchain`). The genesis has neither, and
 * is hashed as it is.
 * @throws ExtraDataInvalid, HeaderInvalid, InvalidHex
 */
export function blockHashOf(consensus: BftConsensus, header: BlockHeader): Hex {
  return toHex(hashOf(consensus, header, "withoutSealsAndRound"));
}

/**
 * What a validator's committed seal signs: keccak-256 of the header with its round, without the seals (Besu,
 * `BftBlockHashing.calculateDataHashForCommittedSeal`).
 * @throws ExtraDataInvalid, HeaderInvalid, InvalidHex
 */
export function sealDigestOf(consensus: BftConsensus, header: BlockHeader): Hex {
  return toHex(hashOf(consensus, header, "withoutSeals"));
}

function hashOf(consensus: BftConsensus, header: BlockHeader, part: ExtraDataPart): Uint8Array {
  if (header.number === 0n) return keccak_256(encodeHeader(header));
  const extraData = encodeExtraData(consensus, decodeExtraData(consensus, header.extraData), part);
  return keccak_256(encodeHeader({ ...header, extraData }));
}
