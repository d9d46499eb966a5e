import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { describe, it } from "mocha";
import { type BidStep, bidCommitment, openBid, rankBids, sealBid, sealingKeyOf } from "../../deals/index.js";
import { type Hex, negotiationIdOf, toHex, ZERO_HASH } from "../../protocol/index.js";

const address = (digits: string): Hex => `0x${digits.repeat(20)}`;
const place = { chainId: 31337n, negotiations: address("4e") };
const [buyer, cheap, dear, shill] = [address("b1"), address("5e"), address("7a"), address("99")];
const request: Hex = `0x${"12".repeat(32)}`;
const CRITERIA = [
  { name: "price", weight: 700 },
  { name: "reputation", weight: 300 },
] as const;

describe("a supplier that bids what no award can open, for a friend", () => {
  it("is not opened as a bid: its terms are of other parties", async () => {
    const key = sealingKeyOf(randomBytes(32));
    const opening = { buyer, seller: shill, isSealed: false, salt: request };
    const step: BidStep = {
      type: "PublicProposal",
      chainId: place.chainId,
      contract: place.negotiations,
      negotiation: negotiationIdOf(place, opening),
      round: 1,
      signer: shill,
      signature: `0x${"aa".repeat(65)}`,
      opening,
      expiresAtS: 1,
      terms: {
        buyer: dear,
        seller: cheap,
        item: "Nothing",
        priceMicro: 0n,
        quantityMilli: 1n,
        currency: "JPY",
        conditions: [],
        target: "",
        salt: toHex(randomBytes(32)),
      },
      note: { text: "", salt: ZERO_HASH },
    };
    const ciphertext = await sealBid({ request, supplier: shill }, step, key.publicKey);
    const sealed = {
      request,
      supplier: shill,
      buyer,
      isSealed: false,
      commitment: bidCommitment(place, step),
      ciphertext,
    };
    const opened = await openBid(place, sealed, key).then(
      () => "opened",
      (error: { code?: string }) => error.code ?? "refused",
    );
    expect(opened).to.equal("BidContentInvalid");
  });

  it("does not turn the order of the others", () => {
    const bids = [
      {
        supplier: cheap,
        offer: { priceMicro: 10_000_000n, quantityMilli: 1000n },
        reputation: 300_000n,
        committedAtS: 1,
        deviations: [],
      },
      {
        supplier: dear,
        offer: { priceMicro: 20_000_000n, quantityMilli: 1000n },
        reputation: 900_000n,
        committedAtS: 2,
        deviations: [],
      },
    ];
    const free = {
      supplier: shill,
      offer: { priceMicro: 0n, quantityMilli: 1000n },
      reputation: 0n,
      committedAtS: 3,
      deviations: [],
    };
    const order = (ranked: readonly { supplier: Hex }[]) =>
      ranked.map(({ supplier }) => supplier).filter((supplier) => supplier !== shill);
    expect(order(rankBids([...bids, free], CRITERIA))).to.deep.equal(order(rankBids(bids, CRITERIA)));
  });
});
