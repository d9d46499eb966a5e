import { createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { expect } from "chai";
import { recoverAddress as recoverWithEthers, SigningKey, Wallet } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  domainSeparator,
  fromHex,
  type Hex,
  InvalidSigner,
  keccakDigest,
  parseSigner,
  recoverAddress,
  signingPreimage,
  toHex,
  verifySignature,
} from "../../../protocol/index.js";
import { hash } from "../support/arbitraries.js";
import { hashOf, TEST_P256_VERIFIER, testDevice } from "../support/devices.js";
import { TEST_CHAIN } from "../support/history.js";

const domain = domainSeparator(TEST_CHAIN);
const structHash = hashOf("a record");
const orders = { secp256k1: secp256k1.Point.Fn.ORDER, p256: p256.Point.Fn.ORDER };
const word = (value: bigint) => value.toString(16).padStart(64, "0");

/** The same signature with s replaced by n − s, which plain ECDSA accepts just as well. */
function withHighS(signature: Hex, order: bigint): Hex {
  const s = BigInt(`0x${signature.slice(66, 130)}`);
  const v = signature.slice(130);
  const otherV = v === "1b" ? "1c" : v === "1c" ? "1b" : v;
  return `${signature.slice(0, 66) as Hex}${word(order - s)}${otherV}`;
}

describe("verifySignature, secp256k1", () => {
  const device = testDevice("secp256k1", "one");
  const signature = device.sign(domain, structHash);
  const check = (changes: { signer?: Hex; domain?: Hex; structHash?: Hex; signature?: Hex }) =>
    verifySignature({ signer: device.signer, domain, structHash, signature, ...changes });

  it("accepts what ethers signs and recovers the same address as ethers", () => {
    fc.assert(
      fc.property(hash, hash, (privateKey, struct) => {
        const key = new SigningKey(privateKey);
        const signer = new Wallet(key).address.toLowerCase() as Hex;
        const digest = keccakDigest(signingPreimage(domain, struct));
        const serialized = key.sign(digest).serialized as Hex;
        expect(verifySignature({ signer, domain, structHash: struct, signature: serialized })).to.equal(true);
        expect(recoverAddress(digest, serialized)).to.equal(recoverWithEthers(digest, serialized).toLowerCase());
      }),
      { numRuns: 25 },
    );
  });

  it("refuses another signer, domain or struct", () => {
    expect(check({})).to.equal(true);
    expect(check({ signer: testDevice("secp256k1", "two").signer })).to.equal(false);
    expect(check({ domain: domainSeparator({ ...TEST_CHAIN, chainId: 1n }) })).to.equal(false);
    expect(check({ structHash: hashOf("another record") })).to.equal(false);
  });

  it("refuses a high s", () => {
    const high = withHighS(signature, orders.secp256k1);
    expect(recoverAddress(keccakDigest(signingPreimage(domain, structHash)), high)).to.equal(undefined);
    expect(check({ signature: high })).to.equal(false);
  });

  it("refuses any v but 27 and 28", () => {
    for (const v of ["00", "01", "1a", "1d", "1e", "ff"]) {
      expect(check({ signature: `${signature.slice(0, 130) as Hex}${v}` }), v).to.equal(false);
    }
  });

  it("refuses other lengths, upper case, and r or s out of range", () => {
    const v = signature.slice(130);
    const [zero, order] = [word(0n), word(orders.secp256k1)];
    const [r, s] = [signature.slice(2, 66), signature.slice(66, 130)];
    const bad = [
      "0x",
      signature.slice(0, 130),
      `${signature}00`,
      `0x${signature.slice(2).toUpperCase()}`,
      `0x${zero}${s}${v}`,
      `0x${r}${zero}${v}`,
      `0x${order}${s}${v}`,
      `0x${r}${order}${v}`,
      `0x${"ff".repeat(64)}1b`,
    ];
    for (const each of bad) expect(check({ signature: each as Hex }), each).to.equal(false);
  });
});

describe("verifySignature, P-256", () => {
  const device = testDevice("p256", "one");
  const signature = device.sign(domain, structHash);
  const check = (changes: { signer?: Hex; domain?: Hex; structHash?: Hex; signature?: Hex }) =>
    verifySignature({ signer: device.signer, domain, structHash, signature, ...changes });

  it("accepts what node:crypto signs (ES256), once s is low", () => {
    for (let round = 0; round < 8; round++) {
      const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const { x, y } = publicKey.export({ format: "jwk" });
      const point = Buffer.concat([x, y].map((part) => Buffer.from(part as string, "base64url")));
      const raw = sign("sha256", signingPreimage(domain, structHash), { key: privateKey, dsaEncoding: "ieee-p1363" });
      const s = BigInt(toHex(raw.subarray(32)));
      const low = toHex(raw.subarray(0, 32)) + word(s > orders.p256 / 2n ? orders.p256 - s : s);
      const signer: Hex = `${TEST_P256_VERIFIER}${toHex(point).slice(2)}`;
      expect(check({ signer, signature: low as Hex })).to.equal(true);
      expect(check({ signer, signature: withHighS(low as Hex, orders.p256) })).to.equal(false);
    }
  });

  it("accepts what node:crypto verifies", () => {
    const [x, y] = [device.signer.slice(42, 106), device.signer.slice(106)];
    const base64url = (hex: string | undefined) => Buffer.from(hex ?? "", "hex").toString("base64url");
    const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x: base64url(x), y: base64url(y) }, format: "jwk" });
    const preimage = signingPreimage(domain, structHash);
    expect(verify("sha256", preimage, { key, dsaEncoding: "ieee-p1363" }, fromHex(signature))).to.equal(true);
    expect(check({})).to.equal(true);
  });

  it("refuses another signer, domain, struct, length, and r or s out of range", () => {
    const [zero, order] = [word(0n), word(orders.p256)];
    const [r, s] = [signature.slice(2, 66), signature.slice(66)];
    expect(check({ signer: testDevice("p256", "two").signer })).to.equal(false);
    expect(check({ domain: domainSeparator({ ...TEST_CHAIN, chainId: 1n }) })).to.equal(false);
    expect(check({ structHash: hashOf("another record") })).to.equal(false);
    for (const bad of [
      "0x",
      `${signature}1b`,
      signature.slice(0, -2),
      `0x${zero}${s}`,
      `0x${r}${zero}`,
      `0x${order}${s}`,
    ]) {
      expect(check({ signature: bad as Hex }), bad).to.equal(false);
    }
  });
});

describe("parseSigner", () => {
  it("tells the key types apart by length", () => {
    const plain = testDevice("secp256k1", "one").signer;
    const p256Signer = testDevice("p256", "one").signer;
    expect(parseSigner(plain)).to.deep.equal({ kind: "secp256k1", address: plain });
    const publicKey = `0x${p256Signer.slice(42)}`;
    expect(parseSigner(p256Signer)).to.deep.equal({ kind: "p256", verifier: TEST_P256_VERIFIER, publicKey });
  });

  it("refuses address zero, other lengths, upper case and points off the curve", () => {
    const signer = testDevice("p256", "one").signer;
    const field = p256.Point.Fp.ORDER;
    const off = [
      `${signer.slice(0, -2)}${signer.endsWith("00") ? "01" : "00"}`,
      `${TEST_P256_VERIFIER}${word(0n)}${word(0n)}`,
      // Coordinates must be reduced: x + p would name the same point in a second way.
      `${TEST_P256_VERIFIER}${word(field)}${signer.slice(106)}`,
      `${TEST_P256_VERIFIER}${"ff".repeat(64)}`,
    ];
    const bad = [
      ...off,
      `0x${"00".repeat(20)}`,
      "0x",
      `${signer}00`,
      signer.slice(0, -2),
      `0x${signer.slice(2).toUpperCase()}`,
    ];
    for (const each of bad) expect(() => parseSigner(each as Hex), each).to.throw(InvalidSigner);
  });
});
