import { secp256k1 } from "@noble/curves/secp256k1.js";

/** secp256k1 on digests, as the machine itself computes it. Compact signatures are `r ‖ s`, 64 bytes. */
export interface NativeSecp256k1 {
  /** Signs with a nonce after RFC 6979; s is low. */
  readonly sign: (
    digest: Uint8Array,
    secret: Uint8Array,
  ) => { readonly compact: Uint8Array; readonly recovery: number };
  /** True if the key, uncompressed in 65 bytes, signed the digest with a low s; false also for what is no signature. */
  readonly verify: (digest: Uint8Array, compact: Uint8Array, publicKey: Uint8Array) => boolean;
  /** The public key that signed, uncompressed in 65 bytes; undefined if the signature leads to none. */
  readonly recover: (digest: Uint8Array, compact: Uint8Array, recovery: number) => Uint8Array | undefined;
}

/** The same in JavaScript, for machines without it. */
export const scriptSecp256k1: NativeSecp256k1 = {
  sign: (digest, secret) => {
    const bytes = secp256k1.sign(digest, secret, { prehash: false, format: "recovered" });
    return { compact: bytes.slice(1), recovery: bytes[0] as number };
  },
  verify: (digest, compact, publicKey) => {
    try {
      return secp256k1.verify(compact, digest, publicKey, { prehash: false, lowS: true, format: "compact" });
    } catch {
      // r or s out of range.
      return false;
    }
  },
  recover: (digest, compact, recovery) => {
    try {
      const parsed = secp256k1.Signature.fromBytes(compact, "compact").addRecoveryBit(recovery);
      return parsed.recoverPublicKey(digest).toBytes(false);
    } catch {
      // r or s out of range, or r no point's x: no key made this signature.
      return undefined;
    }
  },
};
