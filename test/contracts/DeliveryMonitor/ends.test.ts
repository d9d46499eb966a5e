import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh, nextBlockAt } from "../../support/chain/chain.js";
import {
  arrived,
  balancesOf,
  bare,
  COLD,
  CONFIRM_S,
  concealed,
  DAY_S,
  dealt,
  disputed,
  earned,
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

/** Arrived within the heartbeat, but only the buyer's sensor was heard. */
async function unheard() {
  const u = await fresh(underway);
  await advanceTo(u.plan.startS + HOUR_S / 2);
  await u.watch.report(u.delivery, [u.hygrometer.read(1, u.plan.startS + 60, 5_000n, "humidity")]);
  await u.monitor.connect(u.seller).deliver(u.delivery);
  return u;
}

/** Both conditions were heard of, but the sensors said nothing for a day before the arrival. */
async function silent() {
  const u = await fresh(underway);
  await advanceTo(u.plan.startS + DAY_S);
  await u.hear();
  await u.monitor.connect(u.seller).deliver(u.delivery);
  return u;
}

const STATES = { none: NOTHING, underway, delivered: arrived, disputed } as const;

/** Steps by the states from which they are refused for the state alone. */
const REFUSED: Record<string, { in: readonly (keyof typeof STATES)[]; by: "buyer" | "seller" | "rival" }> = {
  deliver: { in: ["none", "delivered", "disputed"], by: "seller" },
  confirm: { in: ["none"], by: "buyer" },
  waive: { in: ["none"], by: "buyer" },
  dispute: { in: ["none", "disputed"], by: "buyer" },
  decide: { in: ["none", "underway", "delivered"], by: "rival" },
  lapse: { in: ["none", "underway", "delivered"], by: "rival" },
  release: { in: ["none", "underway", "disputed"], by: "rival" },
  reclaim: { in: ["none", "delivered", "disputed"], by: "rival" },
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

  it("refuses to settle what nobody opened", async () => {
    const u = await fresh(underway);
    await expect(settleDelivery({ ...u, delivery: NOTHING }, 0n))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorUnexpectedState")
      .withArgs(NOTHING, STATE.none);
  });

  it("takes no step more when it is over, however it ended", async () => {
    const ends = {
      confirmed: async (u: Underway) => u.monitor.connect(u.buyer).confirm(u.delivery, 0),
      settled: (u: Underway) => settleDelivery(u, 1n),
      failed: async (u: Underway) => {
        await advanceTo(u.plan.endS + CONFIRM_S + 1);
        return u.monitor.connect(u.rival).reclaim(u.delivery);
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
  it("is the word of who has the goods now", async () => {
    const u = await fresh(underway);
    await u.monitor.connect(u.seller).offerCustody(u.delivery, u.carrier);
    await u.monitor.connect(u.carrier).acceptCustody(u.delivery);
    // The seller has them no more, and the buyer not yet.
    for (const account of [u.seller, u.buyer, u.rival, u.stranger]) {
      await expect(u.monitor.connect(account).deliver(u.delivery))
        .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorNotCustodian")
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

  it("leaves disputed what was disputed before it arrived, and is said once", async () => {
    const u = await fresh(underway);
    const seller = u.monitor.connect(u.seller);
    await advanceTo(u.plan.endS + 1);
    await u.monitor.connect(u.buyer).dispute(u.delivery, STATEMENT);
    const { disputedAtS } = await u.info();
    await nextBlockAt(Number(disputedAtS) + 60);
    await seller.deliver(u.delivery);
    const { state, arrivedAtS, disputedAtS: since } = await u.info();
    expect([state, since, arrivedAtS]).to.deep.equal([STATE.disputed, disputedAtS, disputedAtS + 60n]);
    await expect(seller.deliver(u.delivery))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorUnexpectedState")
      .withArgs(u.delivery, STATE.disputed);
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
    await u.report([2, HOUR_S, WARM]);
    await expect(buyer.confirm(u.delivery, 1))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorViolationsChanged")
      .withArgs(u.delivery, 2, 1);
    await expect(buyer.confirm(u.delivery, 2))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorOpenViolations")
      .withArgs(u.delivery, 1);
    await buyer.waive(u.delivery, 2);
    await buyer.confirm(u.delivery, 2);
    expect(await balancesOf(u)).to.deep.equal([0n, u.total, 0n]);
  });

  it("may waive more than there are, and takes no waiver back", async () => {
    const u = await fresh(spoiled);
    const buyer = u.monitor.connect(u.buyer);
    await expect(buyer.waive(u.delivery, 9)).to.emit(u.monitor, "ViolationsWaived").withArgs(u.delivery, 1);
    await buyer.waive(u.delivery, 0);
    expect((await u.info()).waived).to.equal(1n);
    await u.report([2, HOUR_S, WARM]);
    await expect(buyer.confirm(u.delivery, 9))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorOpenViolations")
      .withArgs(u.delivery, 1);
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

  it("ends a dispute, and says that the goods arrived where nobody did", async () => {
    const u = await fresh(disputed);
    await u.monitor.connect(u.buyer).confirm(u.delivery, 0);
    expect([await u.state(), ...(await balancesOf(u))]).to.deep.equal([STATE.confirmed, 0n, u.total, 0n]);
    const n = await fresh(underway);
    const atS = n.plan.startS + HOUR_S;
    await nextBlockAt(atS);
    await expect(n.monitor.connect(n.buyer).confirm(n.delivery, 0))
      .to.emit(n.monitor, "DeliveryArrived")
      .withArgs(n.delivery, n.buyer);
    const { state, arrivedAtS, closedAtS } = await n.info();
    expect([state, arrivedAtS, closedAtS]).to.deep.equal([STATE.confirmed, BigInt(atS), BigInt(atS)]);
    expect(await balancesOf(n)).to.deep.equal([0n, n.total, 0n]);
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
  it("pays the seller what is earned when the buyer said nothing in time, and confirms nothing", async () => {
    const u = await fresh(earned);
    const fromS = (await u.info()).arrivedAtS + BigInt(CONFIRM_S) + 1n;
    await nextBlockAt(Number(fromS) - 1);
    await expect(u.monitor.release(u.delivery))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorTooEarly")
      .withArgs(u.delivery, fromS);
    await nextBlockAt(Number(fromS));
    await u.monitor.release(u.delivery);
    expect([await u.state(), ...(await balancesOf(u))]).to.deep.equal([STATE.settled, 0n, u.total, 0n]);
  });

  it("pays over violations that the buyer waived", async () => {
    const u = await fresh(spoiled);
    await u.monitor.connect(u.buyer).waive(u.delivery, 1);
    await advanceTo(Number((await u.info()).arrivedAtS) + CONFIRM_S + 1);
    await u.monitor.release(u.delivery);
    expect(await balancesOf(u)).to.deep.equal([0n, u.total, 0n]);
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

  it("does not pay where the evidence is not whole, which the buyer's own confirmation does not ask", async () => {
    for (const setUp of [unheard, silent]) {
      const u = await fresh(setUp);
      await advanceTo(Number((await u.info()).arrivedAtS) + CONFIRM_S + 1);
      await expect(u.monitor.release(u.delivery))
        .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorNotWhole")
        .withArgs(u.delivery);
      await u.monitor.connect(u.buyer).confirm(u.delivery, 0);
      expect([await u.state(), ...(await balancesOf(u))]).to.deep.equal([STATE.confirmed, 0n, u.total, 0n]);
    }
  });
});

describe("DeliveryMonitor: release, of what the buyer's sensor kept silent about", () => {
  it("pays, since its own silence is no reason to keep the money", async () => {
    const u = await fresh(underway);
    await advanceTo(u.plan.startS + HOUR_S / 2);
    await u.report([1, 60, COLD]);
    await u.devices.connect(u.buyer).suspend(u.hygrometer.device);
    await u.monitor.connect(u.seller).deliver(u.delivery);
    await advanceTo(Number((await u.info()).arrivedAtS) + CONFIRM_S + 1);
    await u.monitor.release(u.delivery);
    expect([await u.state(), ...(await balancesOf(u))]).to.deep.equal([STATE.settled, 0n, u.total, 0n]);
  });
});

describe("DeliveryMonitor: reclaim", () => {
  it("gives the buyer back what it paid for what never came, whoever asks", async () => {
    for (const by of ["buyer", "seller", "stranger"] as const) {
      const u = await fresh(underway);
      const fromS = u.plan.endS + CONFIRM_S + 1;
      await nextBlockAt(fromS - 1);
      await expect(u.monitor.connect(u[by]).reclaim(u.delivery))
        .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorTooEarly")
        .withArgs(u.delivery, fromS);
      await nextBlockAt(fromS);
      await u.monitor.connect(u[by]).reclaim(u.delivery);
      expect([await u.state(), ...(await balancesOf(u))]).to.deep.equal([STATE.failed, u.total, 0n, 0n]);
    }
  });
});
