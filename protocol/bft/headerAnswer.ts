import { type Hex, isHex } from "../hex.js";
import type { BlockHeader } from "./blockHeader.js";
import { HeaderHashDiffers, HeaderInvalid } from "./errors.js";
import type { BftConsensus } from "./extraData.js";
import { blockHashOf } from "./header.js";
import { FIRST_FIELDS, HEADER_FIELDS, type HeaderField } from "./headerFields.js";

const QUANTITY = /^0x(?:0|[1-9a-f][0-9a-f]*)$/;

/**
 * The header in a node's answer to `eth_getBlockByNumber` (Ethereum's execution API). Ignores what an answer has beside it,
 * and checks the hash that the node says, so that a header with members unknown here is noticed.
 * @throws HeaderInvalid, HeaderHashDiffers, ExtraDataInvalid
 */
export function bftHeaderOf(consensus: BftConsensus, answer: unknown): BlockHeader {
  const header = headerOfAnswer(answer);
  const said = (answer as Readonly<Record<string, unknown>>).hash;
  if (!isHex(said, 32)) throw new HeaderInvalid("hash is not 32 bytes of lower-case 0x hex");
  const computed = blockHashOf(consensus, header);
  if (said !== computed) throw new HeaderHashDiffers(header.number, said, computed);
  return header;
}

/**
 * The same of any chain, without a look at the hash.
 * @throws HeaderInvalid
 */
export function headerOfAnswer(answer: unknown): BlockHeader {
  if (typeof answer !== "object" || answer === null) throw new HeaderInvalid("the answer is no object");
  const members = answer as Readonly<Record<string, unknown>>;
  const entries = HEADER_FIELDS.flatMap((field, index) => {
    const value = members[field.key];
    const isAbsent = value === undefined || value === null;
    return isAbsent && index >= FIRST_FIELDS ? [] : [[field.name, fieldOf(field, value)] as const];
  });
  // Each value was read as its field's kind says.
  return Object.fromEntries(entries) as unknown as BlockHeader;
}

function fieldOf({ kind, key, byteLength }: HeaderField, value: unknown): bigint | Hex {
  if (kind === "number") {
    if (typeof value === "string" && value.length <= 2 + 2 * byteLength && QUANTITY.test(value)) return BigInt(value);
    throw new HeaderInvalid(`${key} is no number of ${byteLength} bytes in hex`);
  }
  if (isHex(value, byteLength)) return value;
  throw new HeaderInvalid(
    `${key} is not ${byteLength === undefined ? "" : `${byteLength} bytes of `}lower-case 0x hex`,
  );
}
