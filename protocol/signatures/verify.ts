import { p256 } from "@noble/curves/nist.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { keccakDigest, sha256Digest, signingPreimage } from "../eip712/digest.js";
import { fromHex, type Hex, isHex, toHex } from "../hex.js";
import { type NativeSecp256k1, scriptSecp256k1 } from "./nativeSecp256k1.js";
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

/** Half of secp256k1's order, rounded down: the highest s that counts as low. */
const HIGHEST_LOW_S = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/**
 * Address whose secp256k1 key signed `digest`, or `undefined` if the signature is malformed, has a high s or leads to no key.
 * @param signature `r ‖ s ‖ v`, 65 bytes. @param recover The machine's own, if there is one.
 */
export function recoverAddress(
  digest: Uint8Array,
  signature: Hex,
  recover: NativeSecp256k1["recover"] = scriptSecp256k1.recover,
): Hex | undefined {
  if (!isHex(signature, SECP256K1_SIGNATURE_BYTES)) return undefined;
  const bytes = fromHex(signature);
  const v = bytes[SECP256K1_SIGNATURE_BYTES - 1] as number;
  if (v < LOWEST_V || v > HIGHEST_V) return undefined;
  if (BigInt(`0x${signature.slice(66, 130)}`) > HIGHEST_LOW_S) return undefined;
  const publicKey = recover(digest, bytes.subarray(0, 64), v - LOWEST_V);
  return publicKey && addressOfKey(publicKey);
}

/** Address of a secp256k1 key. @param publicKey Uncompressed, 65 bytes. */
export function addressOfKey(publicKey: Uint8Array): Hex {
  return toHex(keccak_256(publicKey.subarray(1)).subarray(12));
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
