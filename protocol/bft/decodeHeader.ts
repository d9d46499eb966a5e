import { toHex } from "../hex.js";
import { decodeRlp } from "../rlp/decodeRlp.js";
import { RlpInvalid } from "../rlp/errors.js";
import type { RlpItem } from "../rlp/item.js";
import { quantityOf } from "../rlp/quantities.js";
import type { BlockHeader } from "./blockHeader.js";
import { HeaderInvalid } from "./errors.js";
import { FIRST_FIELDS, HEADER_FIELDS, type HeaderField } from "./headerFields.js";

/**
 * Decodes what `encodeHeader` writes, and nothing that is written otherwise.
 * @throws HeaderInvalid
 */
export function decodeHeader(bytes: Uint8Array): BlockHeader {
  const items = itemsOf(bytes);
  if (items.length < FIRST_FIELDS || items.length > HEADER_FIELDS.length) {
    throw new HeaderInvalid(`it has ${items.length} members, not ${FIRST_FIELDS} to ${HEADER_FIELDS.length}`);
  }
  const entries = items.map((item, index) => {
    const field = HEADER_FIELDS[index] as HeaderField;
    return [field.name, fieldOf(field, item)] as const;
  });
  // Each value was read as its field's kind says.
  return Object.fromEntries(entries) as unknown as BlockHeader;
}

function itemsOf(bytes: Uint8Array): readonly RlpItem[] {
  let item: RlpItem;
  try {
    item = decodeRlp(bytes);
  } catch (error) {
    if (!(error instanceof RlpInvalid)) throw error;
    throw new HeaderInvalid(`${error.facts.reason}`);
  }
  if (item instanceof Uint8Array) throw new HeaderInvalid("it is no list");
  return item;
}

function fieldOf({ kind, name, byteLength }: HeaderField, item: RlpItem) {
  if (!(item instanceof Uint8Array)) throw new HeaderInvalid(`${name} is a list`);
  if (kind === "number") {
    const value = quantityOf(item, byteLength);
    if (value === undefined) throw new HeaderInvalid(`${name} is no number of ${byteLength} bytes`);
    return value;
  }
  if (byteLength !== undefined && item.length !== byteLength) {
    throw new HeaderInvalid(`${name} is not ${byteLength} bytes`);
  }
  return toHex(item);
}
