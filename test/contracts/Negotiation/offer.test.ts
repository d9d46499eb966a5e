import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { describe, it } from "mocha";
import {
  type Condition,
  type Hex,
  hashNote,
  hashTerms,
  negotiationHead,
  stepDigester,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { nextBlockAt, nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { openTable, PROPOSAL_S, publicRound } from "../../support/chain/negotiations.js";

describe("Negotiation.offer", () => {
  it("opens a negotiation with its first round and tells both parties", async () => {
    const t = await openTable();
    const { negotiation, buyer, seller } = t;
    const id = t.idOf();
    const expiresAtS = (await nowS()) + PROPOSAL_S;
    const note = { text: "Delivered in Oslo", salt: ZERO_HASH };
    const offered = t.offer({ expiresAtS, note });
    await expect(offered)
      .to.emit(negotiation, "NegotiationOpened")
      .withArgs(id, buyer, seller, false, t.opening().salt);
    const made = negotiation.filters.ProposalMade(id, buyer, seller);
    const [event] = await negotiation.queryFilter(made);
    expect(event?.args.round).to.equal(1n);
    expect(event?.args.termsHash).to.equal(hashTerms(t.terms()));
    expect(event?.args.expiresAtS).to.equal(BigInt(expiresAtS));
    expect(event?.args.terms.item).to.equal("Stainless Steel Cutting");
    expect(event?.args.terms.conditions[0]?.maxMilli).to.equal(10_000n);
    expect(event?.args.note.text).to.equal(note.text);

    const kept = await negotiation.negotiationOf(id);
    expect([kept.buyer, kept.seller]).to.deep.equal([buyer.address, seller.address]);
    expect([kept.round, kept.state, kept.isSealed, kept.buyerProposedLast]).to.deep.equal([1n, 1n, false, true]);
    expect([kept.expiresAtS, kept.changedAtS]).to.deep.equal([BigInt(expiresAtS), BigInt(await nowS())]);
    expect(kept.termsHash).to.equal(hashTerms(t.terms()));
  });

  it("derives the id of chain, contract, parties, mode and salt", async () => {
    const t = await openTable();
    for (const of of [t.opening(), t.opening({ isSealed: true }), t.opening({ salt: bytes32Of("another") })]) {
      expect(await t.negotiation.idOf(of)).to.equal(t.idOf(of));
    }
    expect(
      new Set([t.idOf(), t.idOf(t.opening({ isSealed: true })), t.idOf(t.opening({ salt: ZERO_HASH }))]).size,
    ).to.equal(3);
  });

  it("lets the seller open as well", async () => {
    const t = await openTable();
    await t.offer({}, { by: t.seller });
    expect((await t.negotiation.negotiationOf(t.idOf())).buyerProposedLast).to.equal(false);
  });

  it("begins the chain of signed steps", async () => {
    const t = await openTable();
    const expiresAtS = (await nowS()) + PROPOSAL_S;
    await t.offer({ expiresAtS });
    const step = {
      type: "Proposal",
      round: 1,
      expiresAtS,
      termsHash: hashTerms(t.terms()),
      noteHash: hashNote({ text: "", salt: ZERO_HASH }),
      ciphertext: "0x",
    } as const;
    const digest = stepDigester(t.place)(t.idOf(), step);
    const head = negotiationHead(ZERO_HASH, digest, lower(t.buyer.address));
    expect((await t.negotiation.negotiationOf(t.idOf())).head).to.equal(head);
  });

  it("keeps what is sealed out of the event, and its hashes in it", async () => {
    const t = await openTable();
    const terms = t.terms({ salt: bytes32Of("salt") });
    const note = { text: "between us", salt: bytes32Of("note") };
    const id = t.idOf(t.opening({ isSealed: true }));
    const expiresAtS = (await nowS()) + PROPOSAL_S;
    await expect(t.offerSealed({ terms, note, ciphertext: "0xc0ffee", expiresAtS }, { by: t.seller }))
      .to.emit(t.negotiation, "SealedProposalMade")
      .withArgs(id, t.seller, t.buyer, 1, hashTerms(terms), hashNote(note), expiresAtS, "0xc0ffee");
  });

  it("says what its proposer signs, in both modes", async () => {
    const t = await openTable();
    const { negotiation, place } = t;
    const first = await t.roundOf(1);
    const { round, expiresAtS, terms, note } = first;
    const hashes = { round, expiresAtS, termsHash: hashTerms(terms), noteHash: hashNote(note) };
    const digest = (ciphertext: Hex) => stepDigester(place)(t.idOf(), { type: "Proposal", ...hashes, ciphertext });
    const proposal = publicRound(first, t.buyer);
    const sealed = { proposer: t.buyer, ...hashes, ciphertext: "0xab" };
    expect(await negotiation.hashTerms(proposal.terms)).to.equal(hashes.termsHash);
    expect(await negotiation.digestOf(t.idOf(), proposal)).to.equal(digest("0x"));
    expect(await negotiation.digestOfSealed(t.idOf(), sealed)).to.equal(digest("0xab"));
  });

  describe("refuses", () => {
    it("parties that are no members", async () => {
      const t = await openTable();
      const stranger = lower(t.stranger.address);
      for (const of of [t.opening({ seller: stranger }), t.opening({ buyer: stranger })]) {
        const by = of.buyer === stranger ? t.seller : t.buyer;
        await expect(t.offer({}, { by }, of))
          .to.be.revertedWithCustomError(t.negotiation, "NegotiationNotMember")
          .withArgs(t.stranger);
      }
    });

    it("an account that negotiates with itself", async () => {
      const t = await openTable();
      const of = t.opening({ seller: t.opening().buyer });
      await expect(t.offer({}, {}, of))
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationSameParty")
        .withArgs(t.buyer);
    });

    it("a negotiation that there is, open or ended", async () => {
      const t = await openTable();
      await t.offer();
      await expect(t.offer())
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationAlreadyOpened")
        .withArgs(t.idOf());
      await t.reject(t.idOf(), 1, { by: t.seller });
      await expect(t.offer()).to.be.revertedWithCustomError(t.negotiation, "NegotiationAlreadyOpened");
    });

    it("another first round than 1", async () => {
      const t = await openTable();
      await expect(t.offer({ round: 2 }))
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationUnexpectedRound")
        .withArgs(t.idOf(), 1, 2);
    });

    it("a proposal whose time is over, and takes one in its last second", async () => {
      const t = await openTable();
      const expiresAtS = (await nowS()) + PROPOSAL_S;
      const round = await t.roundOf(1, { expiresAtS });
      const signature = await t.signRound(t.idOf(), round, t.buyer);
      const proposal = publicRound(round, t.buyer);
      await nextBlockAt(expiresAtS + 1);
      await expect(t.negotiation.offer(t.opening(), proposal, signature))
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationProposalExpired")
        .withArgs(t.idOf(), expiresAtS);
      const later = await t.roundOf(1, { expiresAtS: expiresAtS + 50 });
      await nextBlockAt(expiresAtS + 50);
      await t.negotiation.offer(
        t.opening(),
        { ...proposal, expiresAtS: expiresAtS + 50 },
        await t.signRound(t.idOf(), later, t.buyer),
      );
    });

    it("terms without item, quantity or currency, or of other parties", async () => {
      const t = await openTable();
      const rival = lower(t.rival.address);
      for (const change of [
        { item: "" },
        { quantityMilli: 0n },
        { currency: "" },
        { buyer: rival },
        { seller: rival },
      ]) {
        await expect(t.offer({ terms: t.terms(change) }))
          .to.be.revertedWithCustomError(t.negotiation, "NegotiationInvalidTerms")
          .withArgs(t.idOf());
      }
    });

    it("texts and ciphertexts that are too long", async () => {
      const t = await openTable();
      const long = "é".repeat(512);
      await expect(t.offer({ terms: t.terms({ target: long }) }))
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationTooLong")
        .withArgs(t.idOf(), 1024 + "Stainless Steel Cutting".length + 3, 1024);
      await expect(t.offer({ note: { text: `${long}!`, salt: ZERO_HASH } }))
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationTooLong")
        .withArgs(t.idOf(), 1025, 1024);
      await expect(t.offerSealed({ ciphertext: `0x${"00".repeat(16_385)}` }, { by: t.buyer }))
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationTooLong")
        .withArgs(t.idOf(t.opening({ isSealed: true })), 16_385, 16_384);
    });

    const condition = (change: Partial<Condition> = {}): Condition => ({
      field: "humidity",
      minMilli: 0n,
      maxMilli: 1n,
      ...change,
    });
    it("a field whose unit nobody knows", async () => {
      const t = await openTable();
      for (const field of ["colour", "temperatur", "Humidity"]) {
        await expect(t.offer({ terms: t.terms({ conditions: [condition({ field })] }) }))
          .to.be.revertedWithCustomError(t.negotiation, "ConditionUnknownField")
          .withArgs(encodeBytes32String(field));
      }
    });

    it("a smallest value above the largest, and takes the two alike", async () => {
      const t = await openTable();
      await expect(t.offer({ terms: t.terms({ conditions: [condition({ minMilli: 2n })] }) }))
        .to.be.revertedWithCustomError(t.negotiation, "ConditionInvalidRange")
        .withArgs(encodeBytes32String("humidity"), 2, 1);
      await t.offer({ terms: t.terms({ conditions: [condition({ minMilli: 1n })] }) });
    });

    it("conditions that are not sorted, or of one field twice", async () => {
      const t = await openTable();
      for (const conditions of [
        [condition({ field: "temperature" }), condition()],
        [condition(), condition({ maxMilli: 9n })],
      ]) {
        await expect(t.offer({ terms: t.terms({ conditions }) })).to.be.revertedWithCustomError(
          t.negotiation,
          "ConditionUnsorted",
        );
      }
    });

    it("a proposer that is no party, and a signature of anybody else", async () => {
      const t = await openTable();
      await expect(t.offer({}, { by: t.rival }))
        .to.be.revertedWithCustomError(t.negotiation, "NegotiationNotParty")
        .withArgs(t.idOf(), t.rival);
      const round = await t.roundOf(1);
      const proposal = publicRound(round, t.buyer);
      const forged = await t.signRound(t.idOf(), round, t.seller);
      for (const signature of [forged, "0x"]) {
        await expect(t.negotiation.connect(t.buyer).offer(t.opening(), proposal, signature))
          .to.be.revertedWithCustomError(t.negotiation, "NegotiationInvalidSignature")
          .withArgs(t.idOf(), t.buyer);
      }
    });

    it("what was signed for another negotiation", async () => {
      const t = await openTable();
      const round = await t.roundOf(1);
      const signature = await t.signRound(t.idOf(), round, t.buyer);
      const proposal = publicRound(round, t.buyer);
      await expect(
        t.negotiation.offer(t.opening({ salt: ZERO_HASH }), proposal, signature),
      ).to.be.revertedWithCustomError(t.negotiation, "NegotiationInvalidSignature");
    });
  });
});
