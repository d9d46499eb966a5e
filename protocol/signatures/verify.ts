import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { keccakDigest, sha256Digest, signingPreimage } from "../eip712/digest.js";
import { fromHex, type Hex, isHex, toHex } from "../hex.js";
import { parseSigner, uncompressedPoint } from "./signer.js";

/** A signature with all that it is judged by. */
export interface SignatureCheck {
  /** ERC-7913 signer bytes. */
  readonly signer: Hex;
  /** From `domainSeparator`. */
  readonly domain: Hex;
  readonly structHash: Hex;
  /** secp256k1: `r ‖ s ‖ v`, 65 bytes; P-256: `r ‖ s`, 64 bytes. */
  readonly signature: Hex;
}

const SECP256K1_SIGNATURE_BYTES = 65;
const P256_SIGNATURE_BYTES = 64;
const LOWEST_V = 27;
const HIGHEST_V = 28;

/** True if a certain key signed the struct in a certain domain. */
export type VerifyStruct = (structHash: Hex, signature: Hex) => boolean;

/** Makes the check of one key's signatures in one domain: `signer` as ERC-7913 bytes. Throws `InvalidSigner`. */
export type MakeVerifier = (signer: Hex, domain: Hex) => VerifyStruct;

/**
 * True if the signer's key signed the struct in the domain. Accepts exactly one form of each signature, as the contracts
 * do: lower-case hex, the key type's length, low s, `v` 27 or 28.
 * Throws `InvalidSigner` for signer bytes that name no key, `InvalidHex` for a malformed domain or struct hash.
 */
export function verifySignature({ signer, domain, structHash, signature }: SignatureCheck): boolean {
  return signatureVerifier(signer, domain)(structHash, signature);
}

/** `verifySignature` for many signatures of one key, which is parsed once. Throws `InvalidSigner`. */
export const signatureVerifier: MakeVerifier = (signer, domain) => {
  const key = parseSigner(signer);
  if (key.kind === "secp256k1") {
    return (structHash, signature) =>
      recoverAddress(keccakDigest(signingPreimage(domain, structHash)), signature) === key.address;
  }
  const point = uncompressedPoint(fromHex(key.publicKey));
  return (structHash, signature) => verifyP256(sha256Digest(signingPreimage(domain, structHash)), signature, point);
};

/**
 * Address whose secp256k1 key signed `digest`, or `undefined` if the signature is malformed, has a high s or leads to no key.
 * @param signature `r ‖ s ‖ v`, 65 bytes.
 */
export function recoverAddress(digest: Uint8Array, signature: Hex): Hex | undefined {
  if (!isHex(signature, SECP256K1_SIGNATURE_BYTES)) return undefined;
  const bytes = fromHex(signature);
  const v = bytes[SECP256K1_SIGNATURE_BYTES - 1] as number;
  if (v < LOWEST_V || v > HIGHEST_V) return undefined;
  try {
    const parsed = secp256k1.Signature.fromBytes(bytes.subarray(0, 64), "compact").addRecoveryBit(v - LOWEST_V);
    if (parsed.hasHighS()) return undefined;
    const point = parsed.recoverPublicKey(digest).toBytes(false);
    return toHex(keccak_256(point.subarray(1)).subarray(12));
  } catch {
    // r or s out of range, or r no point's x: no key made this signature.
    return undefined;
  }
}

function verifyP256(digest: Uint8Array, signature: Hex, point: Uint8Array): boolean {
  if (!isHex(signature, P256_SIGNATURE_BYTES)) return false;
  try {
    return p256.verify(fromHex(signature), digest, point, { prehash: false, lowS: true, format: "compact" });
  } catch {
    // r or s out of range.
    return false;
  }
}
