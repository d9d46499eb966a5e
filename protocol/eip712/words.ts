import { keccak_256 } from "@noble/hashes/sha3.js";
import { IntegerOutOfRange, InvalidHex } from "../errors.js";
import { type Hex, toHex, writeHex } from "../hex.js";

/** Size of an ABI word, bytes. */
export const WORD = 32;

const UINT64_MAX = (1n << 64n) - 1n;
const UINT256_MAX = (1n << 256n) - 1n;
const INT64_MAX = (1n << 63n) - 1n;
const INT64_MIN = -(1n << 63n);
const ADDRESS_BYTES = 20;

const textEncoder = new TextEncoder();

/** keccak-256 of a text's UTF-8 bytes. */
export function keccakOfText(text: string): Uint8Array {
  return keccak_256(textEncoder.encode(text));
}

/**
 * An EIP-712 struct being encoded: its type hash followed by one word per member. One packer per struct type is made
 * once and filled anew for each struct, so that hashing a record allocates nothing but its result.
 */
export class StructPacker {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  /** @param members Number of members; @param type The struct's `encodeType` text. */
  constructor(type: string, members: number) {
    this.bytes = new Uint8Array(WORD * (1 + members));
    this.#view = new DataView(this.bytes.buffer);
    this.bytes.set(keccakOfText(type));
  }

  /** Writes member `index` (from 0) as uint64. Throws `IntegerOutOfRange`. */
  uint64(index: number, value: bigint, name: string): void {
    if (typeof value !== "bigint" || value < 0n || value > UINT64_MAX) {
      throw new IntegerOutOfRange(name, value, "uint64");
    }
    // The word's upper 24 bytes stay zero from the start: no other kind of member is ever written here.
    this.#view.setBigUint64(WORD * (index + 2) - 8, value);
  }

  /** Writes member `index` as uint128, or as a narrower type of `bits`. Throws `IntegerOutOfRange`. */
  uint128(index: number, value: bigint, name: string, bits: 32 | 48 | 96 | 128 = 128): void {
    if (typeof value !== "bigint" || value < 0n || value >> BigInt(bits) !== 0n) {
      throw new IntegerOutOfRange(name, value, `uint${bits}`);
    }
    const end = WORD * (index + 2);
    this.#view.setBigUint64(end - 16, value >> 64n);
    this.#view.setBigUint64(end - 8, value & UINT64_MAX);
  }

  /** Writes member `index` as uint256. Throws `IntegerOutOfRange`. */
  uint256(index: number, value: bigint, name: string): void {
    if (typeof value !== "bigint" || value < 0n || value > UINT256_MAX) {
      throw new IntegerOutOfRange(name, value, "uint256");
    }
    const word: Hex = `0x${value.toString(16).padStart(2 * WORD, "0")}`;
    writeHex(this.bytes, WORD * (index + 1), word, WORD, name);
  }

  /** Writes member `index` as int64, sign-extended. Throws `IntegerOutOfRange`. */
  int64(index: number, value: bigint, name: string): void {
    if (typeof value !== "bigint" || value < INT64_MIN || value > INT64_MAX) {
      throw new IntegerOutOfRange(name, value, "int64");
    }
    const start = WORD * (index + 1);
    this.bytes.fill(value < 0n ? 0xff : 0, start, start + WORD - 8);
    this.#view.setBigInt64(start + WORD - 8, value);
  }

  /** Writes member `index` as one of an enumeration's numbers, `from` to `to`. Throws `IntegerOutOfRange`. */
  choice(index: number, value: number, from: number, to: number, name: string): void {
    if (!Number.isInteger(value) || value < from || value > to) {
      throw new IntegerOutOfRange(name, value, `number from ${from} to ${to}`);
    }
    this.bytes[WORD * (index + 2) - 1] = value;
  }

  /** Writes member `index` as bytes32. Throws `InvalidHex`. */
  bytes32(index: number, value: Hex, name: string): void {
    writeHex(this.bytes, WORD * (index + 1), value, WORD, name);
  }

  /** Writes member `index` as an address. Throws `InvalidHex`. */
  address(index: number, value: Hex, name: string): void {
    writeHex(this.bytes, WORD * (index + 2) - ADDRESS_BYTES, value, ADDRESS_BYTES, name);
  }

  /** Writes member `index` as 32 bytes made elsewhere: the hash of a nested struct or of dynamic bytes. */
  word(index: number, value: Uint8Array): void {
    if (value.length !== WORD) throw new InvalidHex("A member", `${WORD} bytes`);
    this.bytes.set(value, WORD * (index + 1));
  }

  /** keccak-256 of the filled struct. */
  hash(): Uint8Array {
    return keccak_256(this.bytes);
  }

  hashHex(): Hex {
    return toHex(this.hash());
  }
}
