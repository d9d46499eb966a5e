import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { agree, endOf, enrolHome, intervalOf, openMeters, PERIOD_S } from "../../support/chain/market.js";
import { outcomeOf, settledBy } from "../../support/chain/settled.js";
import { hour, type Village, village } from "./village.js";

/** The village's interval `count` without Bob's reading. */
function withoutBob(v: Village, count: number, [exported, imported]: readonly [bigint, bigint]) {
  const endS = endOf(count);
  return intervalOf(v, v.supplier, endS, [
    v.supplier.meter.read(endS, 0n, exported),
    v.ada.meter.read(endS, imported, 0n),
  ]);
}

/** The end of the next whole period from now. */
async function nextEndS(): Promise<number> {
  return Math.ceil(((await nowS()) + 1) / PERIOD_S) * PERIOD_S;
}

/** The village with an agreement of Eve's over the period that is about to end, `lastS`. */
async function recentVillage() {
  const v = await fresh(village);
  const lastS = await nextEndS();
  await advanceTo(lastS);
  const eves = await agree(v, v.eve, v.ada, { startS: lastS - PERIOD_S, endS: lastS });
  return { ...v, eves, lastS };
}

describe("EnergySettlement: missing readings", () => {
  describe("given an interval whose closing delay has passed", () => {
    it("is the settler's alone to close", async () => {
      const v = await fresh(village);
      for (const account of [v.stranger, v.supplier.account, v.grid, v.administrator]) {
        await expect(v.settlement.connect(account).settle([await withoutBob(v, 1, [900n, 100n])]))
          .to.be.revertedWithCustomError(v.settlement, "AccessManagedUnauthorized")
          .withArgs(account);
      }
    });

    it("counts a missing import as zero; the next register counts whole", async () => {
      const v = await fresh(village);
      const [first] = await settledBy(v, v.settlement.connect(v.oracle).settle([await withoutBob(v, 1, [900n, 100n])]));
      expect(outcomeOf(first!).supplier).to.deep.equal([900n, 100n]);
      expect(first!.words[2]).to.equal(0n);
      const [second] = await settledBy(v, v.settlement.settle([await hour(v, 2, [1900n, 150n, 500n])]));
      expect(second!.members).to.deep.equal([
        { isGiven: true, isExact: true, flowWh: 50n, deliveredWh: 50n, owed: 0n, grid: null },
        { isGiven: true, isExact: false, flowWh: 500n, deliveredWh: 500n, owed: 0n, grid: null },
      ]);
    });

    it("never reopens: the reading that comes late is refused", async () => {
      const v = await fresh(village);
      await v.settlement.connect(v.oracle).settle([await withoutBob(v, 1, [900n, 100n])]);
      const late = await intervalOf(v, v.supplier, endOf(1), [v.bob.meter.read(endOf(1), 200n, 0n)]);
      await expect(v.settlement.connect(v.oracle).settle([late])).to.be.revertedWithCustomError(
        v.settlement,
        "EnergySettlementIntervalSettled",
      );
    });

    it("delivers nothing without the supplier's reading; its next register counts whole", async () => {
      const v = await fresh(village);
      const endS = endOf(1);
      const reads = [v.ada.meter.read(endS, 100n, 0n), v.bob.meter.read(endS, 200n, 0n)];
      const blind = await intervalOf(v, v.supplier, endS, reads);
      const [first] = await settledBy(v, v.settlement.connect(v.oracle).settle([blind]));
      expect(first!.words[0]).to.equal(0n);
      expect(outcomeOf(first!).members).to.deep.equal([
        [100n, 0n, 0n],
        [200n, 0n, 0n],
      ]);
      const [second] = await settledBy(v, v.settlement.settle([await hour(v, 2, [900n, 150n, 300n])]));
      expect(outcomeOf(second!).supplier).to.deep.equal([900n, 150n]);
      expect(second!.supplier.isExact).to.equal(false);
    });

    it("may be closed without any reading", async () => {
      const v = await fresh(village);
      const { supplier } = v;
      await v.settlement
        .connect(v.oracle)
        .settle([await intervalOf(v, supplier, endOf(1), []), await intervalOf(v, supplier, endOf(2), [])]);
      expect(await v.settlement.settledUntil(supplier.meter.device)).to.equal(BigInt(endOf(2)));
    });

    it("asks for the role if any interval of the call is incomplete, wherever it stands", async () => {
      const v = await fresh(village);
      const [first, second] = [await hour(v, 1, [900n, 100n, 200n]), await withoutBob(v, 2, [1800n, 300n])];
      for (const calls of [
        [first, second],
        [await withoutBob(v, 1, [900n, 100n]), await hour(v, 2, [1800n, 300n, 400n])],
      ]) {
        await expect(v.settlement.settle(calls)).to.be.revertedWithCustomError(
          v.settlement,
          "AccessManagedUnauthorized",
        );
      }
      await v.settlement.connect(v.oracle).settle([first, second]);
    });

    it("is not made complete by a reading at the interval's start", async () => {
      const v = await fresh(village);
      const carl = await enrolHome(v, v.people[4]!);
      await agree(v, carl, v.supplier, { startS: endOf(1) });
      await openMeters(v, [carl]);
      await v.settlement.settle([await hour(v, 1, [900n, 100n, 200n])]);
      const partial = await hour(v, 2, [1800n, 300n, 400n], [carl.meter.read(endOf(1), 50n, 0n)]);
      await expect(v.settlement.settle([partial])).to.be.revertedWithCustomError(
        v.settlement,
        "AccessManagedUnauthorized",
      );
      await v.settlement.connect(v.oracle).settle([partial]);
    });
  });

  describe("given an interval that ended less than the closing delay ago", () => {
    it("closes at once with every register, by anyone", async () => {
      const { lastS, ...v } = await fresh(recentVillage);
      await v.settlement.settle([await recent(v, lastS)]);
      expect(await v.settlement.deliveredWhOf(v.eves)).to.equal(30n);
    });

    it("waits with one missing, the settler too, until the second of the deadline", async () => {
      const { lastS, ...v } = await fresh(recentVillage);
      const deadlineS = lastS + Number(await v.settlement.CLOSING_DELAY_S());
      const whole = await recent(v, lastS);
      const partial = { ...whole, readings: whole.readings.slice(0, 1) };
      await expect(v.settlement.connect(v.oracle).settle([partial]))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementTooEarly")
        .withArgs(v.ada.meter.device, lastS, deadlineS);
      await nextBlockAt(deadlineS - 1);
      await expect(v.settlement.connect(v.oracle).settle([partial])).to.be.revertedWithCustomError(
        v.settlement,
        "EnergySettlementTooEarly",
      );
      await nextBlockAt(deadlineS);
      await v.settlement.connect(v.oracle).settle([partial]);
    });

    it("refuses an interval that has not ended", async () => {
      const { lastS, ...v } = await fresh(recentVillage);
      await agree(v, v.eve, v.ada, { startS: lastS, endS: lastS + PERIOD_S });
      await v.settlement.settle([await recent(v, lastS)]);
      const next = await intervalOf(v, v.ada, lastS + PERIOD_S, []);
      await nextBlockAt(lastS + PERIOD_S - 1);
      await expect(v.settlement.connect(v.oracle).settle([next]))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementInvalidInterval")
        .withArgs(v.ada.meter.device, lastS + PERIOD_S);
    });
  });
});

/** The recent interval of Ada and Eve, with the baselines that meters opened long before need. */
function recent(v: Village, lastS: number) {
  const startS = lastS - PERIOD_S;
  return intervalOf(v, v.ada, lastS, [
    v.ada.meter.read(startS, 0n, 0n),
    v.ada.meter.read(lastS, 0n, 40n),
    v.eve.meter.read(startS, 7n, 0n),
    v.eve.meter.read(lastS, 37n, 0n),
  ]);
}
