import { createECDH, createHash } from "node:crypto";
import { expect } from "chai";
import { computeAddress, SigningKey } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import { parseSecpKey, secpKeyOfSeed, signDigest } from "../../../network/keys/nodeKey.js";
import { parseNodeKeys } from "../../../network/keys/parseKeys.js";
import { derivedSecrets, randomSecrets } from "../../../network/keys/secrets.js";
import { toHex } from "../../../protocol/index.js";
import { codeOf, knownKeys } from "../support/foundings.js";

const ORDER = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

describe("a node's key", () => {
  it("is read with or without 0x, in either case, as ethers and OpenSSL read it", () => {
    const secret = "1a2c4ff0f1b38e2322658dba692816138eb22d002515df1fffca21278f406aa9";
    const key = parseSecpKey(secret);
    expect(key?.address).to.equal("0x93917cadbace5dfce132b991732c6cda9bcc5b8a");
    expect(parseSecpKey(`0x${secret.toUpperCase()}`)).to.deep.equal(key);
    const openssl = createECDH("secp256k1");
    openssl.setPrivateKey(secret, "hex");
    expect(key?.id).to.equal(`0x${openssl.getPublicKey("hex").slice(2)}`);
  });

  it("signs as ethers does", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 48, maxLength: 48 }), fc.string(), (seed, text) => {
        const key = secpKeyOfSeed(seed);
        const digest = new Uint8Array(createHash("sha256").update(text).digest());
        expect(signDigest(key, digest)).to.equal(new SigningKey(toHex(key.secret)).sign(digest).serialized);
        expect(computeAddress(toHex(key.secret)).toLowerCase()).to.equal(key.address);
      }),
      { numRuns: 20 },
    );
  });

  it("is no other text", () => {
    const short = "0x01";
    for (const other of [undefined, null, 1, "", short, "0x", `0x${"0".repeat(64)}`, `0x${ORDER}`, "g".repeat(64)]) {
      expect(parseSecpKey(other), String(other)).to.equal(undefined);
    }
  });
});

describe("a list of node keys", () => {
  it("is read in its order", () => {
    expect(parseNodeKeys(knownKeys(2), 2).map(({ address }) => address)).to.deep.equal([
      "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf",
      "0x2b5ad5c4795c026514f8317c7a215e218dccd6cf",
    ]);
  });

  it("is refused if one is malformed, there twice in any spelling, or if they are too many or too few", () => {
    const one = `0x${"ab".repeat(32)}`;
    const lists = [
      ...["", "{}", "nothing", JSON.stringify([one]), JSON.stringify([one, one]), JSON.stringify([one, 1])],
      ...[JSON.stringify([one, one.slice(2).toUpperCase()]), JSON.stringify([one, `0x${ORDER}`]), knownKeys(3)],
    ];
    for (const list of lists)
      expect(
        codeOf(() => parseNodeKeys(list, 2)),
        list,
      ).to.equal("NodeKeysInvalid");
  });

  it("is refused without a word of any key", () => {
    for (const list of [
      `["${"ab".repeat(31)}", 2]`,
      `["${"ab".repeat(32)}", "${"ab".repeat(32)}"]`,
      `["${"ab".repeat(32)}"`,
    ]) {
      expect(() => parseNodeKeys(list, 2))
        .to.throw()
        .and.satisfy((error: object) => !JSON.stringify(error).includes("abab"));
    }
  });
});

describe("secrets", () => {
  it("that follow from keys are the same for ever, and others for another label, key or order", () => {
    const [a, b] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const hex = (keys: Uint8Array[], label: string) => Buffer.from(derivedSecrets(keys)(label)).toString("hex");
    expect(hex([a], "agency"))
      .to.equal(hex([a], "agency"))
      .and.to.have.length(96);
    const all = [
      hex([a], "agency"),
      hex([a], "account"),
      hex([b], "agency"),
      hex([a, b], "agency"),
      hex([b, a], "agency"),
    ];
    expect(new Set(all).size).to.equal(all.length);
  });

  it("are HKDF-SHA256 of the keys, as OpenSSL computes it", async () => {
    const { hkdfSync } = await import("node:crypto");
    const key = new Uint8Array(32).fill(7);
    const expected = Buffer.from(hkdfSync("sha256", key, "wattproof network keys/1", "agency", 48)).toString("hex");
    expect(Buffer.from(derivedSecrets([key])("agency")).toString("hex")).to.equal(expected);
  });

  it("that are new differ at each call", () => {
    expect(toHex(randomSecrets("a"))).not.to.equal(toHex(randomSecrets("a")));
  });
});
