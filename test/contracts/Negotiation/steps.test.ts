import { expect } from "chai";
import { describe, it } from "mocha";
import {
  hashNote,
  hashTerms,
  NEGOTIATION_STATES,
  negotiationHead,
  stepDigester,
  type Terms,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { ContractWallet__factory } from "../../../typechain-types/index.js";
import { advanceTo, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { openTable, publicRound, type Table } from "../../support/chain/negotiations.js";

/** The seller's answer to the founding example. */
const DEARER: Partial<Terms> = { priceMicro: 30_000_000n };

async function stateOf({ negotiation }: Table, id: string): Promise<string | undefined> {
  return NEGOTIATION_STATES[Number(await negotiation.stateOf(id))];
}

/** A negotiation of which the buyer made the first round and the seller the second. */
async function talking() {
  const t = await openTable();
  await t.offer();
  const id = t.idOf();
  const dearer = t.terms(DEARER);
  await t.counterOffer(id, 2, { terms: dearer }, { by: t.seller });
  return { ...t, id, dearer };
}

describe("Negotiation.counterOffer", () => {
  it("puts the next round in the place of the last and tells both", async () => {
    const t = await openTable();
    await t.offer();
    const id = t.idOf();
    const note = { text: "this price is low for me. how about this deal?", salt: ZERO_HASH };
    await expect(t.counterOffer(id, 2, { terms: t.terms(DEARER), note }, { by: t.seller })).to.emit(
      t.negotiation,
      "ProposalMade",
    );
    const [event] = await t.negotiation.queryFilter(t.negotiation.filters.ProposalMade(id, t.seller, t.buyer));
    expect(event?.args.terms.priceMicro).to.equal(30_000_000n);
    expect(event?.args.note.text).to.equal(note.text);
    const kept = await t.negotiation.negotiationOf(id);
    expect([kept.round, kept.buyerProposedLast]).to.deep.equal([2n, false]);
    expect(kept.termsHash).to.equal(hashTerms(t.terms(DEARER)));
  });

  it("lets either side go on, also after its own round", async () => {
    const t = await talking();
    await t.counterOffer(t.id, 3, { terms: t.terms({ priceMicro: 29n }) }, { by: t.seller });
    await t.counterOffer(t.id, 4, { terms: t.terms({ priceMicro: 25n }) }, { by: t.buyer });
    expect((await t.negotiation.negotiationOf(t.id)).round).to.equal(4n);
  });

  it("goes on in a sealed negotiation with sealed rounds", async () => {
    const t = await openTable();
    await t.offerSealed({}, { by: t.buyer });
    const id = t.idOf(t.opening({ isSealed: true }));
    await t.counterOfferSealed(id, 2, { terms: t.terms(DEARER), ciphertext: "0xbeef" }, { by: t.seller });
    expect((await t.negotiation.negotiationOf(id)).termsHash).to.equal(hashTerms(t.terms(DEARER)));
  });

  it("chains every signed step, in order", async () => {
    const t = await openTable();
    const digest = stepDigester(t.place);
    const id = t.idOf();
    let head = ZERO_HASH;
    for (const round of [1, 2, 3]) {
      const made = await t.roundOf(round, {
        terms: t.terms({ priceMicro: BigInt(round) }),
        expiresAtS: (await nowS()) + 999,
      });
      const by = round === 2 ? t.seller : t.buyer;
      const signature = await t.signRound(id, made, by);
      const given = publicRound(made, by);
      if (round === 1) await t.negotiation.offer(t.opening(), given, signature);
      else await t.negotiation.counterOffer(id, given, signature);
      const { expiresAtS, terms, note, ciphertext } = made;
      const hashes = { termsHash: hashTerms(terms), noteHash: hashNote(note), ciphertext };
      const step = digest(id, { type: "Proposal", round, expiresAtS, ...hashes });
      head = negotiationHead(head, step, lower(by.address));
    }
    expect((await t.negotiation.negotiationOf(id)).head).to.equal(head);
    const accepted = t.terms({ priceMicro: 3n });
    await t.accept(id, 3, accepted, { by: t.seller });
    const step = digest(id, { type: "Acceptance", round: 3, termsHash: hashTerms(accepted) });
    head = negotiationHead(head, step, lower(t.seller.address));
    expect((await t.negotiation.negotiationOf(id)).head).to.equal(head);
  });

  describe("refuses", () => {
    it("a negotiation that there is not", async () => {
      const t = await openTable();
      await expect(t.counterOffer(t.idOf(), 1, {}, { by: t.buyer }))
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationNotOpen")
        .withArgs(t.idOf(), 0);
    });

    it("any round but the next", async () => {
      const t = await talking();
      for (const round of [1, 2, 4]) {
        await expect(t.counterOffer(t.id, round, {}, { by: t.buyer }))
          .to.be.revertedWithCustomError(t.negotiation, "NegotiationUnexpectedRound")
          .withArgs(t.id, 3, round);
      }
    });

    it("the other mode's rounds", async () => {
      const t = await talking();
      await expect(t.counterOfferSealed(t.id, 3, {}, { by: t.buyer }))
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationWrongMode")
        .withArgs(t.id, false);
      await t.offerSealed({}, { by: t.buyer });
      const sealed = t.idOf(t.opening({ isSealed: true }));
      await expect(t.counterOffer(sealed, 2, {}, { by: t.buyer }))
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationWrongMode")
        .withArgs(sealed, true);
    });

    it("whoever is no party, and a party's name with another's signature", async () => {
      const t = await talking();
      await expect(t.counterOffer(t.id, 3, {}, { by: t.rival }))
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationNotParty")
        .withArgs(t.id, t.rival);
      await expect(t.counterOffer(t.id, 3, {}, { by: t.rival }, t.buyer.address))
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationInvalidSignature")
        .withArgs(t.id, t.buyer);
    });
  });
});

describe("Negotiation.accept", () => {
  it("makes a deal of the last proposal, whoever brings the other side's word", async () => {
    const t = await talking();
    await expect(t.accept(t.id, 2, t.dearer, { by: t.buyer }))
      .to.emit(t.negotiation, "ProposalAccepted")
      .withArgs(t.id, t.buyer, t.seller, 2, hashTerms(t.dearer));
    expect(await stateOf(t, t.id)).to.equal("accepted");
    expect((await t.negotiation.negotiationOf(t.id)).termsHash).to.equal(hashTerms(t.dearer));
  });

  it("takes a word in the last second that the proposal has", async () => {
    const t = await talking();
    const { expiresAtS } = await t.negotiation.negotiationOf(t.id);
    await nextBlockAt(Number(expiresAtS));
    await t.accept(t.id, 2, t.dearer, { by: t.buyer });
  });

  it("refuses terms that changed a block before", async () => {
    const t = await talking();
    const cheaper = t.terms({ priceMicro: 31_000_000n });
    await t.counterOffer(t.id, 3, { terms: cheaper }, { by: t.seller });
    await expect(t.accept(t.id, 2, t.dearer, { by: t.buyer }))
      .to.be.revertedWithCustomError(t.negotiation, "NegotiationUnexpectedRound")
      .withArgs(t.id, 3, 2);
    await expect(t.accept(t.id, 3, t.dearer, { by: t.buyer }))
      .to.be.revertedWithCustomError(t.negotiation, "NegotiationTermsChanged")
      .withArgs(t.id, hashTerms(cheaper), hashTerms(t.dearer));
  });

  it("refuses the proposer's own word, and anybody else's", async () => {
    const t = await talking();
    for (const by of [t.seller, t.rival]) {
      await expect(t.accept(t.id, 2, t.dearer, { by, sender: t.buyer }))
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationInvalidSignature")
        .withArgs(t.id, t.buyer);
    }
  });

  it("takes the word of a member's contract wallet", async () => {
    const t = await openTable();
    const wallet = await new ContractWallet__factory(t.buyer).deploy(t.buyer);
    await t.membership.admit(wallet, "A member by contract");
    const buyer = lower(await wallet.getAddress());
    const of = t.opening({ buyer });
    const terms = t.terms({ buyer });
    await t.offer({ terms }, { by: t.seller }, of);
    await t.accept(t.idOf(of), 1, terms, { by: t.buyer });
    expect(await stateOf(t, t.idOf(of))).to.equal("accepted");
  });
});

describe("Negotiation.reject and withdraw", () => {
  it("let the other side reject", async () => {
    const t = await talking();
    await expect(t.reject(t.id, 2, { by: t.buyer }))
      .to.emit(t.negotiation, "NegotiationRejected")
      .withArgs(t.id, t.buyer, t.seller, 2);
    expect(await stateOf(t, t.id)).to.equal("rejected");
  });

  it("let the proposer withdraw", async () => {
    const t = await talking();
    await expect(t.withdraw(t.id, 2, { by: t.seller }))
      .to.emit(t.negotiation, "NegotiationWithdrawn")
      .withArgs(t.id, t.seller, t.buyer, 2);
    expect(await stateOf(t, t.id)).to.equal("withdrawn");
  });

  it("refuse each other's word", async () => {
    const t = await talking();
    await expect(t.reject(t.id, 2, { by: t.seller }))
      .to.be.revertedWithCustomError(t.negotiation, "NegotiationInvalidSignature")
      .withArgs(t.id, t.buyer);
    await expect(t.withdraw(t.id, 2, { by: t.buyer }))
      .to.be.revertedWithCustomError(t.negotiation, "NegotiationInvalidSignature")
      .withArgs(t.id, t.seller);
  });

  it("refuse another round than the last", async () => {
    const t = await talking();
    for (const step of [() => t.reject(t.id, 1, { by: t.buyer }), () => t.withdraw(t.id, 1, { by: t.buyer })]) {
      await expect(step())
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationUnexpectedRound")
        .withArgs(t.id, 2, 1);
    }
  });
});

describe("Negotiation.expire", () => {
  it("says what everybody could see since the last second was over", async () => {
    const t = await talking();
    const { expiresAtS } = await t.negotiation.negotiationOf(t.id);
    await expect(t.negotiation.expire(t.id))
      .to.be.revertedWithCustomError(t.negotiation, "NegotiationNotExpired")
      .withArgs(t.id, expiresAtS);
    await advanceTo(Number(expiresAtS));
    expect(await stateOf(t, t.id)).to.equal("open");
    await advanceTo(Number(expiresAtS) + 1);
    expect(await stateOf(t, t.id)).to.equal("expired");
    await expect(t.negotiation.expire(t.id))
      .to.emit(t.negotiation, "NegotiationExpired")
      .withArgs(t.id, t.buyer, t.seller, 2);
    expect((await t.negotiation.negotiationOf(t.id)).state).to.equal(5n);
  });

  it("refuses a negotiation that there is not", async () => {
    const t = await openTable();
    await expect(t.negotiation.expire(bytes32Of("nothing")))
      .to.be.revertedWithCustomError(t.negotiation, "NegotiationNotOpen")
      .withArgs(bytes32Of("nothing"), 0);
  });
});

describe("An ended negotiation", () => {
  const ENDS: Readonly<Record<string, (t: Awaited<ReturnType<typeof talking>>) => Promise<unknown>>> = {
    accepted: (t) => t.accept(t.id, 2, t.dearer, { by: t.buyer }),
    rejected: (t) => t.reject(t.id, 2, { by: t.buyer }),
    withdrawn: (t) => t.withdraw(t.id, 2, { by: t.seller }),
    expired: async (t) => advanceTo(Number((await t.negotiation.negotiationOf(t.id)).expiresAtS) + 1),
  };
  for (const [state, end] of Object.entries(ENDS)) {
    it(`takes no step any more: ${state}`, async () => {
      const t = await talking();
      await end(t);
      expect(await stateOf(t, t.id)).to.equal(state);
      const number = NEGOTIATION_STATES.map(String).indexOf(state);
      const steps = [
        () => t.counterOffer(t.id, 3, {}, { by: t.buyer }),
        () => t.accept(t.id, 2, t.dearer, { by: t.buyer }),
        () => t.reject(t.id, 2, { by: t.buyer }),
        () => t.withdraw(t.id, 2, { by: t.seller }),
      ];
      // An expired one can still be said to be.
      if (state !== "expired") steps.push(() => t.negotiation.expire(t.id));
      for (const step of steps) {
        await expect(step()).to.be.revertedWithCustomError(t.negotiation, "NegotiationNotOpen").withArgs(t.id, number);
      }
    });
  }
});

describe("Negotiation, of a party that was expelled meanwhile", () => {
  const expel = (t: Table, party: { readonly address: string }) =>
    t.membership.connect(t.administrator).expel(party.address);

  it("binds it to nothing new: it neither proposes nor accepts", async () => {
    const t = await talking();
    const of = t.opening({ isSealed: true });
    await t.offerSealed({}, { by: t.seller }, of);
    await expel(t, t.buyer);
    await expect(t.counterOffer(t.id, 3, {}, { by: t.buyer }))
      .to.be.revertedWithCustomError(t.negotiation, "NegotiationNotMember")
      .withArgs(t.buyer);
    await expect(t.accept(t.id, 2, t.dearer, { by: t.buyer }))
      .to.be.revertedWithCustomError(t.negotiation, "NegotiationNotMember")
      .withArgs(t.buyer);
    await expect(t.counterOfferSealed(t.idOf(of), 2, {}, { by: t.buyer }))
      .to.be.revertedWithCustomError(t.negotiation, "NegotiationNotMember")
      .withArgs(t.buyer);
  });

  it("lets it reject, and withdraw what it proposed", async () => {
    const rejected = await talking();
    await expel(rejected, rejected.buyer);
    await rejected.reject(rejected.id, 2, { by: rejected.buyer });
    expect(await stateOf(rejected, rejected.id)).to.equal("rejected");
    const withdrawn = await talking();
    await expel(withdrawn, withdrawn.seller);
    await withdrawn.withdraw(withdrawn.id, 2, { by: withdrawn.seller });
    expect(await stateOf(withdrawn, withdrawn.id)).to.equal("withdrawn");
  });

  it("lets the other side accept what it proposed as a member", async () => {
    const t = await talking();
    await expel(t, t.seller);
    await t.accept(t.id, 2, t.dearer, { by: t.buyer });
    expect(await stateOf(t, t.id)).to.equal("accepted");
  });
});
