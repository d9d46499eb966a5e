import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { ZERO_HASH } from "../../../protocol/index.js";
import { GRID_TERMS, signTerms, type Terms } from "../../support/chain/agreements.js";
import { fresh } from "../../support/chain/chain.js";
import { endOf } from "../../support/chain/market.js";
import { neighbours, saltOf } from "./neighbours.js";

/** A consumer with a neighbour's agreement, and terms with a grid supplier who owns no meter. */
async function gridSupplied() {
  const c = await fresh(neighbours);
  const supplier = c.people[2]!;
  const terms: Terms = { ...c.terms, ...GRID_TERMS, supplier: supplier.address, pricePerKWh: 2_000_000n };
  await c.submit(c.terms);
  const submitGrid = async (wish: Terms) =>
    c.agreements.register(wish, await signTerms(c, wish, c.consumer.account), await signTerms(c, wish, supplier));
  return { ...c, neighbourTerms: c.terms, terms, gridSupplier: supplier, submitGrid };
}

describe("SupplyAgreements: a grid supplier", () => {
  it("stands beside a neighbour's agreement and serves the whole of its window", async () => {
    const { agreements, settlement, terms, neighbourTerms, submitGrid, gridSupplier } = await fresh(gridSupplied);
    await submitGrid(terms);
    const id = await agreements.idOf(terms);
    expect(await agreements.gridAgreementsOf(terms.importMeter)).to.deep.equal([id]);
    expect(await agreements.agreementsOfImportMeter(terms.importMeter)).to.deep.equal([
      await agreements.idOf(neighbourTerms),
    ]);
    expect(await agreements.agreementsOfExportMeter(ZERO_HASH)).to.deep.equal([]);
    expect((await settlement.importOf(terms.importMeter)).hasGridSupply).to.equal(true);

    const at = async (fromS: number, toS: number) => [
      ...(await agreements.gridSupplyAt(terms.importMeter, fromS, toS)),
    ];
    const supply = [2n, terms.pricePerKWh, terms.consumer, gridSupplier.address];
    const none = [0n, 0n, ZeroAddress, ZeroAddress];
    expect(await at(terms.startS, endOf(1))).to.deep.equal(supply);
    expect(await at(endOf(239), terms.endS)).to.deep.equal(supply);
    expect(await at(terms.startS - 900, endOf(1))).to.deep.equal(none);
    expect(await at(endOf(239), terms.endS + 900)).to.deep.equal(none);
    expect(await at(terms.endS, terms.endS + 900)).to.deep.equal(none);
  });

  it("is exclusive among grid suppliers", async () => {
    const { agreements, terms, submitGrid } = await fresh(gridSupplied);
    await submitGrid(terms);
    await expect(submitGrid({ ...terms, salt: saltOf(1) }))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsOverlap")
      .withArgs(terms.importMeter, await agreements.idOf(terms));
    await submitGrid({ ...terms, startS: terms.endS, endS: terms.endS + 3600 });
  });

  it("has no cap, no rating, no certificates, and is not the consumer", async () => {
    const { agreements, terms, submitGrid, consumer, ...c } = await fresh(gridSupplied);
    const all = { agreements, consumer, ...c };
    for (const change of [{ capWh: 1n }, { exportRatedW: 1 }, { withCertificates: true }, { importRatedW: 0 }]) {
      await expect(submitGrid({ ...terms, ...change }))
        .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidTerms")
        .withArgs(terms.importMeter, ZERO_HASH);
    }
    const own = { ...terms, supplier: consumer.account.address };
    const signature = await signTerms(all, own, consumer.account);
    await expect(agreements.register(own, signature, signature))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidTerms")
      .withArgs(terms.importMeter, ZERO_HASH);
  });

  it("needs the consent of both, and the consumer's own meter", async () => {
    const { agreements, terms, consumer, supplier, ...c } = await fresh(gridSupplied);
    const all = { agreements, consumer, supplier, ...c };
    const byConsumer = await signTerms(all, terms, consumer.account);
    await expect(agreements.register(terms, byConsumer, "0x"))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidSignature")
      .withArgs(await agreements.idOf(terms), terms.supplier);
    const foreign = { ...terms, importMeter: supplier.meter.device };
    await expect(agreements.register(foreign, await signTerms(all, foreign, consumer.account), "0x"))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsNotMeterOwner")
      .withArgs(foreign.importMeter, consumer.account);
  });
});
