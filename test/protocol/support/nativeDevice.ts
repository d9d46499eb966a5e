import { createPrivateKey, sign } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import { fromHex, type Hex, signingPreimage, toHex } from "../../../protocol/index.js";
import { hashOf, TEST_P256_VERIFIER, type TestDevice } from "./devices.js";

const ORDER = p256.Point.Fn.ORDER;

/** A P-256 device that signs with Node's own curve: long histories would take minutes otherwise. */
export function nativeDevice(name: string): TestDevice {
  const secret = fromHex(hashOf(`key of ${name}`));
  const point = p256.getPublicKey(secret, false).subarray(1);
  const jwk = { kty: "EC", crv: "P-256", d: base64(secret), x: base64(point.slice(0, 32)), y: base64(point.slice(32)) };
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  return {
    device: hashOf(`device ${name}`),
    signer: `${TEST_P256_VERIFIER}${toHex(point).slice(2)}`,
    sign: (domain, structHash) =>
      withLowS(toHex(sign("sha256", signingPreimage(domain, structHash), { key, dsaEncoding: "ieee-p1363" }))),
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

function withLowS(signature: Hex): Hex {
  const s = BigInt(`0x${signature.slice(66)}`);
  if (s <= ORDER / 2n) return signature;
  return `0x${signature.slice(2, 66)}${(ORDER - s).toString(16).padStart(64, "0")}`;
}
