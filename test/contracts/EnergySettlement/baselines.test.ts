import { expect } from "chai";
import { describe, it } from "mocha";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, endOf, enrolHome, fundEscrows, intervalOf, openMeters } from "../../support/chain/market.js";
import type { SignedMeterReading } from "../../support/chain/recorder.js";
import { outcomeOf, settledBy } from "../../support/chain/settled.js";
import { ESCROW } from "./village.js";

const IMPORT = false;
const EXPORT = true;
const window = (from: number, to: number) => ({ startS: endOf(from), endS: endOf(to), salt: bytes32Of(`${from}`) });

/** Ada is supplied by Sol in hours 6 to 10 and by Luna in hours 11 to 20; all meters opened at hour 0. */
async function street() {
  const c = await deployConsortium();
  const sol = await enrolHome(c, c.people[0]!);
  const luna = await enrolHome(c, c.people[1]!);
  const ada = await enrolHome(c, c.people[2]!);
  const early = await agree(c, ada, sol, window(5, 10));
  const late = await agree(c, ada, luna, window(10, 20));
  await openMeters(c, [sol, luna, ada]);
  await fundEscrows(c, [ada.account], ESCROW);
  return { ...c, sol, luna, ada, early, late };
}

type Street = Awaited<ReturnType<typeof street>>;

/** What an interval of Sol's or Luna's reads: baselines where asked, and whose registers else. */
interface Reads {
  readonly from?: number;
  readonly adaFrom?: number;
  readonly others?: readonly SignedMeterReading[];
}

/** An interval of Sol's; suppliers' registers rise by 1,000 Wh per hour, Ada's by 100. */
const solar = (s: Street, end: number, reads: Reads = {}) => supplied(s, s.sol, end, reads);
const lunar = (s: Street, end: number, reads: Reads = {}) => supplied(s, s.luna, end, reads);

function supplied(s: Street, supplier: Street["sol"], end: number, { from, adaFrom, others = [] }: Reads) {
  const supplierAt = (count: number) => supplier.meter.read(endOf(count), 0n, BigInt(count) * 1000n);
  const adaAt = (count: number) => s.ada.meter.read(endOf(count), BigInt(count) * 100n, 0n);
  return intervalOf(s, supplier, endOf(end), [
    ...(from === undefined ? [] : [supplierAt(from)]),
    supplierAt(end),
    ...(adaFrom === undefined ? [] : [adaAt(adaFrom)]),
    adaAt(end),
    ...others,
  ]);
}

/** Intervals one after the other: their rosters are compiled by turns. */
async function each<T>(ends: readonly number[], make: (end: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (const end of ends) made.push(await make(end));
  return made;
}

describe("EnergySettlement: baselines", () => {
  describe("given meters opened before the agreement", () => {
    it("needs the export register at the start", async () => {
      const s = await fresh(street);
      await expect(s.settlement.settle([await solar(s, 6, { adaFrom: 5 })]))
        .to.be.revertedWithCustomError(s.settlement, "EnergySettlementNoBaseline")
        .withArgs(s.sol.meter.device, endOf(5));
    });

    it("needs the import register at the start", async () => {
      const s = await fresh(street);
      await expect(s.settlement.settle([await solar(s, 6, { from: 5 })]))
        .to.be.revertedWithCustomError(s.settlement, "EnergySettlementNoBaseline")
        .withArgs(s.ada.meter.device, endOf(5));
    });

    it("counts only what flowed since", async () => {
      const s = await fresh(street);
      const sent = s.settlement.settle([await solar(s, 6, { from: 5, adaFrom: 5 })]);
      await expect(sent)
        .to.emit(s.settlement, "BaselineSet")
        .withArgs(s.sol.meter.device, EXPORT, endOf(5), 5000n)
        .and.to.emit(s.settlement, "BaselineSet")
        .withArgs(s.ada.meter.device, IMPORT, endOf(5), 500n);
      const [told] = await settledBy(s, sent);
      expect(outcomeOf(told!)).to.deep.equal({ supplier: [1000n, 100n], members: [[100n, 100n, 0n]] });
      expect([told!.supplier.isExact, told!.members[0]!.isExact]).to.deep.equal([true, true]);
    });

    it("takes one baseline, and only where one is needed", async () => {
      const s = await fresh(street);
      const first = await solar(s, 6, { from: 5, adaFrom: 5 });
      for (const again of [0, 2]) {
        const readings = [...first.readings];
        readings.splice(again + 1, 0, readings[again]!);
        await expect(s.settlement.settle([{ ...first, readings }]))
          .to.be.revertedWithCustomError(s.settlement, "EnergySettlementUnexpectedReading")
          .withArgs(s.sol.meter.device, again + 1);
      }
      await s.settlement.settle([first]);
      for (const [needless, home] of [
        [{ from: 6 }, s.sol],
        [{ adaFrom: 6 }, s.ada],
      ] as const) {
        await expect(s.settlement.settle([await solar(s, 7, needless)]))
          .to.be.revertedWithCustomError(s.settlement, "EnergySettlementBaselineNotNeeded")
          .withArgs(home.meter.device, endOf(6));
      }
      await s.settlement.settle([await solar(s, 7)]);
    });

    it("refuses a baseline at or before the meter's opening, of either side", async () => {
      const s = await fresh(street);
      const eve = await enrolHome(s, s.people[3]!);
      await agree(s, eve, s.sol, window(5, 10));
      await openMeters(s, [eve], { atS: endOf(5) + 60 });
      const interval = await intervalOf(s, s.sol, endOf(6), [eve.meter.read(endOf(5), 0n, 0n)]);
      await expect(s.settlement.connect(s.oracle).settle([interval]))
        .to.be.revertedWithCustomError(s.settlement, "EnergySettlementBaselineNotNeeded")
        .withArgs(eve.meter.device, endOf(5) + 60);
    });

    it("refuses a baseline below the opening record", async () => {
      const c = await fresh(street);
      const eve = await enrolHome(c, c.people[3]!);
      await openMeters(c, [eve], { registerWh: 600n });
      await agree(c, eve, c.sol, window(0, 1));
      await agree(c, eve, c.sol, window(5, 10));
      await c.settlement.connect(c.oracle).settle([await intervalOf(c, c.sol, endOf(1), [])]);
      const eves = await intervalOf(c, c.sol, endOf(6), [eve.meter.read(endOf(5), 599n, 0n)]);
      await expect(c.settlement.connect(c.oracle).settle([eves]))
        .to.be.revertedWithCustomError(c.settlement, "EnergySettlementRegisterBackwards")
        .withArgs(eve.meter.device, 600n, 599n);
    });
  });

  describe("given a meter opened within the agreement", () => {
    it("counts from its opening record on", async () => {
      const s = await fresh(street);
      const eve = await enrolHome(s, s.people[3]!);
      await agree(s, eve, s.sol, window(5, 10));
      await openMeters(s, [eve], { atS: endOf(6) - 1200, registerWh: 50n });
      const others = [eve.meter.read(endOf(6), 80n, 50n)];
      const [told] = await settledBy(s, s.settlement.settle([await solar(s, 6, { from: 5, adaFrom: 5, others })]));
      expect(told!.members[1]).to.deep.include({ flowWh: 30n, isGiven: true, isExact: false });
    });
  });

  describe("given an earlier agreement of the consumer's", () => {
    it("hands the register over without a baseline once it is settled to its end", async () => {
      const s = await fresh(street);
      await s.settlement.settle([
        await solar(s, 6, { from: 5, adaFrom: 5 }),
        ...(await each([7, 8, 9, 10], (end) => solar(s, end))),
      ]);
      await s.settlement.settle([await lunar(s, 11, { from: 10 })]);
      expect(await s.settlement.deliveredWhOf(s.early)).to.equal(500n);
      expect(await s.settlement.deliveredWhOf(s.late)).to.equal(100n);
    });

    it("blocks the later one while it is open: energy is not moved between suppliers", async () => {
      const s = await fresh(street);
      await s.settlement.settle([await solar(s, 6, { from: 5, adaFrom: 5 })]);
      await expect(s.settlement.settle([await lunar(s, 11, { from: 10 })]))
        .to.be.revertedWithCustomError(s.settlement, "EnergySettlementNoBaseline")
        .withArgs(s.ada.meter.device, endOf(10));
      await expect(s.settlement.settle([await lunar(s, 11, { from: 10, adaFrom: 10 })]))
        .to.be.revertedWithCustomError(s.settlement, "EnergySettlementEarlierAgreementOpen")
        .withArgs(s.ada.meter.device, s.sol.meter.device);
    });

    it("lets the later one begin with a baseline once the settler closed it with the last reading missing", async () => {
      const s = await fresh(street);
      await s.settlement.settle([
        await solar(s, 6, { from: 5, adaFrom: 5 }),
        ...(await each([7, 8, 9], (end) => solar(s, end))),
      ]);
      await s.settlement.connect(s.oracle).settle([await intervalOf(s, s.sol, endOf(10), [])]);
      await s.settlement.settle([await lunar(s, 11, { from: 10, adaFrom: 10 })]);
      expect(await s.settlement.deliveredWhOf(s.early)).to.equal(400n);
      expect(await s.settlement.deliveredWhOf(s.late)).to.equal(100n);
    });
  });

  describe("given a supplier that served nobody for a while", () => {
    it("needs a new export baseline: what it fed in meanwhile is nobody's", async () => {
      const s = await fresh(street);
      await agree(s, s.ada, s.sol, window(30, 32));
      await s.settlement.settle([
        await solar(s, 6, { from: 5, adaFrom: 5 }),
        ...(await each([7, 8, 9, 10], (end) => solar(s, end))),
      ]);
      await s.settlement
        .connect(s.oracle)
        .settle(await each([11, 12, 13, 14, 15, 16, 17, 18, 19, 20], (end) => intervalOf(s, s.luna, endOf(end), [])));
      await expect(s.settlement.settle([await solar(s, 31, { adaFrom: 30 })]))
        .to.be.revertedWithCustomError(s.settlement, "EnergySettlementNoBaseline")
        .withArgs(s.sol.meter.device, endOf(30));
      const [told] = await settledBy(s, s.settlement.settle([await solar(s, 31, { from: 30, adaFrom: 30 })]));
      expect(outcomeOf(told!)).to.deep.equal({ supplier: [1000n, 100n], members: [[100n, 100n, 0n]] });
      await s.settlement.settle([await solar(s, 32)]);
    });
  });
});
