import { secp256k1 } from "@noble/curves/secp256k1.js";
import { expect } from "chai";
import { SigningKey, TypedDataEncoder, Wallet } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  type Hex,
  isAdmissionProven,
  type NodeAdmission,
  nodeAdmissionDigest,
  nodesDomainSeparator,
  toHex,
} from "../../../protocol/index.js";

const TYPES = {
  NodeAdmission: [
    { name: "id", type: "bytes" },
    { name: "name", type: "string" },
    { name: "endpoint", type: "string" },
    { name: "organisation", type: "address" },
    { name: "certificateHash", type: "bytes32" },
    { name: "validator", type: "bool" },
    { name: "nonce", type: "uint64" },
  ],
};
const DOMAIN = { name: "Wattproof Nodes", version: "1", chainId: 20260n };

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map(toHex);
const admissions: fc.Arbitrary<NodeAdmission> = fc.record({
  id: bytes(64),
  name: fc.string({ unit: "grapheme" }),
  endpoint: fc.string({ unit: "grapheme" }),
  organisation: bytes(20),
  certificateHash: bytes(32),
  validator: fc.boolean(),
  nonce: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
});

const key = new SigningKey(`0x${"11".repeat(32)}`);
const admission: NodeAdmission = {
  id: `0x${key.publicKey.slice(4)}`,
  name: "wxr-node-1",
  endpoint: "10.0.0.1:30303",
  organisation: `0x${"ab".repeat(20)}`,
  certificateHash: `0x${"cd".repeat(32)}`,
  validator: true,
  nonce: 0n,
};
const proof = key.sign(nodeAdmissionDigest(20260n, admission)).serialized as Hex;

describe("a node's admission", () => {
  it("has the separator and digest that ethers computes", () => {
    expect(nodesDomainSeparator(20260n)).to.equal(TypedDataEncoder.hashDomain(DOMAIN));
    fc.assert(
      fc.property(admissions, (any) => {
        expect(toHex(nodeAdmissionDigest(20260n, any))).to.equal(TypedDataEncoder.hash(DOMAIN, TYPES, any));
      }),
    );
  });

  it("is proven by the node's own signature, as any wallet makes it", async () => {
    expect(isAdmissionProven(20260n, admission, proof)).to.equal(true);
    const wallet = new Wallet(key.privateKey);
    expect(await wallet.signTypedData(DOMAIN, TYPES, admission)).to.equal(proof);
  });

  it("is not proven once anything in it differs", () => {
    const others: Partial<NodeAdmission>[] = [
      { name: "wxr-node-2" },
      { endpoint: "10.0.0.2:30303" },
      { organisation: `0x${"ac".repeat(20)}` },
      { certificateHash: `0x${"ce".repeat(32)}` },
      { validator: false },
      { nonce: 1n },
      { id: `0x${new SigningKey(`0x${"12".repeat(32)}`).publicKey.slice(4)}` },
    ];
    for (const other of others) {
      expect(isAdmissionProven(20260n, { ...admission, ...other }, proof), JSON.stringify(Object.keys(other))).to.equal(
        false,
      );
    }
    expect(isAdmissionProven(20261n, admission, proof)).to.equal(false);
  });

  it("is not proven by another form of the signature", () => {
    const order = secp256k1.Point.CURVE().n;
    const highS = (order - BigInt(`0x${proof.slice(66, 130)}`)).toString(16).padStart(64, "0");
    const flipped = proof.endsWith("1b") ? "1c" : "1b";
    for (const other of [
      `${proof.slice(0, 66)}${highS}${flipped}`,
      `${proof.slice(0, 130)}00`,
      proof.slice(0, 130),
      "0x",
    ]) {
      expect(isAdmissionProven(20260n, admission, other as Hex)).to.equal(false);
    }
  });

  it("refuses malformed members by name", () => {
    const digest = (part: object) => () => nodeAdmissionDigest(20260n, { ...admission, ...part } as NodeAdmission);
    expect(digest({ id: "0x12" }))
      .to.throw()
      .with.property("code", "InvalidHex");
    expect(digest({ certificateHash: "0x" }))
      .to.throw()
      .with.property("code", "InvalidHex");
    expect(digest({ nonce: -1n }))
      .to.throw()
      .with.property("code", "IntegerOutOfRange");
    expect(() => nodesDomainSeparator(0n))
      .to.throw()
      .with.property("code", "IntegerOutOfRange");
  });
});
