import { secp256k1 } from "@noble/curves/secp256k1.js";
import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type BftConsensus,
  type BlockHeader,
  blockHashOf,
  encodeExtraData,
  faultsTolerated,
  QuorumMissing,
  quorumOf,
  SealDuplicated,
  SealerUnknown,
  SealMalformed,
  sealDigestOf,
  ValidatorSetInvalid,
  ValidatorsDiffer,
  verifySeals,
} from "../../../protocol/bft/index.js";
import type { Hex } from "../../../protocol/index.js";
import { addressesOf, CONSENSUS, sealedBy, testValidators, unsealedHeader, withSeals } from "./support/sealing.js";

describe("quorumOf", () => {
  it("is two thirds rounded up, as Besu counts it", () => {
    const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100];
    expect(counts.map(quorumOf)).to.deep.equal([1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 67]);
    expect(counts.map(faultsTolerated)).to.deep.equal([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 33]);
  });

  it("leaves no two quorums without an honest validator in both, and none out of reach for the honest", () => {
    for (let count = 1; count <= 500; count++) {
      expect(2 * quorumOf(count) - count).to.be.greaterThan(faultsTolerated(count));
      expect(quorumOf(count)).to.be.at.most(count - faultsTolerated(count));
    }
  });
});

for (const consensus of CONSENSUS) {
  describe(`verifySeals, ${consensus}`, () => {
    for (const count of [1, 4, 7, 10]) {
      it(`takes a block that a quorum of ${count} sealed, and refuses it with one seal less`, () => {
        const validators = testValidators(count);
        const named = addressesOf(validators);
        const header = unsealedHeader(consensus, named, { round: 2 });
        const quorum = validators.slice(count - quorumOf(count));
        const sealed = sealedBy(consensus, header, quorum);
        expect(verifySeals({ consensus, header: sealed, validators: named })).to.deep.equal(addressesOf(quorum));
        const all = sealedBy(consensus, header, validators);
        expect(verifySeals({ consensus, header: all, validators: named })).to.have.length(count);
        const few = sealedBy(consensus, header, quorum.slice(1));
        expect(() => verifySeals({ consensus, header: few, validators: named })).to.throw(QuorumMissing);
      });
    }

    const validators = testValidators(4);
    const named = addressesOf(validators);
    const header = unsealedHeader(consensus, named, { round: 1 });
    const seals = validators.map(({ seal }) => seal(sealDigestOf(consensus, header)));
    const [first, second, third, fourth] = seals as [Hex, Hex, Hex, Hex];
    const check = (changed: BlockHeader, given: readonly Hex[] = named) =>
      verifySeals({ consensus, header: changed, validators: given });
    const checkSeals = (...given: readonly Hex[]) => check(withSeals(consensus, header, given));

    it("takes any quorum in any order", () => {
      expect(checkSeals(fourth, first, third)).to.deep.equal([named[3], named[0], named[2]]);
    });

    it("counts no validator twice, in whatever form its seals are", () => {
      expect(() => checkSeals(first, second, first)).to.throw(SealDuplicated);
      expect(() => checkSeals(first, second, third, third)).to.throw(SealDuplicated);
      expect(() => checkSeals(first, second, withHighS(first))).to.throw(SealDuplicated);
      expect(checkSeals(first, second, withHighS(third))).to.have.length(3);
    });

    it("refuses a seal of somebody who is no validator, even beside a quorum", () => {
      const [stranger] = testValidators(1, "stranger");
      const seal = (stranger as (typeof validators)[0]).seal(sealDigestOf(consensus, header));
      expect(() => checkSeals(first, second, third, seal)).to.throw(SealerUnknown);
    });

    it("refuses seals that are no signatures", () => {
      const zero: Hex = `0x${"00".repeat(65)}`;
      const beyond: Hex = `0x${"ff".repeat(64)}00`;
      const ethereum = `${first.slice(0, -2)}1b` as Hex;
      for (const seal of [zero, beyond, ethereum]) {
        expect(() => checkSeals(first, second, seal)).to.throw(SealMalformed);
      }
    });

    it("refuses seals of another block, another round or the block's own hash", () => {
      const others: readonly BlockHeader[] = [
        { ...header, stateRoot: `0x${"ee".repeat(32)}` },
        { ...header, number: header.number + 1n },
        { ...header, parentHash: `0x${"ee".repeat(32)}` },
        { ...header, requestsHash: undefined },
        unsealedHeader(consensus, named, { round: 2 }),
      ];
      for (const other of others) expect(() => check(withSeals(consensus, other, seals))).to.throw(SealerUnknown);
      const overHash = validators.map(({ seal }) => seal(blockHashOf(consensus, header)));
      expect(() => checkSeals(...overHash)).to.throw(SealerUnknown);
    });

    it("refuses a block of validators other than those given", () => {
      const before = testValidators(4, "before");
      const old = sealedBy(consensus, unsealedHeader(consensus, addressesOf(before)), before);
      expect(() => check(old)).to.throw(ValidatorsDiffer);
      expect(() => check(header, named.slice(1))).to.throw(ValidatorsDiffer);
      expect(() => check(header, addressesOf(testValidators(5)))).to.throw(ValidatorsDiffer);
    });

    it("refuses a block of old validators that names the new ones", () => {
      const before = testValidators(4, "before");
      expect(() => check(sealedBy(consensus, header, before))).to.throw(SealerUnknown);
    });

    it("refuses a header that names its validators in another order", () => {
      const turned = [...named].reverse();
      const disordered = sealedBy(consensus, unsealedHeader(consensus, turned), validators);
      expect(() => check(disordered)).to.throw(ValidatorsDiffer);
      expect(() => check(disordered, turned)).to.throw(ValidatorSetInvalid);
    });

    it("refuses sets of validators that are none", () => {
      const zero: Hex = `0x${"00".repeat(20)}`;
      for (const given of [[], [zero, ...named], [named[0] as Hex, ...named]]) {
        expect(() => check(withSeals(consensus, header, seals), given)).to.throw(ValidatorSetInvalid);
      }
    });

    it("refuses the genesis, which nobody seals", () => {
      const genesis = unsealedHeader(consensus, named, { number: 0n });
      expect(() => check(genesis)).to.throw(QuorumMissing);
    });
  });
}

describe("verifySeals where a contract selects the validators", () => {
  const validators = testValidators(4);
  const named = addressesOf(validators);
  const check = (header: BlockHeader, source: "header" | "contract") =>
    verifySeals({ consensus: "qbft", header, validators: named, source });

  it("takes a header that names none, and only if told to", () => {
    const sealed = sealedBy("qbft", unsealedHeader("qbft", []), validators);
    expect(check(sealed, "contract")).to.deep.equal(named);
    expect(() => check(sealed, "header")).to.throw(ValidatorsDiffer);
  });

  it("refuses a header that names some", () => {
    const sealed = sealedBy("qbft", unsealedHeader("qbft", named), validators);
    expect(() => check(sealed, "contract")).to.throw(ValidatorsDiffer);
  });
});

describe("the two consensus protocols", () => {
  it("do not take each other's blocks", () => {
    const validators = testValidators(4);
    const named = addressesOf(validators);
    for (const consensus of CONSENSUS) {
      const other: BftConsensus = consensus === "qbft" ? "ibft2" : "qbft";
      const header = sealedBy(consensus, unsealedHeader(consensus, named), validators);
      expect(() => verifySeals({ consensus: other, header, validators: named })).to.throw("extraData");
      const extra = { vanity: `0x${"00".repeat(32)}` as Hex, validators: named, vote: null, round: 0, seals: [] };
      const rewritten = { ...header, extraData: encodeExtraData(other, extra) };
      const sealed = withSeals(
        other,
        rewritten,
        validators.map(({ seal }) => seal(sealDigestOf(consensus, header))),
      );
      expect(() => verifySeals({ consensus: other, header: sealed, validators: named })).to.throw(SealerUnknown);
    }
  });
});

/** The same seal with s replaced by n − s, which leads to the same key. */
function withHighS(seal: Hex): Hex {
  const s = secp256k1.Point.Fn.ORDER - BigInt(`0x${seal.slice(66, 130)}`);
  const v = seal.slice(130) === "00" ? "01" : "00";
  return `${seal.slice(0, 66) as Hex}${s.toString(16).padStart(64, "0")}${v}`;
}
