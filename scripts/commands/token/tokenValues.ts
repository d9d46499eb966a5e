import { InvalidArgumentError } from "commander";
import { id } from "ethers";
import { type Hex, isHex } from "../../../protocol/index.js";

const LONGEST_REFERENCE = 140;

/** A bank's reference as the chain knows it: 32 bytes in hex as they are, any other text by its keccak-256 hash. */
export function parseReference(text: string): Hex {
  const lower = text.toLowerCase();
  if (isHex(lower, 32)) return lower;
  if (text.trim() === "" || text.length > LONGEST_REFERENCE) {
    throw new InvalidArgumentError("It is the bank's reference, 1 to 140 characters, or 0x and 64 hex digits.");
  }
  return id(text) as Hex;
}

/** Number of a redemption. */
export function parseRedemption(text: string): bigint {
  if (!/^[1-9][0-9]{0,18}$/.test(text)) throw new InvalidArgumentError("It is a redemption's number, from 1.");
  return BigInt(text);
}
