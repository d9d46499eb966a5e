import { expect } from "chai";
import { describe, it } from "mocha";
import { ZERO_HASH } from "../../../protocol/index.js";
import { agreementId, GRID_TERMS, signEnd, signTerms } from "../../support/chain/agreements.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, enrolHome, fundEscrow, NOTICE_S, PERIOD_S } from "../../support/chain/market.js";
import { boundaryAfter, closeEmpty, neighbours, saltOf, signEnds } from "./neighbours.js";

const DAY_S = 86_400;

/** An agreement that began an hour or two ago and lasts thirty days, with some escrow locked. */
async function running() {
  const c = await fresh(neighbours);
  await fundEscrow(c, c.consumer.account, 1_000n);
  const startS = boundaryAfter(await nowS()) - 2 * PERIOD_S;
  const terms = { ...c.terms, startS, endS: startS + 30 * DAY_S, escrow: 600n };
  await c.submit(terms);
  return { ...c, terms, id: await agreementId(c, terms) };
}

/** One that begins in twenty days. */
async function ahead() {
  const c = await fresh(neighbours);
  await fundEscrow(c, c.consumer.account, 1_000n);
  const startS = boundaryAfter(await nowS()) + 20 * DAY_S;
  const terms = { ...c.terms, startS, endS: startS + 10 * DAY_S, escrow: 600n };
  await c.submit(terms);
  return { ...c, terms, id: await agreementId(c, terms) };
}

describe("SupplyAgreements: end", () => {
  it("ends at once where both agree, by signature or as the caller", async () => {
    const { agreements, settlement, id, terms, consumer, supplier, ...c } = await fresh(running);
    const all = { agreements, settlement, consumer, supplier, ...c };
    const { generation } = await settlement.exportOf(terms.exportMeter);
    const endS = boundaryAfter((await nowS()) + 60);
    const [byConsumer, bySupplier] = await signEnds(all, { id, endS, consumer, supplier });
    await expect(agreements.end(id, endS, byConsumer, bySupplier))
      .to.emit(agreements, "AgreementEnded")
      .withArgs(id, endS);
    expect((await agreements.agreementOf(id)).endS).to.equal(BigInt(endS));
    expect((await agreements.stretchAt(terms.exportMeter, endS - 1)).untilS).to.equal(BigInt(endS));
    expect(await agreements.exportOverlaps(terms.exportMeter, endS, terms.endS)).to.equal(0n);
    expect((await settlement.exportOf(terms.exportMeter)).generation).to.equal(generation + 1n);
    // The time behind it is free for another supplier.
    await agree(all, consumer, supplier, { startS: endS, endS: terms.endS, salt: saltOf("next") });
  });

  it("ends as late as the very second of the end", async () => {
    const { agreements, id, consumer, supplier, ...c } = await fresh(running);
    const endS = boundaryAfter((await nowS()) + 60);
    const [, bySupplier] = await signEnds({ agreements, ...c }, { id, endS, consumer, supplier });
    await nextBlockAt(endS);
    await agreements.connect(consumer.account).end(id, endS, "0x", bySupplier);
  });

  it("takes the agreed notice where one of them alone ends it", async () => {
    const { agreements, id, consumer, supplier, ...c } = await fresh(running);
    const all = { agreements, consumer, supplier, ...c };
    const endS = boundaryAfter((await nowS()) + NOTICE_S + 60);
    const [byConsumer, bySupplier] = await signEnds(all, { id, endS, consumer, supplier });
    for (const [caller, signatures] of [
      [consumer.account, ["0x", "0x"]],
      [supplier.account, ["0x", "0x"]],
      [c.stranger, [byConsumer, "0x"]],
      [c.stranger, ["0x", bySupplier]],
      // Said twice is not said by both.
      [consumer.account, [byConsumer, "0x"]],
    ] as const) {
      const atS = endS - NOTICE_S + 1;
      await nextBlockAt(atS);
      await expect(agreements.connect(caller).end(id, endS, ...signatures))
        .to.be.revertedWithCustomError(agreements, "SupplyAgreementsNotice")
        .withArgs(id, atS + NOTICE_S);
    }
    await agreements
      .connect(c.stranger)
      .end(id, endS + PERIOD_S, "0x", await signEnd(all, { agreement: id, endS: endS + PERIOD_S }, supplier.account));
    expect((await agreements.agreementOf(id)).endS).to.equal(BigInt(endS + PERIOD_S));
  });

  it("accepts notice given just in time", async () => {
    const { agreements, id, consumer } = await fresh(running);
    const endS = boundaryAfter((await nowS()) + NOTICE_S + 60);
    await nextBlockAt(endS - NOTICE_S);
    await agreements.connect(consumer.account).end(id, endS, "0x", "0x");
  });

  it("never ends in the past, whoever agrees: nothing settled is undone", async () => {
    const { agreements, id, consumer, supplier, ...c } = await fresh(running);
    const endS = boundaryAfter(await nowS()) - PERIOD_S;
    const signatures = await signEnds({ agreements, ...c }, { id, endS, consumer, supplier });
    const atS = (await nowS()) + 10;
    await nextBlockAt(atS);
    await expect(agreements.end(id, endS, ...signatures))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsNotice")
      .withArgs(id, atS);
  });

  it("ends earlier only, and on a boundary", async () => {
    const { agreements, id, terms, consumer, supplier, ...c } = await fresh(running);
    for (const endS of [terms.endS, terms.endS + PERIOD_S, terms.endS - 900]) {
      const signatures = await signEnds({ agreements, ...c }, { id, endS, consumer, supplier });
      await expect(agreements.end(id, endS, ...signatures))
        .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidEnd")
        .withArgs(id, endS);
    }
  });

  it("is for the parties, each by a signature over this end of this agreement", async () => {
    const { agreements, id, terms, consumer, supplier, stranger, ...c } = await fresh(running);
    const all = { agreements, consumer, supplier, stranger, ...c };
    const endS = terms.endS - PERIOD_S;
    await expect(agreements.connect(stranger).end(id, endS, "0x", "0x"))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsNotParty")
      .withArgs(id, stranger);
    const end = { agreement: id, endS };
    const forged = [
      await signEnd(all, end, supplier.account),
      await signEnd(all, { ...end, endS: endS - PERIOD_S }, consumer.account),
      await signEnd(all, { ...end, agreement: bytes32Of("another") }, consumer.account),
      await signTerms(all, terms, consumer.account),
    ];
    for (const signature of forged) {
      await expect(agreements.end(id, endS, signature, "0x"))
        .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidSignature")
        .withArgs(id, consumer.account);
    }
    await expect(agreements.connect(consumer.account).end(id, endS, "0x", forged[1]!))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidSignature")
      .withArgs(id, supplier.account);
  });

  it("knows no other agreement", async () => {
    const { agreements } = await fresh(running);
    const unknown = bytes32Of("nothing");
    for (const call of [() => agreements.end(unknown, 0, "0x", "0x"), () => agreements.release(unknown)]) {
      await expect(call()).to.be.revertedWithCustomError(agreements, "SupplyAgreementsUnknown").withArgs(unknown);
    }
  });

  it("ends a grid supplier's agreement too", async () => {
    const { agreements, consumer, ...c } = await fresh(running);
    const all = { agreements, consumer, ...c };
    const gridSupplier = c.people[2]!;
    const terms = { ...c.terms, ...GRID_TERMS, supplier: gridSupplier.address, escrow: 0n };
    await agreements.connect(gridSupplier).register(terms, await signTerms(all, terms, consumer.account), "0x");
    const id = await agreementId(all, terms);
    const endS = boundaryAfter((await nowS()) + NOTICE_S + 60);
    await agreements.connect(consumer.account).end(id, endS, "0x", "0x");
    const supplyAt = async (fromS: number) =>
      (await agreements.gridSupplyAt(terms.importMeter, fromS, fromS + PERIOD_S)).number;
    expect(await supplyAt(endS - PERIOD_S)).to.equal(2n);
    expect(await supplyAt(endS)).to.equal(0n);
  });

  describe("before the window", () => {
    it("takes the agreement out of force altogether, and frees its time, its place and its escrow", async () => {
      const { agreements, settlement, id, terms, consumer, supplier, ...c } = await fresh(ahead);
      const all = { agreements, settlement, consumer, supplier, ...c };
      const { generation } = await settlement.exportOf(terms.exportMeter);
      const endS = boundaryAfter((await nowS()) + NOTICE_S + 60);
      await expect(agreements.connect(consumer.account).end(id, endS, "0x", "0x"))
        .to.emit(agreements, "AgreementEnded")
        .withArgs(id, terms.startS);
      expect((await agreements.agreementOf(id)).endS).to.equal(BigInt(terms.startS));
      expect((await settlement.exportOf(terms.exportMeter)).generation).to.equal(generation + 1n);
      expect(await agreements.agreementsOfImportMeter(terms.importMeter)).to.deep.equal([]);
      expect(await agreements.agreementsOfExportMeter(terms.exportMeter)).to.deep.equal([id]);
      expect((await agreements.agreementAt(terms.importMeter, terms.startS + 1)).id).to.equal(ZERO_HASH);
      expect(await agreements.exportOverlaps(terms.exportMeter, 0, terms.endS)).to.equal(0n);
      expect([...(await agreements.stretchAt(terms.exportMeter, terms.startS))]).to.deep.equal([
        0n,
        0n,
        2n ** 48n - 1n,
        0n,
      ]);
      await agreements.release(id);
      expect(await settlement.lockedOf(consumer.account)).to.equal(0n);
      await agree(all, consumer, supplier, { startS: terms.startS, endS: terms.endS, salt: saltOf("next") });
    });

    it("happens once, and never brings the agreement back", async () => {
      const { agreements, id, terms, consumer, submit } = await fresh(ahead);
      const end = (endS: number) => agreements.connect(consumer.account).end(id, endS, "0x", "0x");
      await end(terms.startS);
      for (const endS of [terms.startS, terms.startS - PERIOD_S, terms.endS]) {
        await expect(end(endS)).to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidEnd");
      }
      await expect(submit(terms)).to.be.revertedWithCustomError(agreements, "SupplyAgreementsAlreadyRegistered");
    });

    it("leaves those beside it in order, a grid supplier's likewise", async () => {
      const { agreements, id, terms, consumer, supplier, ...c } = await fresh(ahead);
      const all = { agreements, consumer, supplier, ...c };
      const length = terms.endS - terms.startS;
      const before = await agree(all, consumer, supplier, { startS: terms.startS - DAY_S, endS: terms.startS });
      const behind = await agree(all, consumer, supplier, { startS: terms.endS, endS: terms.endS + length });
      expect(await agreements.agreementsOfImportMeter(terms.importMeter)).to.deep.equal([before, id, behind]);
      await agreements.connect(supplier.account).end(id, terms.startS - DAY_S, "0x", "0x");
      expect(await agreements.agreementsOfImportMeter(terms.importMeter)).to.deep.equal([before, behind]);

      const gridSupplier = c.people[2]!;
      const grid = { ...terms, ...GRID_TERMS, supplier: gridSupplier.address, escrow: 0n };
      await agreements.connect(gridSupplier).register(grid, await signTerms(all, grid, consumer.account), "0x");
      await agreements.connect(gridSupplier).end(await agreementId(all, grid), grid.startS, "0x", "0x");
      expect(await agreements.gridAgreementsOf(terms.importMeter)).to.deep.equal([]);
    });
  });
});

describe("SupplyAgreements: release", () => {
  it("frees the escrow once, when the window is settled", async () => {
    const { agreements, settlement, terms, submit, consumer, supplier, ...c } = await fresh(neighbours);
    const all = { agreements, settlement, consumer, supplier, ...c };
    await fundEscrow(all, consumer.account, 1_000n);
    const startS = boundaryAfter(await nowS()) - 30 * PERIOD_S;
    const wish = { ...terms, startS, endS: startS + 2 * PERIOD_S, escrow: 600n };
    await submit(wish);
    const id = await agreementId(all, wish);
    const refused = async () => {
      await expect(agreements.release(id))
        .to.be.revertedWithCustomError(agreements, "SupplyAgreementsNotReleasable")
        .withArgs(id);
    };
    await refused();
    await closeEmpty(all, supplier, startS + PERIOD_S);
    await refused();
    await closeEmpty(all, supplier, wish.endS);
    await expect(agreements.release(id)).to.emit(agreements, "EscrowReleased").withArgs(id, 600n);
    expect(await settlement.lockedOf(consumer.account)).to.equal(0n);
    await refused();
  });

  it("frees an escrow that nobody settled, and a grid supplier's, after the delay", async () => {
    const { agreements, settlement, id, terms, consumer, ...c } = await fresh(running);
    const all = { agreements, settlement, consumer, ...c };
    const gridSupplier = c.people[2]!;
    const grid = { ...terms, ...GRID_TERMS, supplier: gridSupplier.address, escrow: 400n };
    await agreements.connect(gridSupplier).register(grid, await signTerms(all, grid, consumer.account), "0x");
    expect(await settlement.lockedOf(consumer.account)).to.equal(1_000n);
    const delayS = await agreements.RELEASE_DELAY_S();
    expect(delayS).to.equal((await settlement.CLOSING_DELAY_S()) + 30n * BigInt(DAY_S));
    for (const each of [id, await agreementId(all, grid)]) {
      await nextBlockAt(terms.endS + Number(delayS) - 1);
      await expect(agreements.release(each)).to.be.revertedWithCustomError(agreements, "SupplyAgreementsNotReleasable");
    }
    for (const each of [id, await agreementId(all, grid)]) {
      await nextBlockAt(terms.endS + Number(delayS));
      await agreements.release(each);
    }
    expect(await settlement.lockedOf(consumer.account)).to.equal(0n);
  });
});

describe("SupplyAgreements: stretches", () => {
  it("are the times over which a supplier serves the same agreements", async () => {
    const { agreements, terms, consumer, supplier, ...c } = await fresh(neighbours);
    const all = { agreements, consumer, supplier, ...c };
    const hour = (count: number) => terms.startS + count * PERIOD_S;
    const other = await enrolHome(all, c.people[2]!);
    await agree(all, consumer, supplier, { startS: hour(2), endS: hour(6) });
    await agree(all, other, supplier, { startS: hour(4), endS: hour(8) });
    await agree(all, consumer, supplier, { startS: hour(10), endS: hour(11) });
    const at = async (count: number) => [...(await agreements.stretchAt(terms.exportMeter, hour(count)))].map(Number);
    expect(await at(0)).to.deep.equal([0, 0, hour(2), 0]);
    expect(await at(2)).to.deep.equal([0, hour(2), hour(4), 1]);
    expect(await at(5)).to.deep.equal([hour(4), hour(4), hour(6), 2]);
    expect(await at(7)).to.deep.equal([hour(6), hour(6), hour(8), 1]);
    expect(await at(9)).to.deep.equal([hour(8), hour(8), hour(10), 0]);
    expect(await at(10)).to.deep.equal([hour(8), hour(10), hour(11), 1]);
    expect(await at(11)).to.deep.equal([hour(11), hour(11), 2 ** 48 - 1, 0]);
  });
});
