import { expect } from "chai";
import { describe, it } from "mocha";
import { GRID_TERMS } from "../../support/chain/agreements.js";
import { advanceTo, fresh, nowS } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, endOf, intervalOf, PERIOD_S, termsOf } from "../../support/chain/market.js";
import { ESCROW, village } from "./village.js";

const LOCK = 400_000_000n;

/** Eve buys from Ada in the first hour, with a lock on 400 of her 1,000 NOK. */
async function lockedVillage() {
  const v = await fresh(village);
  const eves = await agree(v, v.eve, v.ada, { endS: endOf(1), escrow: LOCK });
  return { ...v, eves };
}

describe("EnergySettlement: locks", () => {
  it("keep an agreement's escrow in the ledger: only the rest may be withdrawn", async () => {
    const { settlement, eve } = await fresh(lockedVillage);
    expect(await settlement.lockedOf(eve.account)).to.equal(LOCK);
    await expect(settlement.connect(eve.account).withdraw(eve.account, ESCROW - LOCK + 1n))
      .to.be.revertedWithCustomError(settlement, "EscrowLedgerInsufficient")
      .withArgs(eve.account, ESCROW - LOCK, ESCROW - LOCK + 1n);
    await settlement.connect(eve.account).withdraw(eve.account, ESCROW - LOCK);
    await expect(settlement.connect(eve.account).withdraw(eve.account, 1n)).to.be.revertedWithCustomError(
      settlement,
      "EscrowLedgerInsufficient",
    );
  });

  it("add up over agreements, and no agreement begins without what it locks", async () => {
    const v = await fresh(lockedVillage);
    const next = { startS: endOf(1), endS: endOf(2), salt: bytes32Of("next") };
    await expect(agree(v, v.eve, v.ada, { ...next, escrow: ESCROW - LOCK + 1n }))
      .to.be.revertedWithCustomError(v.settlement, "EscrowLedgerInsufficient")
      .withArgs(v.eve.account, ESCROW - LOCK, ESCROW - LOCK + 1n);
    await agree(v, v.eve, v.ada, { ...next, escrow: ESCROW - LOCK });
    expect(await v.settlement.lockedOf(v.eve.account)).to.equal(ESCROW);
  });

  it("do not keep what is owed from being paid, and may then be more than is left", async () => {
    const v = await fresh(lockedVillage);
    await v.settlement.connect(v.eve.account).withdraw(v.eve.account, ESCROW - LOCK);
    const readings = [v.ada.meter.read(endOf(1), 0n, 200_000n), v.eve.meter.read(endOf(1), 200_000n, 0n)];
    await v.settlement.settle([await intervalOf(v, v.ada, endOf(1), readings)]);
    expect(await v.settlement.escrowOf(v.eve.account)).to.equal(LOCK - 240_000_000n);
    expect(await v.settlement.lockedOf(v.eve.account)).to.equal(LOCK);
    await expect(v.settlement.connect(v.eve.account).withdraw(v.eve.account, 1n))
      .to.be.revertedWithCustomError(v.settlement, "EscrowLedgerInsufficient")
      .withArgs(v.eve.account, 0n, 1n);
    await v.agreements.release(v.eves);
    await v.settlement.connect(v.eve.account).withdraw(v.eve.account, LOCK - 240_000_000n);
    expect([await v.settlement.escrowOf(v.eve.account), await v.settlement.lockedOf(v.eve.account)]).to.deep.equal([
      0n,
      0n,
    ]);
  });

  it("are released once, when the window is settled", async () => {
    const v = await fresh(lockedVillage);
    // The tests' windows are long past, so that time alone would free their escrow.
    const startS = Math.ceil((await nowS()) / PERIOD_S) * PERIOD_S;
    const recent = await agree(v, v.bob, v.ada, { startS, endS: startS + PERIOD_S, escrow: 100n });
    await expect(v.agreements.release(recent))
      .to.be.revertedWithCustomError(v.agreements, "SupplyAgreementsNotReleasable")
      .withArgs(recent);
    expect(await v.settlement.lockedOf(v.bob.account)).to.equal(100n);
    await advanceTo(startS + PERIOD_S + Number(await v.settlement.CLOSING_DELAY_S()));
    await v.settlement.connect(v.oracle).settle([await intervalOf(v, v.ada, endOf(1), [])]);
    await v.settlement.connect(v.oracle).settle([await intervalOf(v, v.ada, startS + PERIOD_S, [])]);
    await expect(v.agreements.release(recent)).to.emit(v.agreements, "EscrowReleased").withArgs(recent, 100n);
    expect(await v.settlement.lockedOf(v.bob.account)).to.equal(0n);
    await expect(v.agreements.release(recent)).to.be.revertedWithCustomError(
      v.agreements,
      "SupplyAgreementsNotReleasable",
    );
  });

  it("hold for grid suppliers as for neighbours", async () => {
    const v = await fresh(lockedVillage);
    const grid = await agree(v, v.ada, v.eve, { ...GRID_TERMS, escrow: 7n });
    expect(await v.settlement.lockedOf(v.ada.account)).to.equal(7n);
    await v.agreements.release(grid);
    expect(await v.settlement.lockedOf(v.ada.account)).to.equal(0n);
  });

  describe("given anyone but the contract of the agreements", () => {
    it("lets nobody lock, unlock, or end rosters", async () => {
      const v = await fresh(lockedVillage);
      for (const account of [v.administrator, v.oracle, v.eve.account]) {
        const settlement = v.settlement.connect(account);
        for (const call of [
          () => settlement.unlock(v.eve.account, LOCK),
          () => settlement.agreementEnded(v.ada.meter.device),
          () => settlement.agreementRegistered(termsOf(v.eve, v.ada)),
        ]) {
          await expect(call())
            .to.be.revertedWithCustomError(v.settlement, "EnergySettlementNotAgreements")
            .withArgs(account);
        }
      }
    });
  });
});

describe("EnergySettlement: windows", () => {
  it("never reach back into what is settled of the supplier's meter", async () => {
    const v = await fresh(village);
    await v.settlement.connect(v.oracle).settle([await intervalOf(v, v.supplier, endOf(1), [])]);
    await expect(agree(v, v.eve, v.supplier))
      .to.be.revertedWithCustomError(v.settlement, "EnergySettlementWindowSettled")
      .withArgs(v.supplier.meter.device, endOf(1));
    await agree(v, v.eve, v.supplier, { startS: endOf(1) });
  });

  it("never reach back into what is settled of the consumer's meter", async () => {
    const v = await fresh(village);
    await agree(v, v.eve, v.ada, { endS: endOf(1) });
    const readings = [v.ada.meter.read(endOf(1), 0n, 900n), v.eve.meter.read(endOf(1), 50n, 0n)];
    await v.settlement.settle([await intervalOf(v, v.ada, endOf(1), readings)]);
    const before = { startS: endOf(-2), endS: endOf(-1), salt: bytes32Of("before") };
    await expect(agree(v, v.eve, v.bob, before))
      .to.be.revertedWithCustomError(v.settlement, "EnergySettlementWindowSettled")
      .withArgs(v.eve.meter.device, endOf(1));
    await agree(v, v.eve, v.bob, { startS: endOf(1), endS: endOf(2), salt: bytes32Of("after") });
  });
});
