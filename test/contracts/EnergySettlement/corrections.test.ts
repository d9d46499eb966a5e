import { expect } from "chai";
import { recoverAddress } from "ethers";
import { describe, it } from "mocha";
import { type MeterCorrection, MeterCorrectionReason, meterCorrectionDigest } from "../../../protocol/index.js";
import { ContractWallet__factory } from "../../../typechain-types/index.js";
import { fresh } from "../../support/chain/chain.js";
import { correctionDomainOf, correctMeter, signCorrection } from "../../support/chain/corrections.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, endOf, enrolHome, type Home, intervalOf, openMeters } from "../../support/chain/market.js";
import { outcomeOf, settledBy } from "../../support/chain/settled.js";
import { hour, village } from "./village.js";

/** In the hour after the first, by which everything here is settled. */
const UNCHANGED = {
  ...{ importAtS: BigInt(endOf(1)), exportAtS: BigInt(endOf(1)) },
  ...{ importFromWh: 0n, importToWh: 0n, exportFromWh: 0n, exportToWh: 0n },
};

const correctionOf = (home: Home, change: Partial<MeterCorrection>): MeterCorrection => ({
  meter: home.meter.device,
  number: 1,
  reason: MeterCorrectionReason.Exchanged,
  ...UNCHANGED,
  evidenceHash: bytes32Of("protocol of the exchange"),
  ...change,
});

/** The village after its first hour: 900, 100 and 200 Wh. */
async function settledVillage() {
  const v = await fresh(village);
  await v.settlement.settle([await hour(v, 1, [900n, 100n, 200n])]);
  return v;
}

describe("EnergySettlement: corrections", () => {
  it("are signed over the digest that the protocol computes, and told by event", async () => {
    const v = await fresh(settledVillage);
    const correction = correctionOf(v.ada, { importFromWh: 150n, importToWh: 5n });
    const signature = await signCorrection(v, correction, v.grid);
    expect(recoverAddress(meterCorrectionDigest(correction, await correctionDomainOf(v)), signature)).to.equal(
      v.grid.address,
    );
    await expect(v.settlement.correct(correction, v.grid, signature))
      .to.emit(v.settlement, "MeterCorrected")
      .withArgs(v.ada.meter.device, v.grid, Object.values(correction));
    expect(await v.settlement.correctionsOf(v.ada.meter.device)).to.equal(1n);
  });

  it("let an exchanged meter's flow go on: what the old one counted last and the new one counts", async () => {
    const v = await fresh(settledVillage);
    // Ada's old meter stopped at 150, 50 Wh after the last settled register; the new one began at 5.
    await correctMeter(v, correctionOf(v.ada, { importFromWh: 150n, importToWh: 5n }));
    const [told] = await settledBy(v, v.settlement.settle([await hour(v, 2, [1900n, 35n, 300n])]));
    expect(outcomeOf(told!)).to.deep.equal({
      supplier: [1000n, 180n],
      members: [
        [80n, 80n, 0n],
        [100n, 100n, 0n],
      ],
    });
    expect((await v.settlement.registersOf(v.ada.meter.device)).importWh).to.equal(35n);
  });

  it("keep a corrected register out of certificates once, the member's as the supplier's", async () => {
    const v = await fresh(settledVillage);
    await correctMeter(v, correctionOf(v.ada, { importFromWh: 150n, importToWh: 5n }));
    await correctMeter(v, correctionOf(v.supplier, { exportFromWh: 1000n, exportToWh: 1_000_000n }));
    const hours = [await hour(v, 2, [1_000_100n, 35n, 300n]), await hour(v, 3, [1_000_200n, 40n, 400n])];
    const told = await settledBy(v, v.settlement.settle(hours));
    expect(told.map(({ supplier, members }) => [supplier, ...members].map(({ isExact }) => isExact))).to.deep.equal([
      [false, false, true],
      [true, true, true],
    ]);
    expect(outcomeOf(told[0]!).supplier[0]).to.equal(200n);
  });

  it("follow a register that fell back on its own, and one that was estimated for a while", async () => {
    const v = await fresh(settledVillage);
    const { RolledBack, Substituted } = MeterCorrectionReason;
    await correctMeter(v, correctionOf(v.ada, { reason: RolledBack, importFromWh: 100n, importToWh: 0n }));
    await correctMeter(v, correctionOf(v.ada, { number: 2, reason: Substituted, importFromWh: 20n, importToWh: 60n }));
    const [told] = await settledBy(v, v.settlement.settle([await hour(v, 2, [1900n, 70n, 300n])]));
    expect(outcomeOf(told!).members[0]).to.deep.equal([30n, 30n, 0n]);
    expect(await v.settlement.correctionsOf(v.ada.meter.device)).to.equal(2n);
  });

  it("let a register stand below zero of the new count for a while, and above the widest", async () => {
    const v = await fresh(settledVillage);
    const most = 2n ** 64n - 1n;
    await correctMeter(v, correctionOf(v.ada, { importFromWh: 180n, importToWh: 0n }));
    expect((await v.settlement.registersOf(v.ada.meter.device)).importWh).to.equal(most - 79n);
    await correctMeter(v, correctionOf(v.bob, { importFromWh: 200n, importToWh: most - 10n }));
    const [told] = await settledBy(v, v.settlement.settle([await hour(v, 2, [1900n, 10n, most])]));
    expect(outcomeOf(told!).members).to.deep.equal([
      [90n, 90n, 0n],
      [10n, 10n, 0n],
    ]);
  });

  it("still refuse a register below where the corrected one stands", async () => {
    const v = await fresh(settledVillage);
    await correctMeter(v, correctionOf(v.ada, { importFromWh: 100n, importToWh: 500n }));
    await expect(v.settlement.settle([await hour(v, 2, [1900n, 499n, 300n])]))
      .to.be.revertedWithCustomError(v.settlement, "EnergySettlementRegisterBackwards")
      .withArgs(v.ada.meter.device, 500n, 499n);
  });

  it("move both directions of a prosumer's meter at once", async () => {
    const v = await fresh(settledVillage);
    const change = {
      importFromWh: 120n,
      importToWh: 20n,
      exportAtS: BigInt(endOf(0)),
      exportFromWh: 30n,
      exportToWh: 3n,
    };
    await correctMeter(v, correctionOf(v.ada, change));
    const { importWh, exportWh } = await v.settlement.registersOf(v.ada.meter.device);
    expect([importWh, exportWh]).to.deep.equal([0n, 2n ** 64n - 27n]);
    const [taken, given] = [
      await v.settlement.importOf(v.ada.meter.device),
      await v.settlement.exportOf(v.ada.meter.device),
    ];
    expect([taken.corrected, given.corrected]).to.deep.equal([true, true]);
  });

  it("are forgotten where a baseline is given after", async () => {
    const v = await fresh(settledVillage);
    await agree(v, v.eve, v.ada, { startS: endOf(3) });
    for (const [home, count] of [
      [v.eve, 0],
      [v.ada, 1],
    ] as const) {
      const at = { importAtS: BigInt(endOf(count)), exportAtS: BigInt(endOf(0)) };
      await correctMeter(v, correctionOf(home, { ...at, importToWh: 7n, exportToWh: 7n }));
    }
    const readings = [
      v.ada.meter.read(endOf(3), 200n, 50n),
      v.ada.meter.read(endOf(4), 200n, 90n),
      v.eve.meter.read(endOf(3), 60n, 0n),
      v.eve.meter.read(endOf(4), 80n, 0n),
    ];
    const [told] = await settledBy(v, v.settlement.settle([await intervalOf(v, v.ada, endOf(4), readings)]));
    expect([told!.supplier.isExact, told!.members[0]!.isExact]).to.deep.equal([true, true]);
  });

  describe("given who may sign", () => {
    it("takes a registrar of the organisation's and a contract's signature", async () => {
      const v = await fresh(settledVillage);
      await v.devices.connect(v.grid).setRegistrar(v.stranger, true);
      await correctMeter(v, correctionOf(v.ada, { importToWh: 5n }), v.stranger);
      const wallet = await new ContractWallet__factory(v.administrator).deploy(v.maker);
      await v.devices.connect(v.grid).setRegistrar(wallet, true);
      const second = correctionOf(v.ada, { number: 2, importToWh: 5n });
      await v.settlement.correct(second, wallet, await signCorrection(v, second, v.maker));
      expect(await v.settlement.correctionsOf(v.ada.meter.device)).to.equal(2n);
    });

    it("refuses a stranger, the owner, another organisation, a registrar no more, and another's signature", async () => {
      const v = await fresh(settledVillage);
      await v.devices.connect(v.grid).setRegistrar(v.oracle, true);
      await v.devices.connect(v.grid).setRegistrar(v.oracle, false);
      const correction = correctionOf(v.ada, { importToWh: 5n });
      for (const signer of [v.stranger, v.ada.account, v.maker, v.oracle]) {
        await expect(correctMeter(v, correction, signer))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementNotRegistrar")
          .withArgs(v.ada.meter.device, signer);
      }
      const bobs = await signCorrection(v, correctionOf(v.bob, { importToWh: 5n }), v.grid);
      for (const signature of [bobs, await signCorrection(v, correction, v.stranger), "0x"]) {
        await expect(v.settlement.connect(v.grid).correct(correction, v.grid, signature))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementNotRegistrar")
          .withArgs(v.ada.meter.device, v.grid);
      }
    });
  });

  it("are numbered: none twice, none left out, none of nothing", async () => {
    const v = await fresh(settledVillage);
    const first = correctionOf(v.ada, { importToWh: 5n });
    for (const wrong of [0, 2]) {
      await expect(correctMeter(v, { ...first, number: wrong }))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementInvalidCorrection")
        .withArgs(v.ada.meter.device, wrong);
    }
    for (const nothing of [correctionOf(v.ada, {}), correctionOf(v.ada, { importFromWh: 3n, importToWh: 3n })]) {
      await expect(correctMeter(v, nothing))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementInvalidCorrection")
        .withArgs(v.ada.meter.device, 1);
    }
    await correctMeter(v, first);
    await expect(correctMeter(v, first))
      .to.be.revertedWithCustomError(v.settlement, "EnergySettlementInvalidCorrection")
      .withArgs(v.ada.meter.device, 1);
  });

  it("wait for the meter's opening", async () => {
    const v = await fresh(village);
    const late = await enrolHome(v, v.people[4]!);
    const correction = correctionOf(late, { importAtS: BigInt(endOf(0)), importToWh: 5n });
    await expect(correctMeter(v, correction))
      .to.be.revertedWithCustomError(v.settlement, "EnergySettlementNotOpen")
      .withArgs(late.meter.device);
    await openMeters(v, [late]);
    await correctMeter(v, correction);
  });

  it("count between the register settled last and the next, in each direction that jumps", async () => {
    const v = await fresh(settledVillage);
    for (const wrong of [
      { importAtS: BigInt(endOf(0)), importToWh: 5n },
      { importAtS: BigInt(endOf(2)), importToWh: 5n },
      { exportAtS: BigInt(endOf(1)), exportToWh: 5n },
      { importToWh: 5n, exportAtS: BigInt(endOf(1)), exportToWh: 5n },
    ]) {
      await expect(correctMeter(v, correctionOf(v.ada, wrong)))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementCorrectionNotDue")
        .withArgs(v.ada.meter.device, endOf(1), endOf(0));
    }
    await correctMeter(v, correctionOf(v.ada, { importToWh: 5n, exportAtS: 7n }));
    await correctMeter(
      v,
      correctionOf(v.ada, { number: 2, importAtS: 7n, exportAtS: BigInt(endOf(0)), exportToWh: 5n }),
    );
  });

  it("leave what was counted as it was, and what is counted after goes on from there", async () => {
    const v = await fresh(settledVillage);
    const countedWh = async () => (await v.settlement.countedOf(v.ada.meter.device)).importWh;
    expect(await countedWh()).to.equal(100n);
    await correctMeter(v, correctionOf(v.ada, { importFromWh: 150n, importToWh: 5n }));
    expect(await countedWh()).to.equal(100n);
    await v.settlement.settle([await hour(v, 2, [1900n, 35n, 300n])]);
    expect(await countedWh()).to.equal(180n);
    expect((await v.settlement.registersOf(v.ada.meter.device)).importWh).to.equal(35n);
    await correctMeter(
      v,
      correctionOf(v.ada, { number: 2, importAtS: BigInt(endOf(2)), importFromWh: 35n, importToWh: 2n ** 64n - 1n }),
    );
    expect(await countedWh()).to.equal(180n);
  });
});
