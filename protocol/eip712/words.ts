import { keccak_256 } from "@noble/hashes/sha3.js";
import { IntegerOutOfRange, InvalidHex } from "../errors.js";
import { ADDRESS_BYTES, type Hex, toHex, writeHex } from "../hex.js";
import { encodeType, type StructTable } from "./types.js";

/** Size of an ABI word, bytes. */
export const WORD = 32;

const UINT64_MAX = (1n << 64n) - 1n;
const UINT256_MAX = (1n << 256n) - 1n;
const INT64_MAX = (1n << 63n) - 1n;
const INT64_MIN = -(1n << 63n);

const textEncoder = new TextEncoder();

/** keccak-256 of a text's UTF-8 bytes. */
export function keccakOfText(text: string): Uint8Array {
  return keccak_256(textEncoder.encode(text));
}

/**
 * What `abi.encode` makes of values of fixed size: one word each. A packer is made once and filled anew for each use, so that
 * hashing a record allocates nothing but its result. A member must always be written as the same type.
 */
export class WordPacker {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  /** Words before member 0. */
  readonly #lead: number;

  /** @param members How many. @param lead Words that stand before them. */
  constructor(members: number, lead = 0) {
    this.bytes = new Uint8Array(WORD * (lead + members));
    this.#view = new DataView(this.bytes.buffer);
    this.#lead = lead;
  }

  /** Writes member `index` (from 0) as uint64. Throws `IntegerOutOfRange`. */
  uint64(index: number, value: bigint, name: string): void {
    if (typeof value !== "bigint" || value < 0n || value > UINT64_MAX) {
      throw new IntegerOutOfRange(name, value, "uint64");
    }
    // The word's upper 24 bytes stay zero from the start: no other kind of member is ever written here.
    this.#view.setBigUint64(this.#end(index) - 8, value);
  }

  /** Writes member `index` as uint128, or as a narrower type of `bits`. Throws `IntegerOutOfRange`. */
  uint128(index: number, value: bigint, name: string, bits: 32 | 48 | 96 | 128 = 128): void {
    if (typeof value !== "bigint" || value < 0n || value >> BigInt(bits) !== 0n) {
      throw new IntegerOutOfRange(name, value, `uint${bits}`);
    }
    const end = this.#end(index);
    this.#view.setBigUint64(end - 16, value >> 64n);
    this.#view.setBigUint64(end - 8, value & UINT64_MAX);
  }

  /** Writes member `index` as uint256. Throws `IntegerOutOfRange`. */
  uint256(index: number, value: bigint, name: string): void {
    if (typeof value !== "bigint" || value < 0n || value > UINT256_MAX) {
      throw new IntegerOutOfRange(name, value, "uint256");
    }
    const word: Hex = `0x${value.toString(16).padStart(2 * WORD, "0")}`;
    writeHex(this.bytes, this.#start(index), word, WORD, name);
  }

  /** Writes member `index` as int64, sign-extended. Throws `IntegerOutOfRange`. */
  int64(index: number, value: bigint, name: string): void {
    if (typeof value !== "bigint" || value < INT64_MIN || value > INT64_MAX) {
      throw new IntegerOutOfRange(name, value, "int64");
    }
    const start = this.#start(index);
    this.bytes.fill(value < 0n ? 0xff : 0, start, start + WORD - 8);
    this.#view.setBigInt64(start + WORD - 8, value);
  }

  /** Writes member `index` as one of an enumeration's numbers, `from` to `to`. Throws `IntegerOutOfRange`. */
  choice(index: number, value: number, from: number, to: number, name: string): void {
    if (!Number.isInteger(value) || value < from || value > to) {
      throw new IntegerOutOfRange(name, value, `number from ${from} to ${to}`);
    }
    this.bytes[this.#end(index) - 1] = value;
  }

  /** Writes member `index` as bytes32. Throws `InvalidHex`. */
  bytes32(index: number, value: Hex, name: string): void {
    writeHex(this.bytes, this.#start(index), value, WORD, name);
  }

  /** Writes member `index` as a chain's id, a uint256 that EIP-2294 bounds far below 64 bits. Throws `IntegerOutOfRange`. */
  chainId(index: number, value: bigint): void {
    if (value < 1n || value > UINT64_MAX) throw new IntegerOutOfRange("chainId", value, "chain id");
    this.uint64(index, value, "chainId");
  }

  /** Writes member `index` as an address. Throws `InvalidHex`. */
  address(index: number, value: Hex, name: string): void {
    writeHex(this.bytes, this.#end(index) - ADDRESS_BYTES, value, ADDRESS_BYTES, name);
  }

  /** Writes member `index` as 32 bytes made elsewhere: the hash of a nested struct or of dynamic bytes. */
  word(index: number, value: Uint8Array): void {
    if (value.length !== WORD) throw new InvalidHex("A member", `${WORD} bytes`);
    this.bytes.set(value, this.#start(index));
  }

  /** keccak-256 of all words. */
  hash(): Uint8Array {
    return keccak_256(this.bytes);
  }

  hashHex(): Hex {
    return toHex(this.hash());
  }

  #start(index: number): number {
    return WORD * (this.#lead + index);
  }

  #end(index: number): number {
    return this.#start(index) + WORD;
  }
}

/** An EIP-712 struct being encoded: its type hash, then its members. */
export class StructPacker extends WordPacker {
  /** @param type The struct's `encodeType` text. @param members How many it has. */
  constructor(type: string, members: number) {
    super(members, 1);
    this.bytes.set(keccakOfText(type));
  }

  /** One of a struct that a table lists. */
  static of(table: StructTable, name: string): StructPacker {
    return new StructPacker(encodeType(table, name), table[name]?.length ?? 0);
  }
}

/** EIP-712 hash of an array: keccak-256 of one word per element. Throws what `wordOf` throws. */
export function hashArray<T>(elements: readonly T[], wordOf: (element: T) => Uint8Array): Uint8Array {
  const words = new Uint8Array(WORD * elements.length);
  elements.forEach((element, at) => {
    words.set(wordOf(element), WORD * at);
  });
  return keccak_256(words);
}
