import { randomBytes } from "@noble/hashes/utils.js";
import { type Hex, toHex } from "./hex.js";

const SALT_BYTES = 32;

/** 32 bytes from the platform's secure random source: what hides a guessable text behind its hash, or makes an id of its own. */
export function newSalt(): Hex {
  return toHex(randomBytes(SALT_BYTES));
}
