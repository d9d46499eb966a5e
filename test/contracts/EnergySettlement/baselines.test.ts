import { expect } from "chai";
import { describe, it } from "mocha";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, endOf, enrolHome, fundEscrows, intervalOf, openMeters } from "../../support/chain/market.js";
import { ESCROW } from "./village.js";

const IMPORT = 0n;
const EXPORT = 1n;
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

/** An interval of Sol's with hourly baselines and ends as asked; registers are 100 Wh per hour. */
function solar({ sol, ada }: Street, end: number, { solFrom, adaFrom }: { solFrom?: number; adaFrom?: number } = {}) {
  return intervalOf(sol, endOf(end), [
    ...(solFrom === undefined ? [] : [sol.meter.read(endOf(solFrom), 0n, BigInt(solFrom) * 1000n)]),
    sol.meter.read(endOf(end), 0n, BigInt(end) * 1000n),
    ...(adaFrom === undefined ? [] : [ada.meter.read(endOf(adaFrom), BigInt(adaFrom) * 100n, 0n)]),
    ada.meter.read(endOf(end), BigInt(end) * 100n, 0n),
  ]);
}

function lunar(
  { luna, ada }: Street,
  end: number,
  { lunaFrom, adaFrom }: { lunaFrom?: number; adaFrom?: number } = {},
) {
  return intervalOf(luna, endOf(end), [
    ...(lunaFrom === undefined ? [] : [luna.meter.read(endOf(lunaFrom), 0n, BigInt(lunaFrom) * 1000n)]),
    luna.meter.read(endOf(end), 0n, BigInt(end) * 1000n),
    ...(adaFrom === undefined ? [] : [ada.meter.read(endOf(adaFrom), BigInt(adaFrom) * 100n, 0n)]),
    ada.meter.read(endOf(end), BigInt(end) * 100n, 0n),
  ]);
}

describe("EnergySettlement: baselines", () => {
  describe("given meters opened before the agreement", () => {
    it("needs the export register at the start", async () => {
      const s = await fresh(street);
      await expect(s.settlement.settle([solar(s, 6, { adaFrom: 5 })]))
        .to.be.revertedWithCustomError(s.settlement, "EnergySettlementNoBaseline")
        .withArgs(s.sol.meter.device, endOf(5));
    });

    it("needs the import register at the start", async () => {
      const s = await fresh(street);
      await expect(s.settlement.settle([solar(s, 6, { solFrom: 5 })]))
        .to.be.revertedWithCustomError(s.settlement, "EnergySettlementNoBaseline")
        .withArgs(s.ada.meter.device, endOf(5));
    });

    it("counts only what flowed since", async () => {
      const s = await fresh(street);
      await expect(s.settlement.settle([solar(s, 6, { solFrom: 5, adaFrom: 5 })]))
        .to.emit(s.settlement, "BaselineSet")
        .withArgs(s.sol.meter.device, EXPORT, endOf(5), 5000n)
        .and.to.emit(s.settlement, "BaselineSet")
        .withArgs(s.ada.meter.device, IMPORT, endOf(5), 500n)
        .and.to.emit(s.settlement, "IntervalSettled")
        .withArgs(s.sol.meter.device, endOf(6), 1000n, 100n);
    });

    it("takes one baseline, and only where one is needed", async () => {
      const s = await fresh(street);
      const first = solar(s, 6, { solFrom: 5, adaFrom: 5 });
      for (const again of [0, 2]) {
        const readings = [...first.readings];
        readings.splice(again + 1, 0, readings[again]!);
        await expect(s.settlement.settle([{ ...first, readings }]))
          .to.be.revertedWithCustomError(s.settlement, "EnergySettlementUnexpectedReading")
          .withArgs(readings[again]!.reading.header.device, endOf(5));
      }
      await s.settlement.settle([first]);
      for (const needless of [{ solFrom: 6 }, { adaFrom: 6 }]) {
        await expect(s.settlement.settle([solar(s, 7, needless)])).to.be.revertedWithCustomError(
          s.settlement,
          "EnergySettlementUnexpectedReading",
        );
      }
      await s.settlement.settle([solar(s, 7)]);
    });

    it("refuses a baseline below the opening record", async () => {
      const c = await fresh(street);
      const eve = await enrolHome(c, c.people[3]!);
      await openMeters(c, [eve], { registerWh: 600n });
      await agree(c, eve, c.sol, window(0, 1));
      await agree(c, eve, c.sol, window(5, 10));
      await c.settlement.connect(c.oracle).settle([intervalOf(c.sol, endOf(1), [])]);
      const eves = intervalOf(c.sol, endOf(6), [eve.meter.read(endOf(5), 599n, 0n)]);
      await expect(c.settlement.connect(c.oracle).settle([eves]))
        .to.be.revertedWithCustomError(c.settlement, "EnergySettlementRegisterBackwards")
        .withArgs(eve.meter.device, IMPORT, 600n, 599n);
    });
  });

  describe("given a meter opened within the agreement", () => {
    it("counts from its opening record on", async () => {
      const s = await fresh(street);
      const eve = await enrolHome(s, s.people[3]!);
      await agree(s, eve, s.sol, window(5, 10));
      await openMeters(s, [eve], { atS: endOf(6) - 1200, registerWh: 50n });
      const first = solar(s, 6, { solFrom: 5, adaFrom: 5 });
      const eves = intervalOf(s.sol, endOf(6), [eve.meter.read(endOf(6), 80n, 50n)]).readings;
      await expect(s.settlement.settle([{ ...first, readings: [...first.readings, ...eves] }]))
        .to.emit(s.settlement, "RegisterSettled")
        .withArgs(eve.meter.device, IMPORT, endOf(6), 80n, 30n);
    });
  });

  describe("given an earlier agreement of the consumer's", () => {
    it("hands the register over without a baseline once it is settled to its end", async () => {
      const s = await fresh(street);
      await s.settlement.settle([
        solar(s, 6, { solFrom: 5, adaFrom: 5 }),
        ...[7, 8, 9, 10].map((end) => solar(s, end)),
      ]);
      await s.settlement.settle([lunar(s, 11, { lunaFrom: 10 })]);
      expect(await s.settlement.deliveredWhOf(s.early)).to.equal(500n);
      expect(await s.settlement.deliveredWhOf(s.late)).to.equal(100n);
    });

    it("blocks the later one while it is open: energy is not moved between suppliers", async () => {
      const s = await fresh(street);
      await s.settlement.settle([solar(s, 6, { solFrom: 5, adaFrom: 5 })]);
      await expect(s.settlement.settle([lunar(s, 11, { lunaFrom: 10 })]))
        .to.be.revertedWithCustomError(s.settlement, "EnergySettlementNoBaseline")
        .withArgs(s.ada.meter.device, endOf(10));
      await expect(s.settlement.settle([lunar(s, 11, { lunaFrom: 10, adaFrom: 10 })]))
        .to.be.revertedWithCustomError(s.settlement, "EnergySettlementEarlierAgreementOpen")
        .withArgs(s.ada.meter.device, s.sol.meter.device);
    });

    it("lets the later one begin with a baseline once the settler closed it with the last reading missing", async () => {
      const s = await fresh(street);
      await s.settlement.settle([solar(s, 6, { solFrom: 5, adaFrom: 5 }), ...[7, 8, 9].map((end) => solar(s, end))]);
      await s.settlement.connect(s.oracle).settle([intervalOf(s.sol, endOf(10), [])]);
      await s.settlement.settle([lunar(s, 11, { lunaFrom: 10, adaFrom: 10 })]);
      expect(await s.settlement.deliveredWhOf(s.early)).to.equal(400n);
      expect(await s.settlement.deliveredWhOf(s.late)).to.equal(100n);
    });
  });

  describe("given a supplier that served nobody for a while", () => {
    it("needs a new export baseline: what it fed in meanwhile is nobody's", async () => {
      const s = await fresh(street);
      await agree(s, s.ada, s.sol, window(30, 32));
      await s.settlement.settle([
        solar(s, 6, { solFrom: 5, adaFrom: 5 }),
        ...[7, 8, 9, 10].map((end) => solar(s, end)),
      ]);
      await s.settlement
        .connect(s.oracle)
        .settle(Array.from({ length: 10 }, (_, index) => intervalOf(s.luna, endOf(11 + index), [])));
      await expect(s.settlement.settle([solar(s, 31, { adaFrom: 30 })]))
        .to.be.revertedWithCustomError(s.settlement, "EnergySettlementNoBaseline")
        .withArgs(s.sol.meter.device, endOf(30));
      await expect(s.settlement.settle([solar(s, 31, { solFrom: 30, adaFrom: 30 })]))
        .to.emit(s.settlement, "IntervalSettled")
        .withArgs(s.sol.meter.device, endOf(31), 1000n, 100n);
      await s.settlement.settle([solar(s, 32)]);
    });
  });
});
