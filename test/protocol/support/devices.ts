import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromHex, type Hex, keccakDigest, sha256Digest, signingPreimage, toHex } from "../../../protocol/index.js";

export type KeyKind = "secp256k1" | "p256";

/** A device with a key of its own. */
export interface TestDevice {
  /** Id in the registry. */
  readonly device: Hex;
  /** ERC-7913 signer bytes. */
  readonly signer: Hex;
  /** Signs a struct hash in a domain as a device of this key type does. */
  readonly sign: (domain: Hex, structHash: Hex) => Hex;
}

export const TEST_P256_VERIFIER: Hex = `0x${"a5".repeat(20)}`;

/** keccak-256 of a text: a repeatable 32-byte value for ids, salts and keys of tests. */
export function hashOf(text: string): Hex {
  return toHex(keccak_256(new TextEncoder().encode(text)));
}

/** Makes a device whose id and key follow from `name`. */
export function testDevice(kind: KeyKind, name: string): TestDevice {
  const secretKey = fromHex(hashOf(`key of ${name}`));
  const device = hashOf(`device ${name}`);
  if (kind === "p256") {
    const point = p256.getPublicKey(secretKey, false);
    return {
      device,
      signer: `${TEST_P256_VERIFIER}${toHex(point.subarray(1)).slice(2)}`,
      sign: (domain, structHash) =>
        toHex(p256.sign(sha256Digest(signingPreimage(domain, structHash)), secretKey, { prehash: false, lowS: true })),
    };
  }
  const point = secp256k1.getPublicKey(secretKey, false);
  return {
    device,
    signer: toHex(keccak_256(point.subarray(1)).subarray(12)),
    sign: (domain, structHash) => {
      const digest = keccakDigest(signingPreimage(domain, structHash));
      const signature = secp256k1.sign(digest, secretKey, { prehash: false, format: "recovered" });
      const v = 27 + (signature[0] as number);
      return toHex(Uint8Array.of(...signature.subarray(1), v));
    },
  };
}
