import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromHex, type Hex, isHex, keccakDigest, sha256Digest, signingPreimage, toHex } from "../../protocol/index.js";

/** Kinds of keys that a device may have. */
export const KEY_TYPES = ["p256", "secp256k1"] as const;
export type KeyType = (typeof KEY_TYPES)[number];

/**
 * A private key in memory. It signs structs of the records' domain and nothing else, and shows itself to nobody: neither
 * `JSON.stringify` nor a debugger's print finds the secret.
 */
export interface DeviceKey {
  readonly keyType: KeyType;
  /** `x ‖ y`, 64 bytes. */
  readonly publicKey: Hex;
  /** ERC-7913 signer bytes. @param p256Verifier The deployment's; only P-256 keys name it. */
  signerFor(p256Verifier: Hex): Hex;
  /** Signature over a struct in a domain, in the one form that contracts accept. */
  sign(domain: Hex, structHash: Hex): Hex;
}

const SECRET_BYTES = 32;
const LOWEST_V = 27;

/** A new random secret that is a key of `keyType`, 32 bytes. */
export function randomSecret(keyType: KeyType): Uint8Array {
  return keyType === "p256" ? p256.utils.randomSecretKey() : secp256k1.utils.randomSecretKey();
}

/** Whether 32 bytes are a key of `keyType`: neither zero nor beyond the curve's order. */
export function isSecret(keyType: KeyType, secret: Uint8Array): boolean {
  if (secret.length !== SECRET_BYTES) return false;
  return keyType === "p256" ? p256.utils.isValidSecretKey(secret) : secp256k1.utils.isValidSecretKey(secret);
}

/** The key of a secret that `isSecret` accepts. */
export function deviceKeyOf(keyType: KeyType, secret: Uint8Array): DeviceKey {
  return keyType === "p256" ? p256Key(secret) : secp256k1Key(secret);
}

/** Address of a secp256k1 public key `x ‖ y`. */
export function addressOfPublicKey(publicKey: Hex): Hex {
  return toHex(keccak_256(fromHex(publicKey, 2 * SECRET_BYTES)).subarray(12));
}

/** ERC-7913 signer bytes of a public key `x ‖ y`. */
export function signerOf(keyType: KeyType, publicKey: Hex, p256Verifier: Hex): Hex {
  return keyType === "p256" ? `${p256Verifier}${publicKey.slice(2)}` : addressOfPublicKey(publicKey);
}

/** Whether `publicKey` is a point of the key type's curve, `x ‖ y`. */
export function isPublicKey(keyType: KeyType, publicKey: string): publicKey is Hex {
  if (!isHex(publicKey, 2 * SECRET_BYTES)) return false;
  const point = fromHex(`0x04${publicKey.slice(2)}`);
  return keyType === "p256"
    ? p256.utils.isValidPublicKey(point, false)
    : secp256k1.utils.isValidPublicKey(point, false);
}

function secp256k1Key(secret: Uint8Array): DeviceKey {
  const publicKey = toHex(secp256k1.getPublicKey(secret, false).subarray(1));
  return {
    keyType: "secp256k1",
    publicKey,
    signerFor: () => addressOfPublicKey(publicKey),
    sign(domain, structHash) {
      const digest = keccakDigest(signingPreimage(domain, structHash));
      const [recovery = 0, ...rs] = secp256k1.sign(digest, secret, { prehash: false, format: "recovered" });
      return toHex(Uint8Array.from([...rs, LOWEST_V + recovery]));
    },
  };
}

function p256Key(secret: Uint8Array): DeviceKey {
  const publicKey = toHex(p256.getPublicKey(secret, false).subarray(1));
  return {
    keyType: "p256",
    publicKey,
    signerFor: (verifier) => signerOf("p256", publicKey, verifier),
    sign(domain, structHash) {
      const digest = sha256Digest(signingPreimage(domain, structHash));
      return toHex(p256.sign(digest, secret, { prehash: false, lowS: true }));
    },
  };
}
