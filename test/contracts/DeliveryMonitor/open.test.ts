import { expect } from "chai";
import { ZeroHash } from "ethers";
import { describe, it } from "mocha";
import {
  type DeliveryPlan,
  DeviceKind,
  deliveryIdOf,
  type Hex,
  hashTerms,
  openedTerms,
  planValue,
  type Terms,
} from "../../../protocol/index.js";
import { ContractWallet__factory } from "../../../typechain-types/index.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import {
  agreeOn,
  balancesOf,
  DAY_S,
  type Dealt,
  dealt,
  enrolSensor,
  HEARTBEAT_S,
  HUMIDITY,
  openDelivery,
  placeOf,
  STATE,
  signPlan,
  TEMPERATURE,
} from "../../support/chain/deliveries.js";
import { bytes32Of, enrolDevice } from "../../support/chain/devices.js";
import { makeLots } from "../../support/chain/lots.js";

const YEAR_S = 365 * DAY_S;

/** Opens a changed plan, signed by both. */
async function opening(d: Dealt, change: Partial<DeliveryPlan> = {}, terms: Terms = d.terms) {
  const plan = { ...d.plan, ...change };
  const [byBuyer, bySeller] = [await signPlan(d, plan, d.buyer), await signPlan(d, plan, d.seller)];
  return d.monitor.open(planValue(plan), openedTerms(terms), byBuyer, bySeller);
}

describe("DeliveryMonitor: open", () => {
  it("opens what both signed, under the plan's digest, and takes the total due", async () => {
    const d = await fresh(dealt);
    const delivery = deliveryIdOf(await placeOf(d), d.plan);
    expect(await d.monitor.idOf(planValue(d.plan))).to.equal(delivery);
    expect(await d.monitor.deliveryOf(d.agreed)).to.equal(ZeroHash);
    await expect(opening(d)).to.emit(d.monitor, "DeliveryOpened");
    expect(await d.monitor.deliveryOf(d.agreed)).to.equal(delivery);
    expect(await balancesOf(d)).to.deep.equal([0n, 0n, d.total]);
    const info = await d.monitor.infoOf(delivery);
    expect([info.buyer, info.seller, info.custodian, info.arbiter]).to.deep.equal([
      d.buyer.address,
      d.seller.address,
      d.seller.address,
      d.rival.address,
    ]);
    expect([info.state, info.held, info.waived, info.routePoints]).to.deep.equal([STATE.underway, d.total, 0n, 0n]);
    expect([info.arrivedAtS, info.disputedAtS, info.closedAtS]).to.deep.equal([0n, 0n, 0n]);
    expect([info.negotiation, info.routeHead]).to.deep.equal([d.agreed, ZeroHash]);
    const watching = await d.watch.watchingOf(delivery);
    expect([watching.startS, watching.untilS, watching.heartbeatS]).to.deep.equal([
      BigInt(d.plan.startS),
      BigInt(d.plan.endS),
      BigInt(HEARTBEAT_S),
    ]);
    expect([watching.isOpen, watching.violations, watching.head]).to.deep.equal([true, 0n, ZeroHash]);
  });

  it("tells plan and terms, item and target by their hashes", async () => {
    const d = await fresh(dealt);
    const [event] = await d.monitor.queryFilter(d.monitor.filters.DeliveryOpened(), (await opening(d)).blockNumber!);
    expect(event!.args.plan.watches.map(({ field }) => field)).to.deep.equal([TEMPERATURE, HUMIDITY]);
    expect(event!.args.terms.itemHash).to.equal(openedTerms(d.terms).itemHash);
    expect(event!.args.terms.priceMicro).to.equal(d.terms.priceMicro);
    expect(event!.args.held).to.equal(d.total);
  });

  it("binds each sensor to its condition's bounds", async () => {
    const d = await fresh(dealt);
    const delivery = await openDelivery(d, d.plan, d.terms);
    const [temperature, humidity] = await d.watch.watchesOf(delivery);
    expect([temperature!.sensor, temperature!.minMilli, temperature!.maxMilli, temperature!.condition]).to.deep.equal([
      d.freezer.device,
      -25_000n,
      -15_000n,
      1n,
    ]);
    expect([humidity!.sensor, humidity!.minMilli, humidity!.maxMilli, humidity!.condition]).to.deep.equal([
      d.hygrometer.device,
      0n,
      10_000n,
      0n,
    ]);
    expect(temperature!.lastAtS).to.equal(d.plan.startS);
  });

  it("takes the caller's call for its signature, and an ERC-1271 wallet's word", async () => {
    const d = await fresh(dealt);
    const bySeller = await signPlan(d, d.plan, d.seller);
    await d.monitor.connect(d.buyer).open(planValue(d.plan), openedTerms(d.terms), "0x", bySeller);
    const wallet = await new ContractWallet__factory(d.administrator).deploy(d.carrier);
    await d.membership.admit(wallet, "Wallet");
    const terms = d.table.terms({ seller: lower(await wallet.getAddress()), conditions: [] });
    const opened = d.table.opening({ seller: terms.seller });
    await d.table.offer({ terms }, {}, opened);
    await d.table.accept(d.table.idOf(opened), 1, terms, { by: d.carrier });
    const change = { negotiation: d.table.idOf(opened), watches: [], paysInTokens: false };
    const plan = { ...d.plan, ...change };
    const byWallet = await signPlan(d, plan, d.carrier);
    await d.monitor.connect(d.buyer).open(planValue(plan), openedTerms(terms), "0x", byWallet);
    expect((await d.monitor.infoOf(deliveryIdOf(await placeOf(d), plan))).seller).to.equal(await wallet.getAddress());
  });

  it("refuses a signature of another party, or of another plan", async () => {
    const d = await fresh(dealt);
    const [byBuyer, bySeller] = [await signPlan(d, d.plan, d.buyer), await signPlan(d, d.plan, d.seller)];
    const delivery = deliveryIdOf(await placeOf(d), d.plan);
    for (const [buyers, sellers, missing] of [
      [bySeller, bySeller, d.buyer],
      [byBuyer, byBuyer, d.seller],
      ["0x", bySeller, d.buyer],
      [byBuyer, "0x", d.seller],
    ] as const) {
      await expect(d.monitor.open(planValue(d.plan), openedTerms(d.terms), buyers, sellers))
        .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorInvalidSignature")
        .withArgs(delivery, missing);
    }
    const other = { ...d.plan, confirmWithinS: d.plan.confirmWithinS + 1 };
    await expect(
      d.monitor.open(planValue(other), openedTerms(d.terms), byBuyer, bySeller),
    ).to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorInvalidSignature");
  });

  it("opens one delivery per accepted negotiation", async () => {
    const d = await fresh(dealt);
    const unknown = bytes32Of("nothing");
    await expect(opening(d, { negotiation: unknown }))
      .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorNotAccepted")
      .withArgs(unknown, 0);
    const opened = d.table.opening({ salt: bytes32Of("open") });
    await d.table.offer({ terms: d.terms }, {}, opened);
    await expect(opening(d, { negotiation: d.table.idOf(opened) }))
      .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorNotAccepted")
      .withArgs(d.table.idOf(opened), 1);
    const delivery = await openDelivery(d, d.plan, d.terms);
    await expect(opening(d, { salt: bytes32Of("again") }))
      .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorAlreadyOpened")
      .withArgs(d.agreed, delivery);
  });

  it("refuses other terms than those accepted", async () => {
    const d = await fresh(dealt);
    for (const change of [
      { priceMicro: d.terms.priceMicro - 1n },
      { item: "something else" },
      { conditions: [] },
      { salt: bytes32Of("salt") },
    ]) {
      const terms = { ...d.terms, ...change };
      await expect(opening(d, {}, terms))
        .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorWrongTerms")
        .withArgs(d.agreed, d.termsHash, hashTerms(terms));
    }
  });

  it("looks at terms that were sealed: parties and conditions", async () => {
    const d = await fresh(dealt);
    const seal = async (name: string, change: Partial<Terms>) => {
      const terms = d.table.terms(change);
      const opened = d.table.opening({ isSealed: true, salt: bytes32Of(name) });
      await d.table.offerSealed({ terms, ciphertext: "0x01" }, { by: d.buyer }, opened);
      await d.table.accept(d.table.idOf(opened), 1, terms, { by: d.seller });
      return [{ negotiation: d.table.idOf(opened) }, terms] as const;
    };
    const [foreign, foreignTerms] = await seal("foreign", { seller: lower(d.rival.address) });
    await expect(opening(d, foreign, foreignTerms))
      .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorWrongParties")
      .withArgs(foreign.negotiation, d.buyer, d.rival);
    const twice = { field: "humidity", minMilli: 0n, maxMilli: 1n };
    const [unsound, unsoundTerms] = await seal("unsound", { conditions: [twice, twice] });
    await expect(opening(d, unsound, unsoundTerms)).to.be.revertedWithCustomError(
      { interface: d.negotiation.interface },
      "ConditionUnsorted",
    );
  });

  it("refuses a window that began, runs backward, is too long or too far ahead", async () => {
    const d = await fresh(dealt);
    const atS = await nowS();
    for (const [startS, endS] of [
      [atS + 100, atS + 100],
      [atS + 101, atS + 100],
      [atS - 100, atS + 100],
      [atS, atS + YEAR_S + 1],
      [atS + YEAR_S + 100, atS + YEAR_S + 200],
    ] as const) {
      await expect(opening(d, { startS, endS }))
        .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorInvalidWindow")
        .withArgs(startS, endS);
    }
    await nextBlockAt(atS + 10);
    await opening(d, { startS: atS + 10, endS: atS + 10 + YEAR_S });
  });

  it("refuses less than an hour and more than a year to confirm", async () => {
    const d = await fresh(dealt);
    for (const confirmWithinS of [0, 3599, YEAR_S + 1]) {
      await expect(opening(d, { confirmWithinS }))
        .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorInvalidPeriod")
        .withArgs(confirmWithinS);
    }
    await opening(d, { confirmWithinS: YEAR_S });
  });

  it("refuses a party as arbiter, and a custodian that is no member", async () => {
    const d = await fresh(dealt);
    for (const { address } of [d.buyer, d.seller]) {
      await expect(opening(d, { arbiter: lower(address) }))
        .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorInvalidArbiter")
        .withArgs(address);
    }
    await expect(opening(d, { custodian: lower(d.stranger.address) }))
      .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorNotMember")
      .withArgs(d.stranger);
  });

  it("bounds watches, milestones and lots", async () => {
    const d = await fresh(dealt);
    const watch = d.plan.watches[0]!;
    const most = await d.monitor.MAX_ITEMS();
    for (const change of [
      { watches: Array(33).fill(watch) },
      { milestones: Array(33).fill({ name: bytes32Of("m"), plannedAtS: 1 }) },
      { lots: Array(33).fill(`0x${"11".repeat(12)}`) },
    ]) {
      await expect(opening(d, change))
        .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorTooMany")
        .withArgs(33, most);
    }
  });

  it("wants lots strictly ascending, so that none is named twice", async () => {
    const d = await fresh(dealt);
    const lots = (await makeLots({ ...d, lots: d.lots.connect(d.seller), monitor: d.seller }, "one", "two")).sort();
    const [first, last] = lots as [Hex, Hex];
    for (const [named, wrong] of [
      [[first, first], first],
      [[last, first], first],
      [[first, last, last], last],
      [["0x000000000000000000000000"], "0x000000000000000000000000"],
    ] as const) {
      await expect(opening(d, { lots: [...named] }))
        .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorUnsortedLot")
        .withArgs(wrong);
    }
    await opening(d, { lots });
  });

  it("wants every condition watched, and every watch to have a condition, once", async () => {
    const d = await fresh(dealt);
    const [temperature, humidity] = d.plan.watches as [DeliveryPlan["watches"][0], DeliveryPlan["watches"][0]];
    await expect(opening(d, { watches: [temperature] }))
      .to.be.revertedWithCustomError(d.watch, "ConditionWatchUnwatchedCondition")
      .withArgs(HUMIDITY);
    await expect(opening(d, { watches: [temperature, humidity, { ...humidity, field: "light" }] }))
      .to.be.revertedWithCustomError(d.watch, "ConditionWatchNoSuchCondition")
      .withArgs(`0x${Buffer.from("light").toString("hex").padEnd(64, "0")}`);
    await expect(opening(d, { watches: [temperature, humidity, { ...temperature, warnMarginMilli: 1n }] }))
      .to.be.revertedWithCustomError(d.watch, "ConditionWatchDuplicateWatch")
      .withArgs(TEMPERATURE, d.freezer.device);
    // Two sensors of a field, and two fields of a sensor.
    const watches = [temperature, humidity, { ...humidity, sensor: temperature.sensor }];
    await opening(d, { watches });
  });

  it("takes active sensors of buyer, seller and first custodian only", async () => {
    const d = await fresh(dealt);
    const [temperature, humidity] = d.plan.watches as [DeliveryPlan["watches"][0], DeliveryPlan["watches"][0]];
    const by = (sensor: Hex) => ({ watches: [{ ...temperature, sensor }, humidity] });
    const foreign = await enrolSensor(d, d.carrier);
    await expect(opening(d, by(foreign.device)))
      .to.be.revertedWithCustomError(d.watch, "ConditionWatchForeignSensor")
      .withArgs(foreign.device, d.carrier);
    const organisation = d.seller;
    const meter = await enrolDevice(d, {
      name: "meter",
      kind: DeviceKind.Meter,
      organisation,
      owner: organisation.address,
    });
    const revoked = await enrolSensor(d, d.seller, { name: "revoked" });
    await d.devices.connect(d.seller).revoke(revoked.device);
    for (const device of [meter.device, revoked.device, bytes32Of("nothing")]) {
      await expect(opening(d, by(device)))
        .to.be.revertedWithCustomError(d.watch, "ConditionWatchNotSensor")
        .withArgs(device);
    }
    await opening(d, { ...by(foreign.device), custodian: lower(d.carrier.address) });
  });

  it("takes money in the token's currency only, and only if the plan says so", async () => {
    const d = await fresh(dealt);
    const foreign = d.table.terms({ currency: "USD", conditions: [] });
    const change = { negotiation: await agreeOn(d.table, foreign, "foreign"), watches: [] };
    await expect(opening(d, change, foreign))
      .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorWrongCurrency")
      .withArgs("USD");
    await opening(d, { ...change, paysInTokens: false }, foreign);
    expect(await balancesOf(d)).to.deep.equal([d.total, 0n, 0n]);
  });

  it("takes price times quantity, rounded down, and nothing of nothing", async () => {
    const d = await fresh(dealt);
    for (const [price, quantity, due] of [
      [1_999n, 1_001n, 2_000n],
      [999n, 1n, 0n],
    ] as const) {
      const terms = d.table.terms({ currency: "NOK", conditions: [], priceMicro: price, quantityMilli: quantity });
      const negotiation = await agreeOn(d.table, terms, `of ${price}`);
      const [, , before] = await balancesOf(d);
      await opening(d, { negotiation, watches: [] }, terms);
      expect((await balancesOf(d))[2]! - before!).to.equal(due);
    }
    const [price, quantity] = [2n ** 128n - 1n, 2n ** 64n - 1n];
    const terms = d.table.terms({ currency: "NOK", conditions: [], priceMicro: price, quantityMilli: quantity });
    const negotiation = await agreeOn(d.table, terms, "too much");
    await expect(opening(d, { negotiation, watches: [] }, terms))
      .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorTotalTooLarge")
      .withArgs((price * quantity) / 1000n);
  });

  it("does not open if the buyer cannot pay", async () => {
    const d = await fresh(dealt);
    await d.token.connect(d.buyer).approve(d.monitor, d.total - 1n);
    await expect(opening(d)).to.be.revertedWithCustomError(d.token, "ERC20InsufficientAllowance");
    expect(await d.monitor.deliveryOf(d.agreed)).to.equal(ZeroHash);
  });
});
