import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromHex, type Hex, toHex } from "../../hex.js";
import { WORD_BYTES, wordBytes } from "./words.js";

/**
 * Slot of a mapping's value: keccak-256 of the key, filled up to a word, and the mapping's own slot (Solidity's
 * documentation, "Layout of State Variables in Storage and Transient Storage").
 * @param key A word: bytes32 as it is, numbers and addresses filled up with zeros from the left.
 */
export function mappingSlot(key: Hex | bigint, slot: bigint): bigint {
  const pair = new Uint8Array(2 * WORD_BYTES);
  pair.set(typeof key === "bigint" ? wordBytes(key) : fromHex(key, WORD_BYTES, "key"));
  pair.set(wordBytes(slot), WORD_BYTES);
  return BigInt(toHex(keccak_256(pair)));
}

/** Slot of a dynamic array's first item, or of the first word of a long text: keccak-256 of its own slot. */
export function contentSlot(slot: bigint): bigint {
  return BigInt(toHex(keccak_256(wordBytes(slot))));
}

const WORDS = 1n << 256n;

/** The slot `words` behind another; storage goes round. */
export function slotBehind(slot: bigint, words: number): bigint {
  return (slot + BigInt(words)) % WORDS;
}
