import { expect } from "chai";
import { describe, it } from "mocha";
import { fresh } from "../../support/chain/chain.js";
import { agree, endOf, enrolHome, intervalOf, PRICE } from "../../support/chain/market.js";
import { posted } from "../../support/chain/recorder.js";
import { ESCROW, escrowsOf, hour, village } from "./village.js";

const IMPORT = 0n;
const EXPORT = 1n;

describe("EnergySettlement: settle", () => {
  describe("given every register, posted by a stranger", () => {
    it("delivers each import where production covers them, and pays inside the escrows", async () => {
      const v = await fresh(village);
      const { settlement, supplier, ada, bob, adas, bobs } = v;
      await expect(settlement.settle([hour(v, 1, [2000n, 700n, 1001n])]))
        .to.emit(settlement, "Delivered")
        .withArgs(adas, endOf(1), 700n, 700n, 840_000n, 0n)
        .and.to.emit(settlement, "Delivered")
        .withArgs(bobs, endOf(1), 1001n, 1001n, 1_201_200n, 0n)
        .and.to.emit(settlement, "RegisterSettled")
        .withArgs(supplier.meter.device, EXPORT, endOf(1), 2000n, 2000n)
        .and.to.emit(settlement, "RegisterSettled")
        .withArgs(ada.meter.device, IMPORT, endOf(1), 700n, 700n)
        .and.to.emit(settlement, "IntervalSettled")
        .withArgs(supplier.meter.device, endOf(1), 2000n, 1701n);
      expect(await escrowsOf(v, [supplier, ada, bob])).to.deep.equal([
        2_041_200n,
        ESCROW - 840_000n,
        ESCROW - 1_201_200n,
      ]);
      expect(await settlement.deliveredWhOf(adas)).to.equal(700n);
      expect(await settlement.settledUntil(supplier.meter.device)).to.equal(BigInt(endOf(1)));
    });

    it("shares production in proportion, rounded down, where it does not", async () => {
      const v = await fresh(village);
      await expect(v.settlement.settle([hour(v, 1, [1000n, 100n, 2000n])]))
        .to.emit(v.settlement, "Delivered")
        .withArgs(v.adas, endOf(1), 100n, 47n, 56_400n, 0n)
        .and.to.emit(v.settlement, "Delivered")
        .withArgs(v.bobs, endOf(1), 2000n, 952n, 1_142_400n, 0n)
        .and.to.emit(v.settlement, "IntervalSettled")
        .withArgs(v.supplier.meter.device, endOf(1), 1000n, 999n);
    });

    it("delivers nothing where nothing was produced, or nothing taken", async () => {
      const v = await fresh(village);
      await v.settlement.settle([hour(v, 1, [0n, 100n, 200n]), hour(v, 2, [500n, 100n, 200n])]);
      expect(await v.settlement.deliveredWhOf(v.adas)).to.equal(0n);
      expect(await escrowsOf(v, [v.supplier])).to.deep.equal([0n]);
    });

    it("takes readings in any order and several intervals in one call", async () => {
      const v = await fresh(village);
      const [first, second] = [hour(v, 1, [900n, 100n, 200n]), hour(v, 2, [1800n, 300n, 600n])];
      await v.settlement.settle([{ ...first, readings: [...first.readings].reverse() }, second]);
      expect(await v.settlement.deliveredWhOf(v.adas)).to.equal(300n);
      expect(await v.settlement.deliveredWhOf(v.bobs)).to.equal(600n);
    });

    it("reverts as a whole if one interval cannot close", async () => {
      const v = await fresh(village);
      const [first, third] = [hour(v, 1, [900n, 100n, 200n]), hour(v, 3, [1800n, 300n, 600n])];
      await expect(v.settlement.settle([first, third]))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementOutOfOrder")
        .withArgs(v.supplier.meter.device, endOf(3), endOf(1));
      expect(await v.settlement.settledUntil(v.supplier.meter.device)).to.equal(0n);
      await v.settlement.settle([]);
    });

    it("holds at the widest registers", async () => {
      const v = await fresh(village);
      const most = 2n ** 64n - 1n;
      await v.settlement.settle([hour(v, 1, [most, most, most])]);
      const [adas, bobs] = [await v.settlement.deliveredWhOf(v.adas), await v.settlement.deliveredWhOf(v.bobs)];
      expect(adas + bobs <= most).to.equal(true);
      expect([adas, bobs]).to.deep.equal([1_000_000_000n, 1_000_000_000n]);
    });
  });

  describe("given an interval that is not the supplier's next", () => {
    it("refuses one that is closed: nothing settles twice", async () => {
      const v = await fresh(village);
      const first = hour(v, 1, [900n, 100n, 200n]);
      await v.settlement.settle([first]);
      for (const again of [first, hour(v, 1, [1900n, 200n, 300n])]) {
        await expect(v.settlement.connect(v.oracle).settle([again]))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementIntervalSettled")
          .withArgs(v.supplier.meter.device, endOf(1));
      }
      await expect(v.settlement.settle([hour(v, 2, [900n, 100n, 200n]), hour(v, 2, [900n, 100n, 200n])]))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementIntervalSettled")
        .withArgs(v.supplier.meter.device, endOf(2));
    });

    it("refuses to leave one out", async () => {
      const v = await fresh(village);
      await expect(v.settlement.connect(v.oracle).settle([hour(v, 2, [900n, 100n, 200n])]))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementOutOfOrder")
        .withArgs(v.supplier.meter.device, endOf(2), 0n);
    });

    it("refuses an end off the period, in the future, outside every window, or of a meter that supplies nobody", async () => {
      const v = await fresh(village);
      const { settlement, supplier, eve } = v;
      for (const [home, endS] of [
        [supplier, endOf(1) + 1],
        [supplier, 0],
        [supplier, endOf(1_000_000)],
        [supplier, endOf(0)],
        [eve, endOf(1)],
      ] as const) {
        await expect(settlement.settle([intervalOf(home, endS, [])]))
          .to.be.revertedWithCustomError(settlement, "EnergySettlementInvalidInterval")
          .withArgs(home.meter.device, endS);
      }
    });
  });

  describe("given a reading that does not belong", () => {
    it("refuses another time, a meter of no agreement, and one of another supplier", async () => {
      const v = await fresh(village);
      const { settlement, supplier, eve } = v;
      const good = hour(v, 1, [900n, 100n, 200n]);
      const late = eve.meter.read(endOf(1) + 1, 5n, 0n);
      const early = supplier.meter.read(endOf(-1), 0n, 900n);
      const stranger = eve.meter.read(endOf(1), 5n, 0n);
      for (const reading of [late, early, stranger]) {
        const { device, timestampS } = reading.record.header;
        await expect(settlement.settle([{ ...good, readings: [...good.readings, posted(reading)] }]))
          .to.be.revertedWithCustomError(settlement, "EnergySettlementUnexpectedReading")
          .withArgs(device, timestampS);
      }
      const carl = v.eve;
      await agree(v, carl, v.bob);
      await expect(settlement.settle([{ ...good, readings: [...good.readings, posted(stranger)] }]))
        .to.be.revertedWithCustomError(settlement, "EnergySettlementUnexpectedReading")
        .withArgs(eve.meter.device, endOf(1));
    });

    it("refuses one given twice, and another of the same meter and time", async () => {
      const v = await fresh(village);
      const good = hour(v, 1, [900n, 100n, 200n]);
      for (const [at, direction] of [
        [0, EXPORT],
        [1, IMPORT],
      ] as const) {
        await expect(v.settlement.settle([{ ...good, readings: [...good.readings, good.readings[at]!] }]))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementRegisterSettled")
          .withArgs(good.readings[at]!.reading.header.device, direction, endOf(1), endOf(1));
      }
      const richer = posted(v.ada.meter.read(endOf(1), 100_000n, 0n));
      await expect(
        v.settlement.settle([{ ...good, readings: [good.readings[0]!, good.readings[1]!, richer] }]),
      ).to.be.revertedWithCustomError(v.settlement, "EnergySettlementRegisterSettled");
    });

    it("refuses a register that runs backwards, in its direction only", async () => {
      const v = await fresh(village);
      await v.settlement.settle([hour(v, 1, [900n, 100n, 200n])]);
      for (const [registers, meter, direction, settled, given] of [
        [[899n, 100n, 200n], v.supplier, EXPORT, 900n, 899n],
        [[900n, 99n, 200n], v.ada, IMPORT, 100n, 99n],
      ] as const) {
        await expect(v.settlement.settle([hour(v, 2, registers)]))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementRegisterBackwards")
          .withArgs(meter.meter.device, direction, settled, given);
      }
    });

    it("refuses a changed register, a foreign signature and a suspended meter", async () => {
      const v = await fresh(village);
      const good = hour(v, 1, [900n, 100n, 200n]);
      const [supplied, adas, bobs] = good.readings as [
        ReturnType<typeof posted>,
        ReturnType<typeof posted>,
        ReturnType<typeof posted>,
      ];
      for (const wrong of [
        { ...adas, reading: { ...adas.reading, importWh: 1n } },
        { ...adas, signature: bobs.signature },
        { ...adas, signature: supplied.signature },
      ]) {
        await expect(v.settlement.settle([{ ...good, readings: [supplied, wrong, bobs] }]))
          .to.be.revertedWithCustomError(v.devices, "DeviceRegistryInvalidDeviceSignature")
          .withArgs(v.ada.meter.device);
      }
      await v.devices.suspend(v.bob.meter.device);
      await expect(v.settlement.connect(v.oracle).settle([good])).to.be.revertedWithCustomError(
        v.devices,
        "DeviceRegistryUnexpectedStatus",
      );
    });

    it("refuses a meter that was never opened", async () => {
      const v = await fresh(village);
      const late = await enrolHome(v, v.people[4]!);
      await agree(v, late, v.supplier, { startS: endOf(0) });
      const good = hour(v, 1, [900n, 100n, 200n]);
      const first = posted(late.meter.read(endOf(1), 5n, 0n));
      await expect(v.settlement.settle([{ ...good, readings: [...good.readings, first] }]))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementNoBaseline")
        .withArgs(late.meter.device, endOf(0));
      const baseline = posted(late.meter.read(endOf(0), 5n, 0n));
      await expect(v.settlement.settle([{ ...good, readings: [...good.readings, baseline] }]))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementNotOpen")
        .withArgs(late.meter.device);
    });
  });

  describe("given a home that supplies and is supplied at the same time", () => {
    it("settles one reading once in each direction", async () => {
      const v = await fresh(village);
      const eves = await agree(v, v.eve, v.ada);
      const adasReading = v.ada.meter.read(endOf(1), 100n, 400n);
      const upstream = intervalOf(v.supplier, endOf(1), [
        v.supplier.meter.read(endOf(1), 0n, 900n),
        adasReading,
        v.bob.meter.read(endOf(1), 200n, 0n),
      ]);
      const downstream = intervalOf(v.ada, endOf(1), [adasReading, v.eve.meter.read(endOf(1), 300n, 0n)]);
      await v.settlement.settle([downstream, upstream]);
      expect(await v.settlement.deliveredWhOf(v.adas)).to.equal(100n);
      expect(await v.settlement.deliveredWhOf(eves)).to.equal(300n);
      expect([...(await v.settlement.registersOf(v.ada.meter.device))]).to.deep.equal([
        BigInt(endOf(1)),
        BigInt(endOf(1)),
        100n,
        400n,
      ]);
      expect(await escrowsOf(v, [v.supplier, v.ada, v.eve])).to.deep.equal([
        (300n * PRICE) / 1000n,
        ESCROW - (100n * PRICE) / 1000n + (300n * PRICE) / 1000n,
        ESCROW - (300n * PRICE) / 1000n,
      ]);
    });

    it("lets two homes supply each other", async () => {
      const v = await fresh(village);
      await agree(v, v.supplier, v.ada);
      const both = [v.supplier.meter.read(endOf(1), 50n, 900n), v.ada.meter.read(endOf(1), 100n, 60n)];
      const upstream = intervalOf(v.supplier, endOf(1), [...both, v.bob.meter.read(endOf(1), 200n, 0n)]);
      await v.settlement.settle([upstream, intervalOf(v.ada, endOf(1), both)]);
      expect(await escrowsOf(v, [v.supplier])).to.deep.equal([(300n * PRICE - 50n * PRICE) / 1000n]);
    });
  });
});
