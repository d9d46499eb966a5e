import { ADDRESS_BYTES } from "../hex.js";
import type { BlockHeader } from "./blockHeader.js";

interface BytesField {
  readonly kind: "bytes";
  readonly name: keyof BlockHeader;
  /** Undefined where any length fits. */
  readonly byteLength: number | undefined;
  /** Its name in an answer to `eth_getBlockByNumber`. */
  readonly key: string;
}

interface NumberField {
  readonly kind: "number";
  readonly name: keyof BlockHeader;
  /** Most bytes of the number. */
  readonly byteLength: number;
  readonly key: string;
}

export type HeaderField = BytesField | NumberField;

const HASH_BYTES = 32;
const BLOOM_BYTES = 256;
const NONCE_BYTES = 8;

function bytes(name: keyof BlockHeader, byteLength?: number, key: string = name): BytesField {
  return { kind: "bytes", name, byteLength, key };
}

function number(name: keyof BlockHeader, byteLength = 8, key: string = name): NumberField {
  return { kind: "number", name, byteLength, key };
}

/** The members of a header in the order in which it is encoded: those of every block, then those of later forks. */
export const HEADER_FIELDS: readonly HeaderField[] = [
  bytes("parentHash", HASH_BYTES),
  bytes("ommersHash", HASH_BYTES, "sha3Uncles"),
  bytes("beneficiary", ADDRESS_BYTES, "miner"),
  bytes("stateRoot", HASH_BYTES),
  bytes("transactionsRoot", HASH_BYTES),
  bytes("receiptsRoot", HASH_BYTES),
  bytes("logsBloom", BLOOM_BYTES),
  number("difficulty", HASH_BYTES),
  number("number"),
  number("gasLimit"),
  number("gasUsed"),
  number("timestampS", 8, "timestamp"),
  bytes("extraData"),
  bytes("mixHash", HASH_BYTES),
  bytes("nonce", NONCE_BYTES),
  number("baseFeePerGas", HASH_BYTES),
  bytes("withdrawalsRoot", HASH_BYTES),
  number("blobGasUsed"),
  number("excessBlobGas"),
  bytes("parentBeaconBlockRoot", HASH_BYTES),
  bytes("requestsHash", HASH_BYTES),
];

/** How many of them every block has. */
export const FIRST_FIELDS = 15;
