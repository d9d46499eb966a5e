import { expect } from "chai";
import { getAddress } from "ethers";
import { describe, it } from "mocha";
import { DeviceKind, type Hex, ZERO_HASH } from "../../../protocol/index.js";
import { ContractWallet__factory } from "../../../typechain-types/index.js";
import { agreementId, signTerms, type Terms } from "../../support/chain/agreements.js";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { bytes32Of, enrolDevice } from "../../support/chain/devices.js";
import { agree, endOf, enrolHome, fundEscrow, PERIOD_S, START_S, termsOf } from "../../support/chain/market.js";
import { closeEmpty, neighbours, saltOf } from "./neighbours.js";

const DAY_S = 86_400;

async function withWallets() {
  const c = await deployConsortium();
  const [consumerOwner, supplierOwner] = [c.people[0]!, c.people[1]!];
  const deploy = async (owner: { address: string }) => {
    const wallet = await new ContractWallet__factory(c.administrator).deploy(owner.address);
    return { wallet, address: await wallet.getAddress() };
  };
  const [consumerWallet, supplierWallet] = [await deploy(consumerOwner), await deploy(supplierOwner)];
  const meterOf = (name: string, owner: string) =>
    enrolDevice(c, { name, kind: DeviceKind.Meter, organisation: c.grid, owner });
  const terms = {
    ...termsOf(await enrolHome(c, c.people[2]!), await enrolHome(c, c.people[3]!)),
    importMeter: (await meterOf("import", consumerWallet.address)).device,
    exportMeter: (await meterOf("export", supplierWallet.address)).device,
    consumer: consumerWallet.address,
    supplier: supplierWallet.address,
  };
  const signatures = [await signTerms(c, terms, consumerOwner), await signTerms(c, terms, supplierOwner)] as const;
  return { ...c, terms, signatures, consumerOwner, consumerWallet: consumerWallet.wallet };
}

describe("SupplyAgreements: register", () => {
  it("takes an agreement that both signed, submitted by a stranger, under its EIP-712 digest", async () => {
    const { agreements, terms, submit, ...c } = await fresh(neighbours);
    const id = await agreementId({ agreements, ...c }, terms);
    expect(await agreements.idOf(terms)).to.equal(id);
    await expect(submit(terms))
      .to.emit(agreements, "AgreementRegistered")
      .withArgs(id, terms.importMeter, terms.exportMeter, 1n, (agreement: unknown[]) => {
        expect([...agreement]).to.deep.equal(Object.values(terms).map((v) => (typeof v === "number" ? BigInt(v) : v)));
        return true;
      });
    expect((await agreements.agreementOf(id)).salt).to.equal(terms.salt);
    expect(await agreements.numberOf(id)).to.equal(1n);
    expect(await agreements.idByNumber(1)).to.equal(id);
    expect(await agreements.agreementsOfImportMeter(terms.importMeter)).to.deep.equal([id]);
    expect(await agreements.agreementsOfExportMeter(terms.exportMeter)).to.deep.equal([id]);
    expect(await agreements.periodOf(terms.exportMeter)).to.equal(BigInt(PERIOD_S));
  });

  it("refuses the same agreement again; the same terms with another salt and window are another", async () => {
    const { agreements, terms, submit, ...c } = await fresh(neighbours);
    await submit(terms);
    await expect(submit(terms))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsAlreadyRegistered")
      .withArgs(await agreementId({ agreements, ...c }, terms));
    await submit({ ...terms, startS: terms.endS, endS: terms.endS + DAY_S, salt: bytes32Of("second") });
  });

  it("knows no other agreement", async () => {
    const { agreements } = await fresh(neighbours);
    await expect(agreements.agreementOf(bytes32Of("nothing")))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsUnknown")
      .withArgs(bytes32Of("nothing"));
    expect(await agreements.numberOf(bytes32Of("nothing"))).to.equal(0n);
    for (const number of [0, 1]) expect(await agreements.idByNumber(number)).to.equal(ZERO_HASH);
    expect(await agreements.periodOf(bytes32Of("nothing"))).to.equal(0n);
  });

  it("locks the consumer's escrow, and is refused without", async () => {
    const { agreements, settlement, terms, submit, consumer, ...c } = await fresh(neighbours);
    await fundEscrow({ agreements, settlement, ...c }, consumer.account, 99n);
    const wish = { ...terms, escrow: 100n };
    await expect(submit(wish))
      .to.be.revertedWithCustomError(settlement, "EscrowLedgerInsufficient")
      .withArgs(consumer.account, 99n, 100n);
    await submit({ ...terms, escrow: 60n });
    expect(await settlement.lockedOf(consumer.account)).to.equal(60n);
    await expect(submit({ ...terms, escrow: 40n, startS: terms.endS, endS: terms.endS + DAY_S }))
      .to.be.revertedWithCustomError(settlement, "EscrowLedgerInsufficient")
      .withArgs(consumer.account, 39n, 40n);
  });

  it("refuses a window that reaches back into what is settled", async () => {
    const { settlement, terms, submit, supplier, ...c } = await fresh(neighbours);
    const all = { settlement, supplier, ...c };
    await submit({ ...terms, endS: endOf(1) });
    await closeEmpty(all, supplier, endOf(1));
    const other = await enrolHome(all, c.people[2]!);
    await expect(agree(all, other, supplier, { endS: endOf(3) }))
      .to.be.revertedWithCustomError(settlement, "EnergySettlementWindowSettled")
      .withArgs(terms.exportMeter, endOf(1));
    await agree(all, other, supplier, { startS: endOf(1), endS: endOf(3) });
  });

  describe("signatures", () => {
    it("needs the consumer's and the supplier's, each over exactly these terms", async () => {
      const { agreements, terms, consumer, supplier, ...c } = await fresh(neighbours);
      const all = { agreements, consumer, supplier, ...c };
      const id = await agreementId(all, terms);
      const [byConsumer, bySupplier] = [
        await signTerms(all, terms, consumer.account),
        await signTerms(all, terms, supplier.account),
      ];
      const other = await signTerms(all, { ...terms, pricePerKWh: terms.pricePerKWh + 1n }, consumer.account);
      for (const wrong of ["0x", bySupplier, other, byConsumer.slice(0, -2)]) {
        await expect(agreements.register(terms, wrong, bySupplier))
          .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidSignature")
          .withArgs(id, terms.consumer);
      }
      for (const wrong of ["0x", byConsumer]) {
        await expect(agreements.register(terms, byConsumer, wrong))
          .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidSignature")
          .withArgs(id, terms.supplier);
      }
    });

    it("binds every term: signatures over any other value are refused", async () => {
      const { agreements, terms, consumer, supplier, ...c } = await fresh(neighbours);
      const all = { agreements, consumer, supplier, ...c };
      const bySupplier = await signTerms(all, terms, supplier.account);
      const changes: Partial<Terms>[] = [
        { startS: terms.startS + PERIOD_S },
        { endS: terms.endS - PERIOD_S },
        { pricePerKWh: 1n },
        { capWh: 1n },
        { settlementPeriodS: 900 },
        { noticeS: 1 },
        { importRatedW: 1 },
        { exportRatedW: 1 },
        { withCertificates: true },
        { escrow: 1n },
        { salt: bytes32Of("other") },
      ];
      for (const change of changes) {
        const changed = { ...terms, ...change };
        await expect(agreements.register(changed, await signTerms(all, changed, consumer.account), bySupplier))
          .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidSignature")
          .withArgs(await agreementId(all, changed), terms.supplier);
      }
    });

    it("accepts contract wallets (ERC-1271)", async () => {
      const { agreements, terms, signatures } = await fresh(withWallets);
      await expect(agreements.register(terms, ...signatures)).to.emit(agreements, "AgreementRegistered");
    });

    it("refuses a contract wallet that does not confirm", async () => {
      const { agreements, terms, signatures, consumerWallet } = await fresh(withWallets);
      await expect(agreements.register(terms, signatures[1], signatures[1])).to.be.revertedWithCustomError(
        agreements,
        "SupplyAgreementsInvalidSignature",
      );
      await consumerWallet.lock();
      await expect(agreements.register(terms, ...signatures))
        .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidSignature")
        .withArgs(await agreements.idOf(terms), terms.consumer);
    });
  });

  describe("window and period", () => {
    for (const [what, change] of [
      ["an empty window", { endS: START_S }],
      ["a window that runs backwards", { startS: START_S + PERIOD_S, endS: START_S }],
      ["a start off the period", { startS: START_S + 900 }],
      ["an end off the period", { endS: START_S + PERIOD_S + 1 }],
      ["a period under 15 minutes", { settlementPeriodS: 600 }],
      ["a period over a day", { settlementPeriodS: 2 * DAY_S }],
      ["a period that does not divide a day", { settlementPeriodS: 7000 }],
      ["no period", { settlementPeriodS: 0 }],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { agreements, terms, submit } = await fresh(neighbours);
        const wish = { ...terms, ...change };
        await expect(submit(wish))
          .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidWindow")
          .withArgs(wish.startS, wish.endS, wish.settlementPeriodS);
      });
    }

    for (const settlementPeriodS of [900, 1200, DAY_S]) {
      it(`accepts a period of ${settlementPeriodS} s`, async () => {
        const { terms, submit } = await fresh(neighbours);
        await submit({ ...terms, settlementPeriodS });
      });
    }

    it("accepts the last whole period before the end of time", async () => {
      const { terms, submit } = await fresh(neighbours);
      const endS = Math.floor((2 ** 48 - 1) / PERIOD_S) * PERIOD_S;
      await submit({ ...terms, startS: endS - PERIOD_S, endS });
    });

    it("keeps one period per export meter, with every consumer", async () => {
      const { agreements, terms, submit, supplier, ...c } = await fresh(neighbours);
      const all = { agreements, supplier, ...c };
      await submit(terms);
      const second = await enrolHome(all, c.people[2]!);
      await expect(agree(all, second, supplier, { settlementPeriodS: 900 }))
        .to.be.revertedWithCustomError(agreements, "SupplyAgreementsPeriodMismatch")
        .withArgs(terms.exportMeter, PERIOD_S, 900);
      await agree(all, second, supplier);
      // The same meter may import over another period than it exports.
      await agree(all, supplier, second, { settlementPeriodS: 900 });
    });

    it("takes another period once everything agreed before is settled", async () => {
      const { agreements, terms, submit, supplier, ...c } = await fresh(neighbours);
      const all = { agreements, supplier, ...c };
      await submit({ ...terms, endS: endOf(2) });
      const later = { ...terms, settlementPeriodS: 900, startS: endOf(2), endS: endOf(4), salt: saltOf("later") };
      await closeEmpty(all, supplier, endOf(1));
      await expect(submit(later))
        .to.be.revertedWithCustomError(agreements, "SupplyAgreementsPeriodMismatch")
        .withArgs(terms.exportMeter, PERIOD_S, 900);
      await closeEmpty(all, supplier, endOf(2));
      await submit(later);
      expect(await agreements.periodOf(terms.exportMeter)).to.equal(900n);
      await closeEmpty(all, supplier, endOf(2) + 900, 900);
    });
  });

  describe("terms", () => {
    it("refuses no cap, no ratings, and one meter on both sides", async () => {
      const { agreements, terms, submit } = await fresh(neighbours);
      const changes = [{ capWh: 0n }, { importRatedW: 0 }, { exportRatedW: 0 }, { exportMeter: terms.importMeter }];
      for (const change of changes) {
        const wish = { ...terms, ...change };
        await expect(submit(wish))
          .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidTerms")
          .withArgs(wish.importMeter, wish.exportMeter);
      }
    });

    it("refuses a price of zero and one beyond reason", async () => {
      const { agreements, terms, submit } = await fresh(neighbours);
      const most = await agreements.MAX_PRICE_PER_KWH();
      for (const pricePerKWh of [0n, most + 1n, 2n ** 64n - 1n]) {
        await expect(submit({ ...terms, pricePerKWh }))
          .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidPrice")
          .withArgs(pricePerKWh, most);
      }
      await submit({ ...terms, pricePerKWh: most });
    });

    it("refuses another currency than settlement pays", async () => {
      const { agreements, token, terms, submit } = await fresh(neighbours);
      await expect(submit({ ...terms, token: terms.importMeter.slice(0, 42) as Hex }))
        .to.be.revertedWithCustomError(agreements, "SupplyAgreementsWrongToken")
        .withArgs(getAddress(terms.importMeter.slice(0, 42)), token);
    });

    it("refuses a device that is no meter, not active, unknown, or another's", async () => {
      const { agreements, terms, submit, consumer, ...c } = await fresh(neighbours);
      const all = { agreements, consumer, ...c };
      const wish = { organisation: c.grid, owner: consumer.account.address };
      const battery = await enrolDevice(all, { ...wish, name: "battery", kind: DeviceKind.Battery });
      const foreign = await enrolDevice(all, {
        ...wish,
        name: "foreign",
        kind: DeviceKind.Meter,
        owner: c.stranger.address,
      });
      for (const importMeter of [battery.device, foreign.device, bytes32Of("nothing")]) {
        await expect(submit({ ...terms, importMeter }))
          .to.be.revertedWithCustomError(agreements, "SupplyAgreementsNotMeterOwner")
          .withArgs(importMeter, consumer.account);
      }
      await expect(submit({ ...terms, exportMeter: foreign.device }))
        .to.be.revertedWithCustomError(agreements, "SupplyAgreementsNotMeterOwner")
        .withArgs(foreign.device, terms.supplier);
      await c.devices.suspend(terms.exportMeter);
      await expect(submit(terms))
        .to.be.revertedWithCustomError(agreements, "SupplyAgreementsNotMeterOwner")
        .withArgs(terms.exportMeter, terms.supplier);
    });
  });
});
