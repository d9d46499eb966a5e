import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Hex, toHex } from "../hex.js";
import { type Read, UnexpectedValue } from "./readers.js";

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/** An address as people copy it: in lower case, or in both cases, which are a checksum then (EIP-55). Read in lower case. */
export const address: Read<Hex> = (value) => {
  if (typeof value !== "string" || !ADDRESS.test(value)) throw new UnexpectedValue("an address, 0x and 40 hex digits");
  const lower = value.toLowerCase() as Hex;
  if (value !== lower && value !== withChecksum(lower)) {
    throw new UnexpectedValue(
      "an address without a mistyped letter or digit: its capitals do not fit the rest (EIP-55)",
    );
  }
  return lower;
};

/** A digit is a capital where the same digit of the text's hash is 8 or more. */
function withChecksum(lower: Hex): string {
  const digits = lower.slice(2);
  const hash = toHex(keccak_256(new TextEncoder().encode(digits))).slice(2);
  return `0x${[...digits].map((digit, at) => (Number.parseInt(hash[at] ?? "0", 16) >= 8 ? digit.toUpperCase() : digit)).join("")}`;
}
