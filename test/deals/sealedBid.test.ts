import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type BidStep,
  bidCommitment,
  openBid,
  requireRevealable,
  type SealedBid,
  sealBid,
  sealingKeyOf,
} from "../../deals/index.js";
import {
  type Hex,
  negotiationIdOf,
  type PublicProposalStep,
  toHex,
  type WattproofError,
  ZERO_HASH,
} from "../../protocol/index.js";

const address = (digits: string): Hex => `0x${digits.repeat(20)}`;
const place = { chainId: 31337n, negotiations: address("4e") };
const [buyer, supplier] = [address("b1"), address("5e")];
const request: Hex = `0x${"12".repeat(32)}`;
const key = sealingKeyOf(randomBytes(32));

function stepFor(opening = { buyer, seller: supplier, isSealed: false, salt: request }): BidStep {
  return {
    type: "PublicProposal",
    chainId: place.chainId,
    contract: place.negotiations,
    negotiation: negotiationIdOf(place, opening),
    round: 1,
    signer: opening.seller,
    signature: `0x${"aa".repeat(65)}`,
    opening,
    expiresAtS: 2_000_000_000,
    terms: {
      buyer,
      seller: supplier,
      item: "Stainless Steel Cutting",
      priceMicro: 31_000_000n,
      quantityMilli: 200_000n,
      currency: "USD",
      conditions: [{ field: "humidity", minMilli: 0n, maxMilli: 10_000n }],
      target: "",
      salt: toHex(randomBytes(32)),
    },
    note: { text: "", salt: ZERO_HASH },
  };
}

async function revealed(step: BidStep, change: Partial<SealedBid> = {}): Promise<SealedBid> {
  const ciphertext = await sealBid({ request, supplier }, step, key.publicKey);
  const commitment = bidCommitment(place, step);
  return { request, supplier, buyer, isSealed: false, commitment, ciphertext, ...change };
}

const codeOf = (opening: Promise<unknown>): Promise<string> =>
  opening.then(
    () => "none",
    (error: WattproofError) => error.code,
  );

describe("sealed bids", () => {
  it("are refused before the commitment when the contract would not take them at the reveal", async () => {
    const step = stepFor();
    const note = (length: number) => ({ ...step, note: { text: "x".repeat(length), salt: ZERO_HASH } });
    const lengthOf = async (bid: BidStep) =>
      ((await sealBid({ request, supplier }, bid, key.publicKey)).length - 2) / 2;
    const lengths = [14_000, 14_250, 14_500, 14_750, 15_000, 16_000];
    for (const length of lengths) {
      const check = () => requireRevealable({ request, supplier }, note(length));
      if ((await lengthOf(note(length))) > 16_384) expect(check, `${length}`).to.throw("more than 16384");
      else expect(check, `${length}`).not.to.throw();
    }
    expect(await lengthOf(note(14_000))).to.be.below(16_384);
    expect(await lengthOf(note(16_000))).to.be.above(16_384);
  });

  it("are opened by the buyer, and are what was committed to", async () => {
    const step = stepFor();
    expect(await openBid(place, await revealed(step), key)).to.deep.equal(step);
  });

  it("are closed to everybody else", async () => {
    expect(await codeOf(openBid(place, await revealed(stepFor()), sealingKeyOf(randomBytes(32))))).to.equal(
      "BidForOthers",
    );
  });

  it("open for their own request and supplier alone, and whole", async () => {
    const bid = await revealed(stepFor());
    for (const change of [
      { request: ZERO_HASH },
      { supplier: buyer },
      { ciphertext: bid.ciphertext.slice(0, -2) as Hex },
      { ciphertext: `0x02${bid.ciphertext.slice(4)}` as Hex },
      { ciphertext: "0x" as Hex },
    ]) {
      expect(await codeOf(openBid(place, { ...bid, ...change }, key))).to.equal("BidDamaged");
    }
  });

  it("are refused when they are not what was committed to", async () => {
    const bid = await revealed(stepFor(), { commitment: ZERO_HASH });
    expect(await codeOf(openBid(place, bid, key))).to.equal("BidMismatch");
  });

  it("are refused when an award could not take them", async () => {
    const other = stepFor({ buyer, seller: supplier, isSealed: false, salt: ZERO_HASH });
    const foreign = { ...stepFor(), signer: buyer };
    const later = { ...stepFor(), round: 2 };
    const { terms, ...own } = stepFor() as PublicProposalStep;
    const long = { ...own, terms: { ...terms, item: "x".repeat(1_000), target: "y".repeat(22) } };
    const elsewhere = { ...own, terms: { ...terms, buyer: supplier } };
    for (const step of [other, foreign, later, long, elsewhere]) {
      expect(await codeOf(openBid(place, await revealed(step), key))).to.equal("BidContentInvalid");
    }
    expect(await codeOf(openBid(place, await revealed(stepFor(), { isSealed: true }), key))).to.equal(
      "BidContentInvalid",
    );
  });
});
