import { p256 } from "@noble/curves/nist.js";
import { InvalidSigner } from "../errors.js";
import { ADDRESS_BYTES, fromHex, type Hex, isHex, toHex } from "../hex.js";

/** A device's key as its ERC-7913 signer bytes name it. */
export type Signer =
  | { readonly kind: "secp256k1"; readonly address: Hex }
  /** `publicKey` is `x ‖ y`, 64 bytes. */
  | { readonly kind: "p256"; readonly verifier: Hex; readonly publicKey: Hex };

const P256_SIGNER_BYTES = 84;
const ZERO_ADDRESS: Hex = `0x${"00".repeat(ADDRESS_BYTES)}`;

/**
 * Parses ERC-7913 signer bytes: 20 bytes are a secp256k1 address; 84 bytes are a P-256 verifier followed by the key's x
 * and y. Which verifier may be named is the registry's rule, not checked here.
 * Throws `InvalidSigner` for any other length, for address zero and for a point that is not on the curve.
 */
export function parseSigner(signer: Hex): Signer {
  if (isHex(signer, ADDRESS_BYTES)) {
    if (signer === ZERO_ADDRESS) throw new InvalidSigner("address zero has no key");
    return { kind: "secp256k1", address: signer };
  }
  if (!isHex(signer, P256_SIGNER_BYTES)) {
    throw new InvalidSigner(`expected ${ADDRESS_BYTES} or ${P256_SIGNER_BYTES} bytes of lower-case 0x hex`);
  }
  const bytes = fromHex(signer);
  const publicKey = bytes.subarray(ADDRESS_BYTES);
  if (!p256.utils.isValidPublicKey(uncompressedPoint(publicKey), false)) {
    throw new InvalidSigner("the public key is not a point of P-256");
  }
  return { kind: "p256", verifier: toHex(bytes.subarray(0, ADDRESS_BYTES)), publicKey: toHex(publicKey) };
}

/** SEC 1 uncompressed form of a public key: `0x04 ‖ x ‖ y`. */
export function uncompressedPoint(publicKey: Uint8Array): Uint8Array {
  const point = new Uint8Array(1 + publicKey.length);
  point[0] = 0x04;
  point.set(publicKey, 1);
  return point;
}
