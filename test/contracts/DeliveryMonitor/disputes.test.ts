import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import {
  arrived,
  balancesOf,
  COLD,
  CONFIRM_S,
  concealed,
  DAY_S,
  disputed,
  earned,
  HOUR_S,
  STATE,
  STATEMENT,
  settleDelivery,
  signSettlement,
  spoiled,
  type Underway,
  underway,
  WARM,
} from "../../support/chain/deliveries.js";

describe("DeliveryMonitor: dispute", () => {
  it("is a party's, of what arrived, or of what did not by the end", async () => {
    const u = await fresh(arrived);
    for (const account of [u.rival, u.stranger]) {
      await expect(u.monitor.connect(account).dispute(u.delivery, STATEMENT))
        .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorNotParty")
        .withArgs(u.delivery, account);
    }
    await expect(u.monitor.connect(u.seller).dispute(u.delivery, STATEMENT))
      .to.emit(u.monitor, "DeliveryDisputed")
      .withArgs(u.delivery, u.seller, STATEMENT);
    const late = await fresh(underway);
    const fromS = late.plan.endS + 1;
    await nextBlockAt(fromS - 1);
    await expect(late.monitor.connect(late.buyer).dispute(late.delivery, STATEMENT))
      .to.be.revertedWithCustomError(late.monitor, "DeliveryMonitorTooEarly")
      .withArgs(late.delivery, fromS);
    await nextBlockAt(fromS);
    await late.monitor.connect(late.buyer).dispute(late.delivery, STATEMENT);
    expect((await late.info()).disputedAtS).to.equal(fromS);
  });

  it("comes too late when time has decided", async () => {
    const u = await fresh(earned);
    const untilS = Number((await u.info()).arrivedAtS) + CONFIRM_S;
    await nextBlockAt(untilS + 1);
    await expect(u.monitor.connect(u.buyer).dispute(u.delivery, STATEMENT))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorTooLate")
      .withArgs(u.delivery, untilS);
    const never = await fresh(underway);
    await nextBlockAt(never.plan.endS + CONFIRM_S + 1);
    await expect(never.monitor.connect(never.seller).dispute(never.delivery, STATEMENT))
      .to.be.revertedWithCustomError(never.monitor, "DeliveryMonitorTooLate")
      .withArgs(never.delivery, never.plan.endS + CONFIRM_S);
    const inTime = await fresh(earned);
    await nextBlockAt(Number((await inTime.info()).arrivedAtS) + CONFIRM_S);
    await inTime.monitor.connect(inTime.buyer).dispute(inTime.delivery, STATEMENT);
    expect(await inTime.state()).to.equal(STATE.disputed);
  });

  it("is never too late while what arrived is not earned", async () => {
    for (const setUp of [spoiled, concealed, arrived]) {
      const u = await fresh(setUp);
      await advanceTo(Number((await u.info()).arrivedAtS) + CONFIRM_S + DAY_S);
      await u.monitor.connect(u.seller).dispute(u.delivery, STATEMENT);
      expect(await u.state()).to.equal(STATE.disputed);
    }
  });

  it("is decided by the arbiter, who shares what is held", async () => {
    const u = await fresh(disputed);
    for (const account of [u.buyer, u.seller, u.stranger]) {
      await expect(u.monitor.connect(account).decide(u.delivery, 0))
        .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorNotArbiter")
        .withArgs(u.delivery, account);
    }
    await expect(u.monitor.connect(u.rival).decide(u.delivery, u.total + 1n))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorTooMuch")
      .withArgs(u.delivery, u.total, u.total + 1n);
    await u.monitor.connect(u.rival).decide(u.delivery, 7n);
    expect([await u.state(), ...(await balancesOf(u))]).to.deep.equal([STATE.settled, u.total - 7n, 7n, 0n]);
  });

  it("is decided by the record when nobody decides", async () => {
    const period = await (await fresh(disputed)).monitor.DISPUTE_PERIOD_S();
    const never = async () => {
      const u = await fresh(underway);
      await advanceTo(u.plan.endS + 1);
      await u.monitor.connect(u.seller).dispute(u.delivery, STATEMENT);
      return u;
    };
    const contested = async () => {
      const u = await fresh(earned);
      await u.monitor.connect(u.buyer).dispute(u.delivery, STATEMENT);
      return u;
    };
    const cases = [
      [contested, async () => {}, true],
      [contested, (u: Underway) => u.report([1, HOUR_S, WARM]), false],
      [contested, (u: Underway) => u.summarise({ violations: 1n }), false],
      [disputed, async () => {}, false],
      [
        contested,
        async (u: Underway) => {
          await u.report([1, HOUR_S, WARM]);
          await u.monitor.connect(u.buyer).waive(u.delivery, 1);
        },
        true,
      ],
      [never, (u: Underway) => u.report([1, HOUR_S, COLD]), false],
      // Late, but within the time to be late: what is missing is only what the sensors said.
      [never, (u: Underway) => u.monitor.connect(u.seller).deliver(u.delivery), false],
    ] as const;
    for (const [setUp, meanwhile, isEarned] of cases) {
      const u = await fresh(setUp);
      await meanwhile(u);
      const fromS = (await u.info()).disputedAtS + period + 1n;
      await nextBlockAt(Number(fromS) - 1);
      await expect(u.monitor.lapse(u.delivery))
        .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorTooEarly")
        .withArgs(u.delivery, fromS);
      await nextBlockAt(Number(fromS));
      await u.monitor.lapse(u.delivery);
      const [toBuyer, toSeller] = isEarned ? [0n, u.total] : [u.total, 0n];
      expect([await u.state(), ...(await balancesOf(u))]).to.deep.equal([STATE.settled, toBuyer, toSeller, 0n]);
    }
  });
});

describe("DeliveryMonitor: settle", () => {
  it("ends any delivery that is not over as both sign", async () => {
    for (const setUp of [underway, arrived, disputed]) {
      const u = await fresh(setUp);
      await expect(settleDelivery(u, 40n))
        .to.emit(u.monitor, "DeliveryClosed")
        .withArgs(u.delivery, STATE.settled, 40n, u.total - 40n);
      expect(await balancesOf(u)).to.deep.equal([u.total - 40n, 40n, 0n]);
      expect((await u.watch.watchingOf(u.delivery)).isOpen).to.equal(false);
    }
  });

  it("takes the caller's call for its signature, and nobody else's", async () => {
    const u = await fresh(underway);
    const settlement = { delivery: u.delivery, toSeller: u.total, violations: 0, deadlineS: u.plan.endS };
    const bySeller = await signSettlement(u, settlement, u.seller);
    for (const [signers, missing] of [
      [[u.seller, u.seller], u.buyer],
      [[u.buyer, u.buyer], u.seller],
    ] as const) {
      await expect(settleDelivery(u, u.total, 0, [...signers]))
        .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorInvalidSignature")
        .withArgs(u.delivery, missing);
    }
    await u.monitor.connect(u.buyer).settle(settlement, "0x", bySeller);
    expect(await balancesOf(u)).to.deep.equal([0n, u.total, 0n]);
  });

  it("is void for more than is held, and for one violation more", async () => {
    const u = await fresh(underway);
    await expect(settleDelivery(u, u.total + 1n))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorTooMuch")
      .withArgs(u.delivery, u.total, u.total + 1n);
    await u.report([1, 0, WARM]);
    await expect(settleDelivery(u, 1n))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorViolationsChanged")
      .withArgs(u.delivery, 1, 0);
    await settleDelivery(u, 1n, 1);
    expect(await u.state()).to.equal(STATE.settled);
  });

  it("can be used until its deadline", async () => {
    for (const lateS of [0, 1]) {
      const u = await fresh(underway);
      const deadlineS = (await nowS()) + 100;
      const settlement = { delivery: u.delivery, toSeller: 1n, violations: 0, deadlineS };
      const bySeller = await signSettlement(u, settlement, u.seller);
      await nextBlockAt(deadlineS + lateS);
      const settling = u.monitor.connect(u.buyer).settle(settlement, "0x", bySeller);
      if (lateS === 0) await expect(settling).to.emit(u.monitor, "DeliveryClosed");
      else {
        await expect(settling)
          .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorTooLate")
          .withArgs(u.delivery, deadlineS);
      }
    }
  });
});
