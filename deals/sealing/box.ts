import { fromHex, type Hex, toHex } from "../../protocol/index.js";
import { SealingKeyUnusable } from "../errors.js";
import { exactly, KEY_BYTES, type SealingKey, SUITE } from "./sealingKey.js";

/** What one key opens. */
export interface Box {
  /** Of whoever may open it. */
  readonly publicKey: Hex;
  /** The key that HPKE encapsulated. */
  readonly enc: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** What a box is for and where it belongs: it opens for nothing else. */
export interface BoxContext {
  readonly info: Uint8Array;
  readonly aad: Uint8Array;
}

/** Lengths of plaintexts are multiples of it, bytes, so that a ciphertext's length tells little of the words in it. */
const BLOCK_BYTES = 256;

/** Bytes of a box beside its plaintext's: two keys, and the tag of AES-GCM. */
export const BOX_BYTES = 2 * KEY_BYTES + 16;

/** JSON, filled up with spaces, as bytes to be sealed. */
export function paddedJson(json: string): Uint8Array {
  const bytes = new TextEncoder().encode(json);
  const padded = new Uint8Array(Math.ceil(bytes.length / BLOCK_BYTES) * BLOCK_BYTES).fill(0x20);
  padded.set(bytes);
  return padded;
}

/**
 * Seals for one key: its public half, the encapsulated key and the ciphertext of HPKE, one after the other.
 * @throws SealingKeyUnusable
 */
export async function sealBox(publicKey: Hex, plaintext: Uint8Array, { info, aad }: BoxContext): Promise<Uint8Array> {
  const key = fromHex(publicKey, KEY_BYTES, "sealing key");
  try {
    const recipientPublicKey = await SUITE.kem.importKey("raw", exactly(key), true);
    const { enc, ct } = await SUITE.seal({ recipientPublicKey, info: exactly(info) }, exactly(plaintext), exactly(aad));
    return Uint8Array.of(...key, ...new Uint8Array(enc), ...new Uint8Array(ct));
  } catch (cause) {
    // Such as a point of low order, with which everybody would share the secret.
    throw new SealingKeyUnusable(publicKey, cause);
  }
}

/** A box of these bytes; undefined if they are too few to be one. */
export function boxOf(bytes: Uint8Array): Box | undefined {
  if (bytes.length <= 2 * KEY_BYTES) return undefined;
  return {
    publicKey: toHex(bytes.subarray(0, KEY_BYTES)),
    enc: bytes.subarray(KEY_BYTES, 2 * KEY_BYTES),
    ciphertext: bytes.subarray(2 * KEY_BYTES),
  };
}

/** Opens a box. Throws what the suite throws if it was altered, or is of another context or key. */
export function openBox({ enc, ciphertext }: Box, key: SealingKey, context: BoxContext): Promise<Uint8Array> {
  return key.open({ enc, ciphertext, ...context });
}
