import { expect } from "chai";
import { type Provider, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { openRevealed, readBids, readRequest } from "../../deals/index.js";
import { type Hex, WattproofError } from "../../protocol/index.js";
import { keyOf } from "../support/chain/accountKeys.js";
import { chain } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";
import { bytesOf, NO_TEXT, RAW_PROPOSAL, rawCall } from "../support/chain/hostileTexts.js";
import { openTender, PHASE_S } from "../support/chain/quotations.js";

/** Note and conditions of a bid that nobody can read. */
const BIDS = {
  "a note that is no UTF-8": [NO_TEXT, [], "its note is not UTF-8"],
  "a condition on a field that there is not": ["0x", [[bytes32Of("no field"), 0n, 1n]], "a field that there is not"],
} as const;

describe("a supplier that commits to a bid which nobody can read, and shows it openly", () => {
  for (const [what, [note, conditions, reason]] of Object.entries(BIDS)) {
    it(`keeps nobody from reading the other bids: ${what}`, async () => {
      const t = await openTender();
      const { quotations, negotiation, rival, seller, buyer, startS } = t;
      const id = await t.ask();
      const good = await t.bid(id, seller);
      await quotations.connect(seller).commit(id, good.digest);

      const parties = [buyer.address, rival.address];
      const terms = [...parties, bytesOf("Steel"), 1n, 1n, bytesOf("USD"), conditions, "0x", ZeroHash];
      const proposal = [rival.address, 1, startS + 10 * PHASE_S, terms, [note, ZeroHash]];
      const place = await quotations.negotiationOf(id, rival);
      const asked = rawCall(negotiation, "digestOf", ["bytes32", RAW_PROPOSAL], [place, proposal]);
      const provider = chain.ethers.provider as unknown as Provider;
      const digest = await provider.call({ to: await negotiation.getAddress(), data: asked });
      await quotations.connect(rival).commit(id, digest);
      await t.toReveals();
      const signature = keyOf(rival).sign(digest).serialized;
      const data = rawCall(quotations, "revealOpenly", ["bytes32", RAW_PROPOSAL, "bytes"], [id, proposal, signature]);
      await rival.sendTransaction({ to: await quotations.getAddress(), data });
      await quotations.connect(seller).revealOpenly(id, good.proposal, good.signature);

      const block = await provider.getBlockNumber();
      const at = { provider, quotations: lower(await quotations.getAddress()), place: t.place, block };
      const request = await readRequest(at, id as Hex);
      const bids = await readBids(at, request);
      expect(bids.map(({ supplier }) => supplier)).to.deep.equal([seller, rival].map(({ address }) => lower(address)));
      expect((await openRevealed(at, request, bids[0]!, undefined)).terms.priceMicro).to.equal(20_000_000n);
      const error = await openRevealed(at, request, bids[1]!, undefined).catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(WattproofError).and.to.include({ code: "BidContentInvalid" });
      expect((error as Error).message).to.include(reason);
    });
  }
});
