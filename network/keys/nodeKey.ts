import { secp256k1 } from "@noble/curves/secp256k1.js";
import { fromHex, type Hex, isHex, nodeAddress, toHex } from "../../protocol/index.js";

/** A secp256k1 key, in memory: a node's, or an organisation's voting account. */
export interface SecpKey {
  /** 32 bytes. Never shown. */
  readonly secret: Uint8Array;
  /** 64 bytes, `x ‖ y`: a node's id. */
  readonly id: Hex;
  /** 20 bytes. */
  readonly address: Hex;
}

const SECRET_BYTES = 32;

/** The key that follows from 48 secret bytes. */
export function secpKeyOfSeed(seed: Uint8Array): SecpKey {
  return secpKeyOf(secp256k1.utils.randomSecretKey(seed));
}

/** The key of 32 bytes in hex, with or without 0x and in either case; undefined if it is none. */
export function parseSecpKey(text: unknown): SecpKey | undefined {
  if (typeof text !== "string") return undefined;
  const lower = text.toLowerCase();
  const hex = lower.startsWith("0x") ? lower : `0x${lower}`;
  if (!isHex(hex, SECRET_BYTES)) return undefined;
  const secret = fromHex(hex);
  return secp256k1.utils.isValidSecretKey(secret) ? secpKeyOf(secret) : undefined;
}

/** Signature of a digest as contracts take it: `r ‖ s ‖ v`, low s, `v` 27 or 28; the same for ever (RFC 6979). */
export function signDigest({ secret }: SecpKey, digest: Uint8Array): Hex {
  const recovered = secp256k1.sign(digest, secret, { prehash: false, lowS: true, format: "recovered" });
  const signature = new Uint8Array(65);
  signature.set(recovered.subarray(1));
  signature[64] = 27 + (recovered[0] as number);
  return toHex(signature);
}

function secpKeyOf(secret: Uint8Array): SecpKey {
  const id = toHex(secp256k1.getPublicKey(secret, false).subarray(1));
  return { secret, id, address: nodeAddress(id) };
}
