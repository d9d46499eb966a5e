import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { x25519 } from "@noble/curves/ed25519.js";
import { type Hex, toHex } from "../../protocol/index.js";

/** HPKE (RFC 9180) in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
export const SUITE = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** Bytes of a public key, of a secret, and of what HPKE encapsulates. */
export const KEY_BYTES = 32;

/** A key with which sealed rounds are opened. Its secret shows itself to nobody. */
export interface SealingKey {
  /** What the member publishes, 32 bytes. */
  readonly publicKey: Hex;
  /** Opens what `SUITE` sealed. Throws what the suite throws. */
  open(box: { enc: Uint8Array; ciphertext: Uint8Array; info: Uint8Array; aad: Uint8Array }): Promise<Uint8Array>;
}

/** The key of an X25519 secret. @param secret 32 bytes. */
export function sealingKeyOf(secret: Uint8Array): SealingKey {
  return {
    publicKey: toHex(x25519.getPublicKey(secret)),
    open: async ({ enc, ciphertext, info, aad }) => {
      const recipientKey = await SUITE.kem.importKey("raw", exactly(secret), false);
      return new Uint8Array(
        await SUITE.open({ recipientKey, enc: exactly(enc), info: exactly(info) }, exactly(ciphertext), exactly(aad)),
      );
    },
  };
}

/** The bytes in a buffer of their own, as WebCrypto takes them. */
export function exactly(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer;
}
