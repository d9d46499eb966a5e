import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { expect } from "chai";
import { SigningKey, toBeHex } from "ethers";
import { describe, it } from "mocha";
import { findSecp256k1 } from "../../native/index.js";
import { fromHex, type Hex, recoverAddress, scriptSecp256k1, toHex } from "../../protocol/index.js";

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const { native } = findSecp256k1();

const bytesOf = (value: bigint) => fromHex(toBeHex(value, 32) as Hex);
const compactOf = (r: bigint, s: bigint) => new Uint8Array([...bytesOf(r), ...bytesOf(s)]);
const numbersOf = (compact: Uint8Array) => {
  const text = toHex(compact).slice(2);
  return [BigInt(`0x${text.slice(0, 64)}`), BigInt(`0x${text.slice(64)}`)] as const;
};

for (const [name, curve] of [
  ["in C", native],
  ["in JavaScript", scriptSecp256k1],
] as const) {
  // A machine for which the package has no compiled form does without it.
  if (!curve) continue;

  describe(`secp256k1 ${name}`, () => {
    const secret = new Uint8Array(randomBytes(32));
    const key = new SigningKey(toHex(secret));
    const publicKey = fromHex(key.publicKey as Hex);
    const digest = new Uint8Array(randomBytes(32));
    const { compact, recovery } = curve.sign(digest, secret);
    const [r, s] = numbersOf(compact);

    it("signs as ethers does", () => {
      const theirs = key.sign(digest);
      expect(toHex(compact)).to.equal(`${theirs.r}${theirs.s.slice(2)}`);
      expect(recovery).to.equal(theirs.yParity);
    });

    it("verifies and recovers what it signed", () => {
      expect(curve.verify(digest, compact, publicKey)).to.equal(true);
      expect(curve.recover(digest, compact, recovery)).to.deep.equal(publicKey);
    });

    it("refuses another digest, key, high s, and numbers out of range, without a throw", () => {
      const other = new Uint8Array(randomBytes(32));
      const stranger = fromHex(new SigningKey(toHex(randomBytes(32))).publicKey as Hex);
      expect(curve.verify(other, compact, publicKey)).to.equal(false);
      expect(curve.verify(digest, compact, stranger)).to.equal(false);
      expect(curve.verify(digest, compactOf(r, ORDER - s), publicKey)).to.equal(false);
      for (const [badR, badS] of [
        [0n, s],
        [r, 0n],
        [ORDER, s],
        [r, ORDER],
        [2n ** 256n - 1n, s],
      ] as const) {
        expect(curve.verify(digest, compactOf(badR, badS), publicKey)).to.equal(false);
        expect(curve.recover(digest, compactOf(badR, badS), 0)).to.equal(undefined);
      }
    });

    it("finds the address of one form of a signature only", () => {
      const address = recoverAddress(
        digest,
        `${toHex(compact)}${toHex(new Uint8Array([27 + recovery])).slice(2)}`,
        curve.recover,
      );
      expect(address).to.equal(recoverAddress(digest, key.sign(digest).serialized as Hex));
      const high = `${toHex(compactOf(r, ORDER - s))}${toHex(new Uint8Array([28 - recovery])).slice(2)}` as Hex;
      expect(recoverAddress(digest, high, curve.recover)).to.equal(undefined);
      expect(recoverAddress(digest, `${toHex(compact)}1d`, curve.recover)).to.equal(undefined);
    });
  });
}

describe("the compiled secp256k1", () => {
  it("never loads the substitute in JavaScript", () => {
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    expect(loaded.filter((file) => /secp256k1[\\/](?:elliptic|lib[\\/]elliptic)\.js$/.test(file))).to.deep.equal([]);
  });

  it("is there, or says why not", () => {
    const found = findSecp256k1();
    if (found.native === undefined) expect(found.reason).not.to.equal("");
    else expect(found.native.sign).to.be.a("function");
  });
});
