import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";

/** A P-256 key, in memory: an agency's, or that of a node's TLS endpoint. */
export interface P256Key {
  /** 32 bytes. Never shown. */
  readonly secret: Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** PKCS #8 in PEM: what servers read. Secret. */
  readonly privatePem: string;
}

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

/** The key that follows from 48 secret bytes. */
export function p256KeyOfSeed(seed: Uint8Array): P256Key {
  const secret = p256.utils.randomSecretKey(seed);
  const point = p256.getPublicKey(secret, false);
  const x = base64url(point.subarray(1, 33));
  const y = base64url(point.subarray(33));
  const privateKey = createPrivateKey({
    key: { kty: "EC", crv: "P-256", x, y, d: base64url(secret) },
    format: "jwk",
  });
  return {
    secret,
    spki: spkiOf(privateKey),
    privatePem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** The key of a PEM that `privatePem` was written to; undefined if it is no P-256 key. */
export function p256KeyOfPem(pem: string): P256Key | undefined {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyDetails?.namedCurve !== "prime256v1") return undefined;
  const { d } = privateKey.export({ format: "jwk" });
  if (typeof d !== "string") return undefined;
  return { secret: new Uint8Array(Buffer.from(d, "base64url")), spki: spkiOf(privateKey), privatePem: pem };
}

function spkiOf(privateKey: KeyObject): Uint8Array {
  return new Uint8Array(createPublicKey(privateKey).export({ type: "spki", format: "der" }));
}

/** ECDSA over the SHA-256 of `data` in the DER form that X.509 has; the same for ever (RFC 6979). */
export function signSha256({ secret }: P256Key, data: Uint8Array): Uint8Array {
  return p256.sign(data, secret, { prehash: true, lowS: false, format: "der" });
}
