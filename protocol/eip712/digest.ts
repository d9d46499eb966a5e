import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Hex, writeHex, ZERO_HASH } from "../hex.js";
import type { Keccak256 } from "../merkle/keccak.js";
import type { StructPacker } from "./words.js";

const PREFIX_BYTES = 2;
const HASH_BYTES = 32;

/**
 * The 66 bytes that a device signs a hash of: `0x1901 ‖ domain ‖ structHash` (EIP-712). Throws `InvalidHex`.
 * @param domain From `domainSeparator`. @param structHash From `structHashOf` or `enrolmentHash`.
 */
export function signingPreimage(domain: Hex, structHash: Hex): Uint8Array {
  const preimage = new Uint8Array(PREFIX_BYTES + 2 * HASH_BYTES);
  preimage[0] = 0x19;
  preimage[1] = 0x01;
  writeHex(preimage, PREFIX_BYTES, domain, HASH_BYTES, "domain");
  writeHex(preimage, PREFIX_BYTES + HASH_BYTES, structHash, HASH_BYTES, "structHash");
  return preimage;
}

/** What a secp256k1 device signs: keccak-256 of the preimage, as wallets do. */
export function keccakDigest(preimage: Uint8Array): Uint8Array {
  return keccak_256(preimage);
}

/** What a P-256 device signs: SHA-256 of the preimage, as WebCrypto, TPMs and secure elements do (ES256). */
export function sha256Digest(preimage: Uint8Array): Uint8Array {
  return sha256(preimage);
}

/**
 * Makes the digest that an account signs of a packed struct: `keccak256(0x1901 ‖ separator ‖ keccak256(struct))`.
 * @param separator From `contractDomainSeparator`. @param keccak A faster hash than the one in JavaScript, if there is one.
 * @throws InvalidHex
 */
export function structDigester(separator: Hex, keccak: Keccak256 = keccak_256): (struct: StructPacker) => Uint8Array {
  const preimage = signingPreimage(separator, ZERO_HASH);
  return (struct) => {
    preimage.set(keccak(struct.bytes), PREFIX_BYTES + HASH_BYTES);
    return keccak(preimage);
  };
}
