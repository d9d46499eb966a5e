import { expect } from "chai";
import { type Provider, Wallet, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { negotiationsAt, readNegotiation } from "../../deals/index.js";
import { describeNegotiation, negotiationJson } from "../../scripts/commands/offer/offerWords.js";
import { chain, nowS } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";
import { bytesOf, NO_TEXT, RAW_PROPOSAL, rawCall } from "../support/chain/hostileTexts.js";
import { openTable } from "../support/chain/negotiations.js";

const PLACES = ["item", "currency", "target", "note"] as const;
const OPENING = "tuple(address,address,bool,bytes32)";

/** A member opens a negotiation with bytes that are no UTF-8 in one place; the seller proposes a readable next round. */
async function poisoned(place: (typeof PLACES)[number]) {
  const table = await openTable();
  const { negotiation, seller, membership, stranger } = table;
  const hostile = Wallet.createRandom();
  await membership.admit(hostile.address, "Hostile Works");
  const { isSealed, salt, ...parties } = table.opening({ buyer: lower(hostile.address), salt: bytes32Of("poison") });
  const id = table.idOf({ isSealed, salt, ...parties });
  const text = (of: string, readable: string) => (of === place ? NO_TEXT : bytesOf(readable));
  const texts = [text("item", "Steel"), 1n, 1n, text("currency", "USD"), [], text("target", "")];
  const terms = [hostile.address, seller.address, ...texts, ZeroHash];
  const proposal = [hostile.address, 1, (await nowS()) + 3600, terms, [text("note", ""), ZeroHash]];
  const to = await negotiation.getAddress();
  const provider = chain.ethers.provider as unknown as Provider;
  const asked = rawCall(negotiation, "digestOf", ["bytes32", RAW_PROPOSAL], [id, proposal]);
  const signature = hostile.signingKey.sign(await provider.call({ to, data: asked })).serialized;
  const opening = [parties.buyer, parties.seller, isSealed, salt];
  const data = rawCall(negotiation, "offer", [OPENING, RAW_PROPOSAL, "bytes"], [opening, proposal, signature]);
  await stranger.sendTransaction({ to, data });
  await table.counterOffer(id, 2, { terms: table.terms({ buyer: parties.buyer }) }, { by: seller });
  const at = await negotiationsAt(provider, table.place.chainId, table.place.negotiations);
  return readNegotiation(at, id);
}

describe("a party that signs text which is no UTF-8", () => {
  for (const place of PLACES) {
    it(`keeps nobody from reading the negotiation and its other rounds: ${place}`, async () => {
      const history = await poisoned(place);
      const [first, second] = history.rounds;
      expect(first.content).to.equal(null);
      expect(first.unopened?.code).to.equal("RoundUnreadable");
      expect(first.unopened?.message).to.include(`its ${place} is not UTF-8`);
      expect(second?.content?.terms.item).to.equal("Stainless Steel Cutting");
      expect(describeNegotiation(history, new Map()).join("\n"))
        .to.include("unreadable: Round 1 of negotiation")
        .and.to.include("Stainless Steel Cutting");
      const { history: rounds } = negotiationJson(history, new Map());
      expect(rounds.map(({ unopened }) => unopened)).to.deep.equal(["RoundUnreadable", null]);
    });
  }
});
