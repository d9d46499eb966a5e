import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh, nextBlockAt } from "../../support/chain/chain.js";
import {
  arrived,
  balancesOf,
  bare,
  CONFIRM_S,
  concealed,
  dealt,
  disputed,
  HOUR_S,
  openDelivery,
  STATE,
  STATEMENT,
  settleDelivery,
  spoiled,
  type Underway,
  underway,
  WARM,
} from "../../support/chain/deliveries.js";
import { bytes32Of } from "../../support/chain/devices.js";

const NOTHING = bytes32Of("nothing");

const STATES = { none: NOTHING, underway, delivered: arrived, disputed } as const;

/** Steps by the states from which they are refused for the state alone. */
const REFUSED: Record<string, { in: readonly (keyof typeof STATES)[]; by: "buyer" | "seller" | "rival" }> = {
  deliver: { in: ["none", "delivered", "disputed"], by: "seller" },
  confirm: { in: ["none", "underway", "disputed"], by: "buyer" },
  waive: { in: ["none"], by: "buyer" },
  dispute: { in: ["none", "disputed"], by: "buyer" },
  decide: { in: ["none", "underway", "delivered"], by: "rival" },
  lapse: { in: ["none", "underway", "delivered"], by: "rival" },
  release: { in: ["none", "underway", "disputed"], by: "rival" },
  reclaim: { in: ["none", "delivered", "disputed"], by: "buyer" },
};

function step(u: Underway, name: string, by: "buyer" | "seller" | "rival", delivery: string) {
  const monitor = u.monitor.connect(u[by]);
  switch (name) {
    case "deliver":
      return monitor.deliver(delivery);
    case "confirm":
      return monitor.confirm(delivery, 0);
    case "waive":
      return monitor.waive(delivery, 0);
    case "dispute":
      return monitor.dispute(delivery, STATEMENT);
    case "decide":
      return monitor.decide(delivery, 0);
    case "lapse":
      return monitor.lapse(delivery);
    case "release":
      return monitor.release(delivery);
    default:
      return monitor.reclaim(delivery);
  }
}

describe("DeliveryMonitor: states", () => {
  for (const [name, { in: states, by }] of Object.entries(REFUSED)) {
    it(`refuses ${name} when it is ${states.join(", ")}`, async () => {
      for (const state of states) {
        const u = await fresh(state === "none" ? underway : STATES[state]);
        const delivery = state === "none" ? NOTHING : u.delivery;
        await expect(step(u, name, by, delivery))
          .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorUnexpectedState")
          .withArgs(delivery, STATE[state]);
      }
    });
  }

  it("takes no step more when it is over, however it ended", async () => {
    const ends = {
      confirmed: async (u: Underway) => u.monitor.connect(u.buyer).confirm(u.delivery, 0),
      settled: (u: Underway) => settleDelivery(u, 1n),
      failed: async (u: Underway) => {
        await advanceTo(u.plan.endS + CONFIRM_S + 1);
        return u.monitor.connect(u.buyer).reclaim(u.delivery);
      },
    };
    for (const [state, end] of Object.entries(ends)) {
      const u = await fresh(state === "failed" ? underway : arrived);
      await end(u);
      expect(await u.state()).to.equal(STATE[state as keyof typeof STATE]);
      for (const [name, { by }] of Object.entries(REFUSED)) {
        await expect(step(u, name, by, u.delivery))
          .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorUnexpectedState")
          .withArgs(u.delivery, STATE[state as keyof typeof STATE]);
      }
      await expect(settleDelivery(u, 0n)).to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorUnexpectedState");
      const [buyer, seller, held] = await balancesOf(u);
      expect([buyer! + seller!, held]).to.deep.equal([u.total, 0n]);
      expect((await u.info()).held).to.equal(0n);
    }
  });
});

describe("DeliveryMonitor: deliver", () => {
  it("is the custodian's or the seller's word", async () => {
    const u = await fresh(underway);
    await u.monitor.connect(u.seller).offerCustody(u.delivery, u.carrier);
    await u.monitor.connect(u.carrier).takeCustody(u.delivery);
    for (const account of [u.buyer, u.stranger]) {
      await expect(u.monitor.connect(account).deliver(u.delivery))
        .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorNotDeliverer")
        .withArgs(u.delivery, account);
    }
    const atS = u.plan.startS + HOUR_S;
    await nextBlockAt(atS);
    await expect(u.monitor.connect(u.carrier).deliver(u.delivery))
      .to.emit(u.monitor, "DeliveryArrived")
      .withArgs(u.delivery, u.carrier);
    expect((await u.info()).arrivedAtS).to.equal(atS);
    expect((await u.watch.watchingOf(u.delivery)).untilS).to.equal(atS);
    const again = await fresh(underway);
    await again.monitor.connect(again.seller).deliver(again.delivery);
    expect(await again.state()).to.equal(STATE.delivered);
  });

  it("waits for the start, and may be late by the time to confirm", async () => {
    const d = await fresh(dealt);
    const delivery = await openDelivery(d, d.plan, d.terms);
    const seller = d.monitor.connect(d.seller);
    await nextBlockAt(d.plan.startS - 1);
    await expect(seller.deliver(delivery))
      .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorTooEarly")
      .withArgs(delivery, d.plan.startS);
    const untilS = d.plan.endS + CONFIRM_S;
    await nextBlockAt(untilS);
    await seller.deliver(delivery);
    expect((await d.monitor.infoOf(delivery)).arrivedAtS).to.equal(untilS);
    // Nothing that came after the end counts, however late the goods are.
    expect((await d.watch.watchingOf(delivery)).untilS).to.equal(d.plan.endS);
    const late = await fresh(underway);
    await nextBlockAt(late.plan.endS + CONFIRM_S + 1);
    await expect(late.monitor.connect(late.seller).deliver(late.delivery))
      .to.be.revertedWithCustomError(late.monitor, "DeliveryMonitorTooLate")
      .withArgs(late.delivery, late.plan.endS + CONFIRM_S);
  });
});

describe("DeliveryMonitor: confirm", () => {
  it("is the buyer's, and pays the seller", async () => {
    const u = await fresh(arrived);
    await expect(u.monitor.connect(u.seller).confirm(u.delivery, 0))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorNotBuyer")
      .withArgs(u.delivery, u.seller);
    await expect(u.monitor.connect(u.buyer).confirm(u.delivery, 0))
      .to.emit(u.monitor, "DeliveryClosed")
      .withArgs(u.delivery, STATE.confirmed, u.total, 0);
    expect(await balancesOf(u)).to.deep.equal([0n, u.total, 0n]);
  });

  it("waits for every violation to be waived, by their number", async () => {
    const u = await fresh(spoiled);
    const buyer = u.monitor.connect(u.buyer);
    await expect(buyer.confirm(u.delivery, 0))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorViolationsChanged")
      .withArgs(u.delivery, 1, 0);
    await expect(buyer.confirm(u.delivery, 1))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorOpenViolations")
      .withArgs(u.delivery, 1);
    await expect(u.monitor.connect(u.seller).waive(u.delivery, 1))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorNotBuyer")
      .withArgs(u.delivery, u.seller);
    await expect(buyer.waive(u.delivery, 1)).to.emit(u.monitor, "ViolationsWaived").withArgs(u.delivery, 1);
    // Another comes a block before the confirmation.
    await u.report([2, HOUR_S + 1, WARM]);
    await expect(buyer.confirm(u.delivery, 1))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorViolationsChanged")
      .withArgs(u.delivery, 2, 1);
    await expect(buyer.waive(u.delivery, 1))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorViolationsChanged")
      .withArgs(u.delivery, 2, 1);
    await buyer.waive(u.delivery, 2);
    await buyer.confirm(u.delivery, 2);
    expect(await balancesOf(u)).to.deep.equal([0n, u.total, 0n]);
  });

  it("waits for violations that a sensor counted to be recorded", async () => {
    const u = await fresh(concealed);
    await expect(u.monitor.connect(u.buyer).confirm(u.delivery, 0))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorUnreportedViolations")
      .withArgs(u.delivery, 1);
    await u.report([1, HOUR_S, WARM]);
    await u.monitor.connect(u.buyer).waive(u.delivery, 1);
    await u.monitor.connect(u.buyer).confirm(u.delivery, 1);
    expect(await u.state()).to.equal(STATE.confirmed);
  });

  it("needs no money", async () => {
    const u = await fresh(bare);
    await u.monitor.connect(u.seller).deliver(u.delivery);
    await expect(u.monitor.connect(u.buyer).confirm(u.delivery, 0))
      .to.emit(u.monitor, "DeliveryClosed")
      .withArgs(u.delivery, STATE.confirmed, 0, 0);
  });
});

describe("DeliveryMonitor: release", () => {
  it("pays the seller when the buyer said nothing in time", async () => {
    const u = await fresh(arrived);
    const fromS = (await u.info()).arrivedAtS + BigInt(CONFIRM_S) + 1n;
    await nextBlockAt(Number(fromS) - 1);
    await expect(u.monitor.release(u.delivery))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorTooEarly")
      .withArgs(u.delivery, fromS);
    await nextBlockAt(Number(fromS));
    await u.monitor.release(u.delivery);
    expect([await u.state(), ...(await balancesOf(u))]).to.deep.equal([STATE.confirmed, 0n, u.total, 0n]);
  });

  it("does not pay over violations that are open or unreported", async () => {
    for (const [setUp, error] of [
      [spoiled, "DeliveryMonitorOpenViolations"],
      [concealed, "DeliveryMonitorUnreportedViolations"],
    ] as const) {
      const u = await fresh(setUp);
      await advanceTo(Number((await u.info()).arrivedAtS) + CONFIRM_S + 1);
      await expect(u.monitor.release(u.delivery))
        .to.be.revertedWithCustomError(u.monitor, error)
        .withArgs(u.delivery, 1);
    }
  });
});

describe("DeliveryMonitor: reclaim", () => {
  it("gives the buyer back what it paid for what never came", async () => {
    const u = await fresh(underway);
    const fromS = u.plan.endS + CONFIRM_S + 1;
    await nextBlockAt(fromS - 1);
    await expect(u.monitor.connect(u.buyer).reclaim(u.delivery))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorTooEarly")
      .withArgs(u.delivery, fromS);
    await expect(u.monitor.connect(u.seller).reclaim(u.delivery))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorNotBuyer")
      .withArgs(u.delivery, u.seller);
    await nextBlockAt(fromS);
    await u.monitor.connect(u.buyer).reclaim(u.delivery);
    expect([await u.state(), ...(await balancesOf(u))]).to.deep.equal([STATE.failed, u.total, 0n, 0n]);
  });
});
