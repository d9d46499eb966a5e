import { InvalidArgumentError } from "commander";
import { type Hex, isHex, LOT_ID_BYTES } from "../../../protocol/index.js";
import { parseThousandths } from "../../commandLine/thousandths.js";

const UNIT_BYTES = 32;

/** A lot's id as a label has it: 24 hex digits, with or without 0x. */
export function parseLot(text: string): Hex {
  const lower = text.toLowerCase();
  const lot = lower.startsWith("0x") ? lower : `0x${lower}`;
  if (!isHex(lot, LOT_ID_BYTES)) throw new InvalidArgumentError("A lot's id is 24 hex digits, as on its label.");
  return lot;
}

/** One lot more of several. */
export function parseLots(text: string, before: readonly Hex[] = []): readonly Hex[] {
  return [...before, parseLot(text)];
}

/** What a label of the lot says: its 24 hex digits. */
export function labelOf(lot: Hex): string {
  return lot.slice(2);
}

/** Quantities of parts, in thousandths, with commas between them. */
export function parseParts(text: string): readonly bigint[] {
  return text.split(",").map((part) => parseThousandths(part.trim()));
}

/** A unit as the contract keeps it: printable ASCII, padded with zeros. */
export function parseUnit(text: string): Hex {
  if (!/^[\x20-\x7e]{1,32}$/.test(text)) {
    throw new InvalidArgumentError("It is 1 to 32 printable ASCII characters, such as kg.");
  }
  return `0x${Buffer.from(text, "ascii")
    .toString("hex")
    .padEnd(2 * UNIT_BYTES, "0")}`;
}
