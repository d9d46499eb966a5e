import { expect } from "chai";
import { AbiCoder, encodeBytes32String, keccak256, ZeroAddress, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { openedTerms, planValue } from "../../../protocol/index.js";
import { advanceTo, fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import {
  agreeOn,
  arrived,
  CONFIRM_S,
  DAY_S,
  dealt,
  HOUR_S,
  openDelivery,
  STATE,
  STATEMENT,
  signPlan,
  underway,
} from "../../support/chain/deliveries.js";
import { makeLots } from "../../support/chain/lots.js";

const coder = AbiCoder.defaultAbiCoder();
const OSLO = { place: encodeBytes32String("NOOSL"), latitudeE7: 599_139_000, longitudeE7: 107_522_000 };

/** A delivery of two lots with a milestone that is due in two hours, and one a day ago. */
async function laden() {
  const d = await fresh(dealt);
  const lots = d.lots.connect(d.seller);
  const ids = (await makeLots({ ...d, lots, monitor: d.seller }, "one", "other")).sort();
  const milestones = [
    { name: lower(encodeBytes32String("loaded")), plannedAtS: d.plan.startS + 2 * HOUR_S },
    { name: lower(encodeBytes32String("packed")), plannedAtS: d.plan.startS - DAY_S },
  ];
  const plan = { ...d.plan, lots: ids, milestones };
  const delivery = await openDelivery(d, plan, d.terms);
  await advanceTo(plan.startS + 1);
  const custodians = async () => [await d.lots.custodianOf(ids[0]!), await d.lots.custodianOf(ids[1]!)];
  const states = async () => (await d.lots.recordsOf(ids)).map(({ lot }) => lot.state);
  return { ...d, plan, delivery, ids, custodians, states };
}

const KEPT = 1n;
const CARRIED = 2n;

describe("DeliveryMonitor: route", () => {
  it("chains the custodian's points and the hand-overs", async () => {
    const u = await fresh(underway);
    const point = { ...OSLO, atS: await nowS() };
    await expect(u.monitor.connect(u.seller).addRoutePoint(u.delivery, point))
      .to.emit(u.monitor, "RoutePointAdded")
      .withArgs(u.delivery, u.seller, Object.values(point));
    await u.monitor.connect(u.seller).offerCustody(u.delivery, u.carrier);
    const atS = (await nowS()) + 10;
    await nextBlockAt(atS);
    await u.monitor.connect(u.carrier).acceptCustody(u.delivery);
    const steps = [
      keccak256(
        coder.encode(
          ["address", "bytes32", "int32", "int32", "uint48"],
          [u.seller.address, point.place, point.latitudeE7, point.longitudeE7, point.atS],
        ),
      ),
      keccak256(coder.encode(["address", "address", "uint256"], [u.seller.address, u.carrier.address, atS])),
    ];
    const head = steps.reduce((at, step) => keccak256(coder.encode(["bytes32", "bytes32"], [at, step])), ZeroHash);
    const { routeHead, routePoints } = await u.info();
    expect([routeHead, routePoints]).to.deep.equal([head, 2n]);
  });

  it("takes points on Earth and not of the future", async () => {
    const u = await fresh(underway);
    const seller = u.monitor.connect(u.seller);
    const atS = await nowS();
    for (const change of [
      { latitudeE7: 900_000_001 },
      { latitudeE7: -900_000_001 },
      { longitudeE7: 1_800_000_001 },
      { longitudeE7: -1_800_000_001 },
      { atS: atS + DAY_S },
    ]) {
      const point = { ...OSLO, atS, ...change };
      await expect(seller.addRoutePoint(u.delivery, point))
        .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorInvalidRoutePoint")
        .withArgs(point.latitudeE7, point.longitudeE7, point.atS);
    }
    for (const [latitudeE7, longitudeE7] of [
      [900_000_000, 1_800_000_000],
      [-900_000_000, -1_800_000_000],
    ] as const) {
      await seller.addRoutePoint(u.delivery, { ...OSLO, atS, latitudeE7, longitudeE7 });
    }
  });

  it("is the custodian's alone, before the arrival", async () => {
    const u = await fresh(underway);
    const point = { ...OSLO, atS: await nowS() };
    for (const account of [u.buyer, u.carrier]) {
      const monitor = u.monitor.connect(account);
      for (const call of [
        () => monitor.addRoutePoint(u.delivery, point),
        () => monitor.offerCustody(u.delivery, account),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorNotCustodian")
          .withArgs(u.delivery, account);
      }
    }
    const a = await fresh(arrived);
    const seller = a.monitor.connect(a.seller);
    for (const call of [
      () => seller.addRoutePoint(a.delivery, point),
      () => seller.offerCustody(a.delivery, a.carrier),
      () => seller.acceptCustody(a.delivery),
    ]) {
      await expect(call())
        .to.be.revertedWithCustomError(a.monitor, "DeliveryMonitorUnexpectedState")
        .withArgs(a.delivery, STATE.delivered);
    }
  });
});

describe("DeliveryMonitor: custody", () => {
  it("is offered, taken back, offered to another and taken, lots and all", async () => {
    const l = await fresh(laden);
    expect([await l.custodians(), await l.states()]).to.deep.equal([
      [l.seller.address, l.seller.address],
      [CARRIED, CARRIED],
    ]);
    const seller = l.monitor.connect(l.seller);
    await expect(seller.offerCustody(l.delivery, l.rival))
      .to.emit(l.monitor, "CustodyOffered")
      .withArgs(l.delivery, l.seller, l.rival);
    await expect(seller.offerCustody(l.delivery, ZeroAddress))
      .to.emit(l.monitor, "CustodyOfferWithdrawn")
      .withArgs(l.delivery, l.seller);
    await expect(l.monitor.connect(l.rival).acceptCustody(l.delivery))
      .to.be.revertedWithCustomError(l.monitor, "DeliveryMonitorNotOffered")
      .withArgs(l.delivery, l.rival);
    await seller.offerCustody(l.delivery, l.carrier);
    await expect(l.monitor.connect(l.carrier).acceptCustody(l.delivery))
      .to.emit(l.monitor, "CustodyAccepted")
      .withArgs(l.delivery, l.seller, l.carrier);
    expect(await l.custodians()).to.deep.equal([l.carrier.address, l.carrier.address]);
    await expect(l.monitor.connect(l.carrier).acceptCustody(l.delivery)).to.be.revertedWithCustomError(
      l.monitor,
      "DeliveryMonitorNotOffered",
    );
    await expect(seller.offerCustody(l.delivery, l.seller)).to.be.revertedWithCustomError(
      l.monitor,
      "DeliveryMonitorNotCustodian",
    );
  });

  it("is offered by the seller to the plan's custodian at the opening, who may leave it", async () => {
    const d = await fresh(dealt);
    const [lot] = await makeLots({ ...d, lots: d.lots.connect(d.seller), monitor: d.seller }, "one");
    const plan = { ...d.plan, custodian: lower(d.carrier.address), lots: [lot!] };
    const [byBuyer, bySeller] = [await signPlan(d, plan, d.buyer), await signPlan(d, plan, d.seller)];
    const delivery = await d.monitor.idOf(planValue(plan));
    await expect(d.monitor.open(planValue(plan), openedTerms(d.terms), byBuyer, bySeller))
      .to.emit(d.monitor, "CustodyOffered")
      .withArgs(delivery, d.seller, d.carrier);
    const { custodian, offeredTo } = await d.monitor.infoOf(delivery);
    expect([custodian, offeredTo]).to.deep.equal([d.seller.address, d.carrier.address]);
    expect(await d.lots.custodianOf(lot!)).to.equal(d.seller.address);
    await d.monitor.connect(d.carrier).acceptCustody(delivery);
    expect((await d.monitor.infoOf(delivery)).custodian).to.equal(d.carrier.address);
    expect(await d.lots.custodianOf(lot!)).to.equal(d.carrier.address);
  });

  it("is never offered to the buyer, who could keep goods that never arrive", async () => {
    const u = await fresh(underway);
    await expect(u.monitor.connect(u.seller).offerCustody(u.delivery, u.buyer))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorOfferedToBuyer")
      .withArgs(u.delivery, u.buyer);
    const d = await fresh(dealt);
    const plan = { ...d.plan, custodian: lower(d.buyer.address) };
    await expect(openDelivery(d, plan, d.terms)).to.be.revertedWithCustomError(
      d.monitor,
      "DeliveryMonitorOfferedToBuyer",
    );
  });

  it("is a member's, when it is offered and when it is accepted", async () => {
    const u = await fresh(underway);
    const seller = u.monitor.connect(u.seller);
    await expect(seller.offerCustody(u.delivery, u.stranger))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorNotMember")
      .withArgs(u.stranger);
    await seller.offerCustody(u.delivery, u.carrier);
    await u.membership.connect(u.administrator).expel(u.carrier);
    await expect(u.monitor.connect(u.carrier).acceptCustody(u.delivery))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorNotMember")
      .withArgs(u.carrier);
  });

  it("is not offered to who has it", async () => {
    const u = await fresh(underway);
    await expect(u.monitor.connect(u.seller).offerCustody(u.delivery, u.seller))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorOfferedToCustodian")
      .withArgs(u.delivery, u.seller);
  });

  it("passes to the buyer with the arrival", async () => {
    const l = await fresh(laden);
    expect(await l.monitor.lotsOf(l.delivery)).to.deep.equal(l.ids);
    await l.monitor.connect(l.seller).deliver(l.delivery);
    expect([await l.custodians(), await l.states()]).to.deep.equal([
      [l.buyer.address, l.buyer.address],
      [KEPT, KEPT],
    ]);
    await l.monitor.connect(l.buyer).confirm(l.delivery, 0);
    expect(await l.custodians()).to.deep.equal([l.buyer.address, l.buyer.address]);
  });

  it("stays with whoever has goods that never arrived", async () => {
    const l = await fresh(laden);
    await l.monitor.connect(l.seller).offerCustody(l.delivery, l.carrier);
    await l.monitor.connect(l.carrier).acceptCustody(l.delivery);
    await advanceTo(l.plan.endS + CONFIRM_S + 1);
    await l.monitor.connect(l.stranger).reclaim(l.delivery);
    expect([await l.custodians(), await l.states()]).to.deep.equal([
      [l.carrier.address, l.carrier.address],
      [KEPT, KEPT],
    ]);
  });

  it("is never taken of lots that are not the seller's", async () => {
    const d = await fresh(dealt);
    const [lot] = await makeLots({ ...d, lots: d.lots.connect(d.carrier), monitor: d.seller, seller: d.carrier }, "x");
    const plan = { ...d.plan, lots: [lower(lot!)] };
    const [byBuyer, bySeller] = [await signPlan(d, plan, d.buyer), await signPlan(d, plan, d.seller)];
    await expect(d.monitor.open(planValue(plan), openedTerms(d.terms), byBuyer, bySeller))
      .to.be.revertedWithCustomError(d.lots, "LotsNotCustodian")
      .withArgs(lot, d.seller);
  });
});

describe("DeliveryMonitor: milestones", () => {
  it("are reached once, by seller or custodian, sooner or later than planned", async () => {
    const l = await fresh(laden);
    const seller = l.monitor.connect(l.seller);
    const atS = l.plan.startS + HOUR_S;
    await nextBlockAt(atS);
    await expect(seller.reachMilestone(l.delivery, 0))
      .to.emit(l.monitor, "MilestoneReached")
      .withArgs(l.delivery, 0, l.seller, -HOUR_S);
    await nextBlockAt(atS + 1);
    await expect(seller.reachMilestone(l.delivery, 1))
      .to.emit(l.monitor, "MilestoneReached")
      .withArgs(l.delivery, 1, l.seller, DAY_S + HOUR_S + 1);
    await expect(seller.reachMilestone(l.delivery, 1))
      .to.be.revertedWithCustomError(l.monitor, "DeliveryMonitorAlreadyReached")
      .withArgs(l.delivery, 1);
    await expect(seller.reachMilestone(l.delivery, 2))
      .to.be.revertedWithCustomError(l.monitor, "DeliveryMonitorUnknownMilestone")
      .withArgs(l.delivery, 2);
    await expect(l.monitor.connect(l.buyer).reachMilestone(l.delivery, 0))
      .to.be.revertedWithCustomError(l.monitor, "DeliveryMonitorNotSellerOrCustodian")
      .withArgs(l.delivery, l.buyer);
    const milestones = await l.monitor.milestonesOf(l.delivery);
    expect(milestones.map(({ reachedAtS, deviationS }) => [reachedAtS, deviationS])).to.deep.equal([
      [BigInt(atS), BigInt(-HOUR_S)],
      [BigInt(atS + 1), BigInt(DAY_S + HOUR_S + 1)],
    ]);
  });

  it("are late so far while they are not reached, until the delivery is over", async () => {
    const l = await fresh(laden);
    const late = async () => (await l.monitor.milestonesOf(l.delivery)).map(({ deviationS }) => deviationS);
    await advanceTo(l.plan.startS + 2 * HOUR_S);
    expect(await late()).to.deep.equal([0n, BigInt(DAY_S + 2 * HOUR_S)]);
    await advanceTo(l.plan.startS + 2 * HOUR_S + 5);
    expect(await late()).to.deep.equal([5n, BigInt(DAY_S + 2 * HOUR_S + 5)]);
    await l.monitor.connect(l.seller).deliver(l.delivery);
    const closedAtS = l.plan.startS + 3 * HOUR_S;
    await nextBlockAt(closedAtS);
    await l.monitor.connect(l.buyer).confirm(l.delivery, 0);
    await advanceTo(closedAtS + DAY_S);
    expect(await late()).to.deep.equal([BigInt(HOUR_S), BigInt(DAY_S + 3 * HOUR_S)]);
    await expect(l.monitor.connect(l.seller).reachMilestone(l.delivery, 0)).to.be.revertedWithCustomError(
      l.monitor,
      "DeliveryMonitorUnexpectedState",
    );
  });

  it("can be put together with other steps in one transaction", async () => {
    const l = await fresh(laden);
    const call = l.monitor.interface;
    await l.monitor
      .connect(l.seller)
      .multicall([
        call.encodeFunctionData("addRoutePoint", [l.delivery, { ...OSLO, atS: await nowS() }]),
        call.encodeFunctionData("reachMilestone", [l.delivery, 0]),
        call.encodeFunctionData("deliver", [l.delivery]),
      ]);
    expect((await l.monitor.infoOf(l.delivery)).state).to.equal(STATE.delivered);
    await l.monitor.connect(l.buyer).dispute(l.delivery, STATEMENT);
    expect(await agreeOn(l.table, l.terms, "another")).not.to.equal(l.agreed);
  });
});
