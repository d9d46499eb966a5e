import { expect } from "chai";
import { describe, it } from "mocha";
import { deliverySummaryHash } from "../../../protocol/index.js";
import { advanceTo, fresh, nextBlockAt } from "../../support/chain/chain.js";
import {
  arrived,
  bare,
  COLD,
  HEARTBEAT_S,
  HOUR_S,
  TEMPERATURE,
  type Underway,
  underway,
  WARM,
} from "../../support/chain/deliveries.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";

const COUNTED = { sequence: 100n, readings: 100n, violations: 3n, highestMilli: WARM };
const standing = ({ watch, delivery }: Underway) => watch.standingOf(delivery);
const silent = ({ watch, delivery, freezer }: Underway) => watch.isSilent(delivery, TEMPERATURE, freezer.device);

describe("ConditionWatch: summarise", () => {
  it("takes a sensor's word for all its readings, relayed by anyone", async () => {
    const u = await fresh(underway);
    await expect(u.summarise({ ...COUNTED, lowestMilli: -24_000n })).to.emit(u.watch, "SummaryRecorded");
    const w = await u.freezing();
    expect([w.summarySequence, w.summaryReadings, w.summaryViolations]).to.deep.equal([100n, 100n, 3n]);
    expect([w.summaryLowestMilli, w.summaryHighestMilli, w.lowestMilli, w.highestMilli]).to.deep.equal([
      -24_000n,
      WARM,
      -24_000n,
      WARM,
    ]);
    expect([w.lastAtS, w.readings]).to.deep.equal([BigInt(u.plan.startS + HOUR_S), 0n]);
    expect(await standing(u)).to.deep.equal([0n, 3n]);
    expect((await u.monitor.outcomeOf(u.delivery)).brokenConditions).to.equal(1n);
  });

  it("takes a P-256 sensor's word as well", async () => {
    const u = await fresh(underway);
    const summary = { delivery: u.delivery, field: "humidity", sequence: 1n, timestampS: BigInt(u.plan.startS) };
    const values = { readings: 1n, violations: 0n, lowestMilli: 5n, highestMilli: 5n };
    await u.watch.summarise(...u.hygrometer.summarise({ ...summary, ...values }));
    expect((await u.watch.watchesOf(u.delivery))[1]!.summaryReadings).to.equal(1n);
    expect((await u.monitor.outcomeOf(u.delivery)).keptConditions).to.equal(1n);
  });

  it("shows violations that were counted and not recorded, until they are", async () => {
    const u = await fresh(underway);
    await u.report([10, 10, WARM]);
    await u.summarise(COUNTED);
    expect(await standing(u)).to.deep.equal([1n, 2n]);
    // One that came later does not stand for one that was concealed.
    await u.report([101, HOUR_S + 1, WARM], [102, HOUR_S + 2, WARM], [103, HOUR_S + 3, WARM]);
    expect(await standing(u)).to.deep.equal([4n, 2n]);
    await u.report([11, 11, WARM]);
    expect(await standing(u)).to.deep.equal([5n, 1n]);
    await u.report([12, 12, WARM]);
    expect(await standing(u)).to.deep.equal([6n, 0n]);
    // More than the sensor counted: it is wrong, or lies; nothing is owed to it.
    await u.report([13, 13, WARM]);
    expect(await standing(u)).to.deep.equal([7n, 0n]);
    await u.summarise({ ...COUNTED, sequence: 200n, violations: 9n, readings: 200n });
    expect(await standing(u)).to.deep.equal([7n, 2n]);
  });

  it("refuses one that a recorded violation has outrun", async () => {
    const u = await fresh(underway);
    await u.report([101, 1, WARM]);
    await expect(u.summarise(COUNTED))
      .to.be.revertedWithCustomError(u.watch, "ConditionWatchSummaryOutrun")
      .withArgs(u.delivery, u.freezer.device, 101, 100);
    await u.summarise({ ...COUNTED, sequence: 101n, readings: 101n });
    expect(await standing(u)).to.deep.equal([1n, 2n]);
  });

  it("counts a violation at least where a value outside is told", async () => {
    const u = await fresh(underway);
    await u.summarise({ highestMilli: WARM });
    expect(await standing(u)).to.deep.equal([0n, 1n]);
    await u.summarise({ sequence: 2n, readings: 2n, highestMilli: WARM });
    expect(await standing(u)).to.deep.equal([0n, 1n]);
    const low = await fresh(underway);
    await low.summarise({ lowestMilli: -25_001n });
    expect(await standing(low)).to.deep.equal([0n, 1n]);
  });

  it("refuses what no sensor can have counted", async () => {
    const u = await fresh(underway);
    for (const change of [
      { readings: 0n },
      { readings: 1n, violations: 2n },
      { lowestMilli: COLD + 1n, highestMilli: COLD },
    ]) {
      await expect(u.summarise(change))
        .to.be.revertedWithCustomError(u.watch, "ConditionWatchInvalidSummary")
        .withArgs(u.delivery, u.freezer.device, TEMPERATURE);
    }
  });

  it("wants sequences to rise, counts never to fall and values never to be taken back", async () => {
    const u = await fresh(underway);
    await u.summarise({ ...COUNTED, lowestMilli: -24_000n });
    for (const sequence of [100n, 99n]) {
      await expect(u.summarise({ ...COUNTED, sequence, lowestMilli: -24_000n }))
        .to.be.revertedWithCustomError(u.watch, "ConditionWatchSummaryNotNewer")
        .withArgs(u.delivery, u.freezer.device, 100, sequence);
    }
    const next = { ...COUNTED, sequence: 101n, lowestMilli: -24_000n };
    for (const [change, error] of [
      [{ readings: 99n }, "ConditionWatchCountFell"],
      [{ violations: 2n }, "ConditionWatchCountFell"],
      [{ lowestMilli: -23_999n }, "ConditionWatchExtremeFell"],
      [{ highestMilli: WARM - 1n }, "ConditionWatchExtremeFell"],
    ] as const) {
      await expect(u.summarise({ ...next, ...change }))
        .to.be.revertedWithCustomError(u.watch, error)
        .withArgs(u.delivery, u.freezer.device, TEMPERATURE);
    }
    await u.summarise(next);
  });

  it("refuses one that is dated later than the block", async () => {
    const u = await fresh(underway);
    const timestampS = BigInt(u.plan.startS + 10);
    const signed = u.freezer.summarise({ delivery: u.delivery, field: "temperature", ...whole(u), timestampS });
    await nextBlockAt(u.plan.startS + 9);
    await expect(u.watch.summarise(...signed))
      .to.be.revertedWithCustomError(u.watch, "ConditionWatchInFuture")
      .withArgs(u.delivery, timestampS);
    await nextBlockAt(u.plan.startS + 10);
    await u.watch.summarise(...signed);
  });

  it("refuses a time outside the window, an unknown watch and a false signature", async () => {
    const u = await fresh(arrived);
    const { arrivedAtS } = await u.info();
    for (const timestampS of [BigInt(u.plan.startS) - 1n, arrivedAtS + 1n]) {
      await expect(u.summarise({ timestampS }))
        .to.be.revertedWithCustomError(u.watch, "ConditionWatchOutsideWindow")
        .withArgs(u.delivery, timestampS, u.plan.startS, arrivedAtS);
    }
    await expect(u.summarise({ field: "humidity" })).to.be.revertedWithCustomError(
      u.watch,
      "ConditionWatchUnknownWatch",
    );
    const [summary] = u.freezer.summarise({ delivery: u.delivery, field: "temperature", ...whole(u) });
    const hash = deliverySummaryHash({
      ...whole(u),
      delivery: u.delivery,
      sensor: u.freezer.device,
      field: "temperature",
    });
    await expect(u.watch.summarise(summary, secp256k1Key("forger").sign(u.domain, hash)))
      .to.be.revertedWithCustomError(u.devices, "DeviceRegistryInvalidDeviceSignature")
      .withArgs(u.freezer.device);
    await u.devices.connect(u.seller).revoke(u.freezer.device);
    await expect(u.summarise()).to.be.revertedWithCustomError(u.devices, "DeviceRegistryUnexpectedStatus");
  });

  function whole(u: Underway) {
    const timestampS = BigInt(u.plan.startS + HOUR_S);
    return { sequence: 1n, timestampS, readings: 1n, violations: 0n, lowestMilli: COLD, highestMilli: COLD };
  }
});

describe("ConditionWatch: silence", () => {
  it("is counted when it ends, by the sensor's clock, from the start on", async () => {
    const u = await fresh(underway);
    await expect(u.report([1, HEARTBEAT_S, COLD])).not.to.emit(u.watch, "SilenceEnded");
    const toS = u.plan.startS + 2 * HEARTBEAT_S + 1;
    await expect(u.report([2, 2 * HEARTBEAT_S + 1, COLD]))
      .to.emit(u.watch, "SilenceEnded")
      .withArgs(u.delivery, u.freezer.device, TEMPERATURE, 0, u.plan.startS + HEARTBEAT_S, toS);
    await expect(u.summarise({ sequence: 3n, timestampS: BigInt(toS + HEARTBEAT_S + 1) }))
      .to.emit(u.watch, "SilenceEnded")
      .withArgs(u.delivery, u.freezer.device, TEMPERATURE, 1, toS, toS + HEARTBEAT_S + 1);
    expect((await u.freezing()).silences).to.equal(2n);
  });

  it("does not begin anew with what comes late or out of order", async () => {
    const u = await fresh(underway);
    await u.report([5, 5 * HEARTBEAT_S, COLD]);
    await expect(u.report([1, 1, WARM], [3, 3 * HEARTBEAT_S, COLD])).not.to.emit(u.watch, "SilenceEnded");
    const w = await u.freezing();
    expect([w.lastAtS, w.silences, w.violations]).to.deep.equal([BigInt(u.plan.startS + 5 * HEARTBEAT_S), 1n, 1n]);
  });

  it("shows while it lasts, until readings cease to count", async () => {
    const u = await fresh(underway);
    expect(await silent(u)).to.equal(false);
    await advanceTo(u.plan.startS + HEARTBEAT_S);
    expect(await silent(u)).to.equal(false);
    await advanceTo(u.plan.startS + HEARTBEAT_S + 1);
    expect(await silent(u)).to.equal(true);
    await u.report([1, HEARTBEAT_S, COLD]);
    expect(await silent(u)).to.equal(false);
    await u.report([2, 2 * HEARTBEAT_S, COLD]);
    await advanceTo(u.plan.startS + 3 * HEARTBEAT_S + 10);
    await u.monitor.connect(u.seller).deliver(u.delivery);
    await advanceTo(u.plan.startS + 9 * HEARTBEAT_S);
    expect(await silent(u)).to.equal(true);
    await u.report([3, 2 * HEARTBEAT_S + 10, COLD]);
    expect(await silent(u)).to.equal(false);
    await u.monitor.connect(u.buyer).confirm(u.delivery, 0);
    await advanceTo(u.plan.endS);
    expect(await silent(u)).to.equal(false);
  });

  it("is not watched without a heartbeat, nor of a delivery that nobody watches", async () => {
    const u = await fresh(bare);
    expect(await u.watch.watchesOf(u.delivery)).to.deep.equal([]);
    expect(await standing(u)).to.deep.equal([0n, 0n]);
    const o = await u.monitor.outcomeOf(u.delivery);
    expect([o.keptConditions, o.brokenConditions, o.unprovenConditions]).to.deep.equal([0n, 0n, 0n]);
  });
});
