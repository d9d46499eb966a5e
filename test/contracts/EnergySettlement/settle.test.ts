import { expect } from "chai";
import { describe, it } from "mocha";
import { fresh } from "../../support/chain/chain.js";
import { agree, endOf, enrolHome, intervalOf, openMeters, PRICE } from "../../support/chain/market.js";
import { outcomeOf, settledBy } from "../../support/chain/settled.js";
import { ESCROW, escrowsOf, hour, type Village, village } from "./village.js";

const cost = (energyWh: bigint, pricePerKWh = PRICE) => (energyWh * pricePerKWh) / 1000n;

/** Settles an hour of the village alone and tells what it came to. */
async function settleHour(v: Village, count: number, registers: readonly [bigint, bigint, bigint]) {
  const [told] = await settledBy(v, v.settlement.settle([await hour(v, count, registers)]));
  return told!;
}

describe("EnergySettlement: settle", () => {
  describe("given every register, posted by a stranger", () => {
    it("delivers each import where production covers them, and pays inside the escrows", async () => {
      const v = await fresh(village);
      const { settlement, supplier, ada, bob, adas, bobs } = v;
      const told = await settleHour(v, 1, [2000n, 700n, 1001n]);
      expect(told.exportMeter).to.equal(supplier.meter.device);
      expect(told.endS).to.equal(BigInt(endOf(1)));
      expect(outcomeOf(told)).to.deep.equal({
        supplier: [2000n, 1701n],
        members: [
          [700n, 700n, 0n],
          [1001n, 1001n, 0n],
        ],
      });
      expect(await escrowsOf(v, [supplier, ada, bob])).to.deep.equal([
        2_041_200n,
        ESCROW - 840_000n,
        ESCROW - 1_201_200n,
      ]);
      expect([await settlement.deliveredWhOf(adas), await settlement.deliveredWhOf(bobs)]).to.deep.equal([700n, 1001n]);
      expect(await settlement.settledUntil(supplier.meter.device)).to.equal(BigInt(endOf(1)));
      expect([...(await settlement.registersOf(ada.meter.device))]).to.deep.equal([
        BigInt(endOf(1)),
        BigInt(endOf(0)),
        700n,
        0n,
      ]);
      expect((await settlement.exportOf(supplier.meter.device)).registerWh).to.equal(2000n);
    });

    it("shares production in proportion, rounded down, where it does not", async () => {
      const v = await fresh(village);
      expect(outcomeOf(await settleHour(v, 1, [1000n, 100n, 2000n]))).to.deep.equal({
        supplier: [1000n, 999n],
        members: [
          [100n, 47n, 0n],
          [2000n, 952n, 0n],
        ],
      });
      expect(await escrowsOf(v, [v.supplier])).to.deep.equal([cost(47n) + cost(952n)]);
    });

    it("delivers nothing where nothing was produced, or nothing taken", async () => {
      const v = await fresh(village);
      const hours = [await hour(v, 1, [0n, 100n, 200n]), await hour(v, 2, [500n, 100n, 200n])];
      const told = await settledBy(v, v.settlement.settle(hours));
      expect(told.map((interval) => outcomeOf(interval).supplier)).to.deep.equal([
        [0n, 0n],
        [500n, 0n],
      ]);
      expect(await v.settlement.deliveredWhOf(v.adas)).to.equal(0n);
      expect(await escrowsOf(v, [v.supplier])).to.deep.equal([0n]);
    });

    it("takes several intervals in one call, and none", async () => {
      const v = await fresh(village);
      await v.settlement.settle([await hour(v, 1, [900n, 100n, 200n]), await hour(v, 2, [1800n, 300n, 600n])]);
      expect(await v.settlement.deliveredWhOf(v.adas)).to.equal(300n);
      expect(await v.settlement.deliveredWhOf(v.bobs)).to.equal(600n);
      await v.settlement.settle([]);
    });

    it("reverts as a whole if one interval cannot close", async () => {
      const v = await fresh(village);
      const [first, third] = [await hour(v, 1, [900n, 100n, 200n]), await hour(v, 3, [1800n, 300n, 600n])];
      await expect(v.settlement.settle([first, third]))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementOutOfOrder")
        .withArgs(v.supplier.meter.device, endOf(3), endOf(1));
      expect(await v.settlement.settledUntil(v.supplier.meter.device)).to.equal(0n);
      expect(await v.settlement.headOf(v.supplier.meter.device)).to.equal(`0x${"00".repeat(32)}`);
      expect(await escrowsOf(v, [v.ada])).to.deep.equal([ESCROW]);
    });

    it("prices one account's meters and agreements each by its own terms, and keeps one balance", async () => {
      const v = await fresh(village);
      const shed = await enrolHome(v, v.ada.account, { name: "ada's shed" });
      const sheds = await agree(v, shed, v.supplier, { pricePerKWh: 7_777_777n, capWh: 123n });
      await openMeters(v, [shed]);
      const interval = await hour(v, 1, [9000n, 700n, 1001n], [shed.meter.read(endOf(1), 500n, 0n)]);
      await v.settlement.settle([interval]);
      const paid = [cost(700n), cost(1001n), cost(123n, 7_777_777n)] as const;
      expect(await v.settlement.deliveredWhOf(sheds)).to.equal(123n);
      expect(await escrowsOf(v, [v.supplier, v.ada, v.bob])).to.deep.equal([
        paid[0] + paid[1] + paid[2],
        ESCROW - paid[0] - paid[2],
        ESCROW - paid[1],
      ]);
    });
  });

  describe("given an interval that is not the supplier's next", () => {
    it("refuses one that is closed: nothing settles twice", async () => {
      const v = await fresh(village);
      const first = await hour(v, 1, [900n, 100n, 200n]);
      await v.settlement.settle([first]);
      for (const again of [first, await hour(v, 1, [1900n, 200n, 300n])]) {
        await expect(v.settlement.connect(v.oracle).settle([again]))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementIntervalSettled")
          .withArgs(v.supplier.meter.device, endOf(1));
      }
      const second = await hour(v, 2, [900n, 100n, 200n]);
      await expect(v.settlement.settle([second, second]))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementIntervalSettled")
        .withArgs(v.supplier.meter.device, endOf(2));
    });

    it("refuses to leave one out", async () => {
      const v = await fresh(village);
      await expect(v.settlement.connect(v.oracle).settle([await hour(v, 2, [900n, 100n, 200n])]))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementOutOfOrder")
        .withArgs(v.supplier.meter.device, endOf(2), 0n);
    });

    it("refuses an end off the period and in the future", async () => {
      const v = await fresh(village);
      const whole = await hour(v, 1, [900n, 100n, 200n]);
      const ages = await agree(v, v.eve, v.ada, { startS: endOf(0), endS: endOf(80_000) });
      expect(ages).to.match(/^0x/);
      for (const [home, interval] of [
        [v.supplier, { ...whole, endS: endOf(1) + 1 }],
        [v.ada, await intervalOf(v, v.ada, endOf(79_999), [])],
      ] as const) {
        await expect(v.settlement.settle([interval]))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementInvalidInterval")
          .withArgs(home.meter.device, interval.endS);
      }
    });

    it("refuses one outside every window, at its stretch's start, and of a meter that supplies nobody", async () => {
      const v = await fresh(village);
      const whole = await hour(v, 1, [900n, 100n, 200n]);
      for (const interval of [
        { ...whole, endS: endOf(0) },
        { ...whole, endS: endOf(241) },
        await intervalOf(v, v.supplier, endOf(0), []),
        await intervalOf(v, v.supplier, endOf(241), []),
        await intervalOf(v, v.eve, endOf(1), []),
      ]) {
        await expect(v.settlement.settle([interval]))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementNoRoster")
          .withArgs(interval.exportMeter, interval.roster, interval.endS);
      }
    });
  });

  describe("given a reading that does not belong", () => {
    it("refuses a register that runs backwards, in its direction only", async () => {
      const v = await fresh(village);
      await v.settlement.settle([await hour(v, 1, [900n, 100n, 200n])]);
      for (const [registers, home, settled, given] of [
        [[899n, 100n, 200n], v.supplier, 900n, 899n],
        [[900n, 99n, 200n], v.ada, 100n, 99n],
      ] as const) {
        await expect(v.settlement.settle([await hour(v, 2, registers)]))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementRegisterBackwards")
          .withArgs(home.meter.device, settled, given);
      }
    });

    it("refuses a meter that was never opened", async () => {
      const v = await fresh(village);
      const late = await enrolHome(v, v.people[4]!);
      await agree(v, late, v.supplier);
      for (const atS of [endOf(1), endOf(0)]) {
        const interval = await hour(v, 1, [900n, 100n, 200n], [late.meter.read(atS, 5n, 0n)]);
        await expect(v.settlement.connect(v.oracle).settle([interval]))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementNotOpen")
          .withArgs(late.meter.device);
      }
    });

    it("refuses a supplier's meter that was never opened", async () => {
      const v = await fresh(village);
      const late = await enrolHome(v, v.people[4]!);
      await agree(v, v.eve, late);
      for (const atS of [endOf(1), endOf(0)]) {
        const interval = await intervalOf(v, late, endOf(1), [late.meter.read(atS, 0n, 5n)]);
        await expect(v.settlement.connect(v.oracle).settle([interval]))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementNotOpen")
          .withArgs(late.meter.device);
      }
    });
  });

  describe("given a flow beyond what the connection can carry", () => {
    /** Eve behind a fuse of 10 kW, supplied by Ada, whose roof feeds in 5 kW at most. */
    async function rated() {
      const v = await fresh(village);
      await agree(v, v.eve, v.ada, { importRatedW: 10_000, exportRatedW: 5_000 });
      const at = (count: number, exportWh: bigint, importWh: bigint) =>
        intervalOf(v, v.ada, endOf(count), [
          v.ada.meter.read(endOf(count), 0n, exportWh),
          v.eve.meter.read(endOf(count), importWh, 0n),
        ]);
      return { ...v, at };
    }

    it("refuses a million kWh by name, of either side, and moves nothing", async () => {
      const v = await fresh(rated);
      const million = 1_000_000_000n;
      for (const [interval, home, limitWh] of [
        [await v.at(1, million, 0n), v.ada, 5_000n],
        [await v.at(1, 0n, million), v.eve, 10_000n],
      ] as const) {
        await expect(v.settlement.connect(v.oracle).settle([interval]))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementImplausible")
          .withArgs(home.meter.device, million, limitWh);
      }
      expect(await escrowsOf(v, [v.ada, v.eve])).to.deep.equal([ESCROW, ESCROW]);
      expect(await v.settlement.settledUntil(v.ada.meter.device)).to.equal(0n);
    });

    it("takes the limit itself, and one Wh more is too much", async () => {
      const v = await fresh(rated);
      for (const beyond of [await v.at(1, 5_001n, 10_000n), await v.at(1, 5_000n, 10_001n)]) {
        await expect(v.settlement.settle([beyond])).to.be.revertedWithCustomError(
          v.settlement,
          "EnergySettlementImplausible",
        );
      }
      const [told] = await settledBy(v, v.settlement.settle([await v.at(1, 5_000n, 10_000n)]));
      expect(outcomeOf(told!)).to.deep.equal({ supplier: [5000n, 5000n], members: [[10_000n, 5000n, 0n]] });
    });

    it("lets a register that covers several intervals carry as much more", async () => {
      const v = await fresh(rated);
      await v.settlement.connect(v.oracle).settle([await intervalOf(v, v.ada, endOf(1), [])]);
      await expect(v.settlement.settle([await v.at(2, 10_001n, 20_000n)]))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementImplausible")
        .withArgs(v.ada.meter.device, 10_001n, 10_000n);
      await v.settlement.settle([await v.at(2, 10_000n, 20_000n)]);
    });

    it("is left out by the settler after the delay, and the rest settles without it", async () => {
      const v = await fresh(rated);
      const { readings, ...rest } = await v.at(1, 4_000n, 1_000_000_000n);
      const [told] = await settledBy(
        v,
        v.settlement.connect(v.oracle).settle([{ ...rest, readings: readings.slice(0, 1) }]),
      );
      expect(outcomeOf(told!)).to.deep.equal({ supplier: [4000n, 0n], members: [[0n, 0n, 0n]] });
    });

    it("counts the supplier's by the largest rating of its agreements", async () => {
      const v = await fresh(rated);
      await agree(v, v.bob, v.ada, { startS: endOf(240), endS: endOf(241) });
      const carl = await enrolHome(v, v.people[4]!);
      await agree(v, carl, v.ada, { exportRatedW: 6_000 });
      await openMeters(v, [carl]);
      const readings = [v.ada.meter.read(endOf(1), 0n, 6_000n), v.eve.meter.read(endOf(1), 10n, 0n)];
      const carls = carl.meter.read(endOf(1), 10n, 0n);
      await v.settlement.settle([await intervalOf(v, v.ada, endOf(1), [...readings, carls])]);
      expect((await v.settlement.exportOf(v.ada.meter.device)).registerWh).to.equal(6_000n);
    });
  });

  describe("given a home that supplies and is supplied at the same time", () => {
    it("settles one reading once in each direction", async () => {
      const v = await fresh(village);
      const eves = await agree(v, v.eve, v.ada);
      const adasReading = v.ada.meter.read(endOf(1), 100n, 400n);
      const upstream = await intervalOf(v, v.supplier, endOf(1), [
        v.supplier.meter.read(endOf(1), 0n, 900n),
        adasReading,
        v.bob.meter.read(endOf(1), 200n, 0n),
      ]);
      const downstream = await intervalOf(v, v.ada, endOf(1), [adasReading, v.eve.meter.read(endOf(1), 300n, 0n)]);
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
        cost(300n),
        ESCROW - cost(100n) + cost(300n),
        ESCROW - cost(300n),
      ]);
    });

    it("lets two homes supply each other", async () => {
      const v = await fresh(village);
      await agree(v, v.supplier, v.ada);
      const both = [v.supplier.meter.read(endOf(1), 50n, 900n), v.ada.meter.read(endOf(1), 100n, 60n)];
      const upstream = await intervalOf(v, v.supplier, endOf(1), [...both, v.bob.meter.read(endOf(1), 200n, 0n)]);
      const downstream = await intervalOf(v, v.ada, endOf(1), both);
      await v.settlement.settle([upstream, downstream]);
      // The supplier had nothing in escrow before the call: what it earned in it pays from the next one on.
      expect(await escrowsOf(v, [v.supplier])).to.deep.equal([cost(300n)]);
    });

    it("lets an account supply itself: no money moves", async () => {
      const v = await fresh(village);
      const barn = await enrolHome(v, v.eve.account, { name: "eve's barn" });
      const own = await agree(v, barn, v.eve);
      await openMeters(v, [barn]);
      const readings = [v.eve.meter.read(endOf(1), 0n, 900n), barn.meter.read(endOf(1), 100n, 0n)];
      await v.settlement.settle([await intervalOf(v, v.eve, endOf(1), readings)]);
      expect(await v.settlement.deliveredWhOf(own)).to.equal(100n);
      expect(await escrowsOf(v, [v.eve])).to.deep.equal([ESCROW]);
    });
  });
});
