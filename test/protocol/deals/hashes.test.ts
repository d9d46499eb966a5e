import { expect } from "chai";
import { AbiCoder, keccak256, TypedDataEncoder } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  fieldOfWord,
  fieldWordOf,
  hashNote,
  hashTerms,
  NEGOTIATION_TYPES,
  negotiationDomain,
  negotiationHead,
  negotiationIdOf,
  SENSOR_FIELDS,
  stepDigester,
  termsValue,
} from "../../../protocol/index.js";
import { address, hash } from "../support/arbitraries.js";
import { terms } from "./support/deals.js";

const place = { chainId: 31337n, negotiations: `0x${"4e".repeat(20)}` } as const;
const domain = negotiationDomain(place);
const digest = stepDigester(place);
const round = fc.nat(2 ** 32 - 1);

describe("hashes of negotiations", () => {
  it("are ethers' of terms and notes", () => {
    const { Terms, Condition, Note } = NEGOTIATION_TYPES.Proposal;
    fc.assert(
      fc.property(terms, fc.string({ unit: "grapheme" }), hash, (value, text, salt) => {
        expect(hashTerms(value)).to.equal(TypedDataEncoder.from({ Terms, Condition }).hash(termsValue(value)));
        expect(hashNote({ text, salt })).to.equal(TypedDataEncoder.from({ Note }).hash({ text, salt }));
      }),
    );
  });

  it("make the digests that wallets sign, terms and note known by their hashes alone", () => {
    const expiry = fc.nat(2 ** 48 - 1);
    const ciphertext = fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => `0x${Buffer.from(bytes).toString("hex")}` as const);
    fc.assert(
      fc.property(terms, hash, hash, round, expiry, ciphertext, (value, negotiation, salt, at, expiresAtS, sealed) => {
        const note = { text: "how about this?", salt };
        const proposal = { negotiation, round: at, expiresAtS, terms: termsValue(value), note, ciphertext: sealed };
        const hashes = { termsHash: hashTerms(value), noteHash: hashNote(note) };
        expect(
          digest(negotiation, { type: "Proposal", round: at, expiresAtS, ciphertext: sealed, ...hashes }),
        ).to.equal(TypedDataEncoder.hash(domain, NEGOTIATION_TYPES.Proposal, proposal));
        expect(digest(negotiation, { type: "Acceptance", round: at, termsHash: hashes.termsHash })).to.equal(
          TypedDataEncoder.hash(domain, NEGOTIATION_TYPES.Acceptance, {
            negotiation,
            round: at,
            terms: termsValue(value),
          }),
        );
        for (const type of ["Rejection", "Withdrawal"] as const) {
          const expected = TypedDataEncoder.hash(domain, NEGOTIATION_TYPES[type], { negotiation, round: at });
          expect(digest(negotiation, { type, round: at })).to.equal(expected);
        }
      }),
    );
  });

  it("name a negotiation by chain, contract, parties, mode and salt", () => {
    const ids = AbiCoder.defaultAbiCoder();
    fc.assert(
      fc.property(address, address, fc.boolean(), hash, (buyer, seller, isSealed, salt) => {
        const expected = ids.encode(
          ["uint256", "address", "address", "address", "bool", "bytes32"],
          [place.chainId, place.negotiations, buyer, seller, isSealed, salt],
        );
        expect(negotiationIdOf(place, { buyer, seller, isSealed, salt })).to.equal(keccak256(expected));
      }),
    );
    const opening = { buyer: place.negotiations, seller: place.negotiations, isSealed: false, salt: fieldWordOf("x") };
    for (const chainId of [0n, 2n ** 64n]) {
      expect(() => negotiationIdOf({ ...place, chainId }, opening))
        .to.throw()
        .with.property("code", "IntegerOutOfRange");
    }
  });

  it("chain the steps", () => {
    fc.assert(
      fc.property(hash, hash, address, (head, step, by) => {
        const words = AbiCoder.defaultAbiCoder().encode(["bytes32", "bytes32", "address"], [head, step, by]);
        expect(negotiationHead(head, step, by)).to.equal(keccak256(words));
      }),
    );
  });

  it("write a field's name as contracts do, and read it again", () => {
    for (const field of Object.keys(SENSOR_FIELDS)) expect(fieldOfWord(fieldWordOf(field))).to.equal(field);
    expect(fieldWordOf("co2")).to.equal(`0x636f32${"00".repeat(29)}`);
    const unnamed = [`0x${"00".repeat(32)}`, `0x${"41".repeat(32)}`, `0x4100${"41".repeat(30)}`] as const;
    for (const word of unnamed) {
      expect(() => fieldOfWord(word))
        .to.throw()
        .with.property("code", "InvalidFieldName");
    }
    expect(() => fieldWordOf("two words"))
      .to.throw()
      .with.property("code", "InvalidFieldName");
  });

  it("refuse what does not fit its type", () => {
    const [sample] = fc.sample(terms, 1);
    if (sample === undefined) throw new TypeError("no sample");
    for (const wrong of [
      { ...sample, priceMicro: 1n << 128n },
      { ...sample, quantityMilli: 1n << 64n },
      { ...sample, conditions: [{ field: "co2", minMilli: 0n, maxMilli: 1n << 63n }] },
    ]) {
      expect(() => hashTerms(wrong))
        .to.throw()
        .with.property("code", "IntegerOutOfRange");
    }
    expect(() => hashTerms({ ...sample, salt: "0x00" }))
      .to.throw()
      .with.property("code", "InvalidHex");
  });
});
