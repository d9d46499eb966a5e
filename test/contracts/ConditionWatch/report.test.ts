import { expect } from "chai";
import hre from "hardhat";
import { describe, it } from "mocha";
import { structHashOf, violationHead, ZERO_HASH } from "../../../protocol/index.js";
import { skipBecause } from "../../../scripts/checks/tests/skipBecause.js";
import { TestStream } from "../../support/chain/batches.js";
import { advanceTo, fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import {
  arrived,
  COLD,
  HOUR_S,
  NEARLY_WARM,
  STATEMENT,
  TEMPERATURE,
  type Underway,
  underway,
  WARM,
} from "../../support/chain/deliveries.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { gasOf } from "../../support/chain/gas.js";

/** Anchors records of the freezer and gives their reports. */
async function anchored(u: Underway, ...readings: readonly (readonly [number, number, bigint])[]) {
  const records = readings.map(([sequence, afterS, value]) =>
    u.freezer.record(sequence, u.plan.startS + afterS, value),
  );
  const stream = await TestStream.open(u);
  const batch = await stream.anchor(records.map(structHashOf));
  return records.map((record) => u.freezer.report(record, batch));
}

async function outcome({ monitor, delivery }: Underway) {
  const o = await monitor.outcomeOf(delivery);
  return [o.keptConditions, o.brokenConditions, o.unprovenConditions];
}

describe("ConditionWatch: report", () => {
  it("takes a reading from anyone, and keeps least, greatest and last", async () => {
    const u = await fresh(underway);
    await advanceTo(u.plan.startS + 5);
    expect(await u.watch.report.staticCall(u.delivery, [u.freezer.read(3, u.plan.startS + 5, COLD)])).to.equal(1n);
    await expect(u.report([3, 5, COLD]))
      .to.emit(u.watch, "ReadingsReported")
      .withArgs(u.delivery, 1);
    await u.report([4, 6, COLD - 7n], [5, 7, COLD + 9n]);
    const w = await u.freezing();
    expect([w.lowestMilli, w.highestMilli, w.readings, w.violations]).to.deep.equal([COLD - 7n, COLD + 9n, 3n, 0n]);
    expect(w.lastAtS).to.equal(u.plan.startS + 7);
    expect(await u.watch.isReported(u.delivery, u.freezer.device, 4)).to.equal(true);
    expect(await u.watch.isReported(u.delivery, u.freezer.device, 6)).to.equal(false);
  });

  it("tells what lies strictly outside from what is near and what is ordinary", async () => {
    const u = await fresh(underway);
    let sequence = 0;
    for (const [value, event] of [
      [-25_001n, "ViolationRecorded"],
      [-25_000n, "NearBound"],
      [-24_500n, "NearBound"],
      [-24_499n, undefined],
      [COLD, undefined],
      [-15_501n, undefined],
      [-15_500n, "NearBound"],
      [NEARLY_WARM, "NearBound"],
      [-15_000n, "NearBound"],
      [WARM, "ViolationRecorded"],
      [2n ** 63n - 1n, "ViolationRecorded"],
      [-(2n ** 63n), "ViolationRecorded"],
    ] as const) {
      sequence += 1;
      const transaction = u.report([sequence, sequence, value]);
      for (const name of ["ViolationRecorded", "NearBound"] as const) {
        if (name === event) await expect(transaction).to.emit(u.watch, name);
        else await expect(transaction).not.to.emit(u.watch, name);
      }
    }
    expect((await u.freezing()).violations).to.equal(4n);
  });

  it("warns of no value where the margin is zero", async () => {
    const u = await fresh(underway);
    const dry = u.hygrometer.read(1, u.plan.startS + 1, 10_000n, "humidity");
    await expect(u.watch.report(u.delivery, [dry])).not.to.emit(u.watch, "NearBound");
    const warning = u.report([1, 2, NEARLY_WARM]);
    await expect(warning)
      .to.emit(u.watch, "NearBound")
      .withArgs(u.delivery, u.freezer.device, TEMPERATURE, 1, u.plan.startS + 2, NEARLY_WARM);
  });

  it("keeps every violation with its reading and signature, and chains them", async () => {
    const u = await fresh(underway);
    const reports = [
      u.freezer.read(1, u.plan.startS + 1, WARM),
      u.hygrometer.read(9, u.plan.startS + 2, 10_001n, "humidity"),
      u.freezer.read(2, u.plan.startS + 3, COLD),
      u.freezer.read(3, u.plan.startS + 4, WARM),
    ];
    await advanceTo(u.plan.startS + 4);
    await u.watch.report(u.delivery, reports.slice(0, 2));
    await u.watch.report(u.delivery, reports.slice(2));
    const events = await u.watch.queryFilter(u.watch.filters.ViolationRecorded(u.delivery));
    expect(events.map(({ args }) => args.number)).to.deep.equal([1n, 2n, 3n]);
    expect(events.map(({ args }) => args.signature)).to.deep.equal(
      [reports[0], reports[1], reports[3]].map((report) => report!.signature),
    );
    const { violations, head } = await u.watch.watchingOf(u.delivery);
    const records = [
      u.freezer.record(1, u.plan.startS + 1, WARM),
      u.hygrometer.record(9, u.plan.startS + 2, 10_001n, "humidity"),
      u.freezer.record(3, u.plan.startS + 4, WARM),
    ];
    expect([violations, head]).to.deep.equal([3n, violationHead(records.map(structHashOf))]);
    expect(violationHead([])).to.equal(ZERO_HASH);
  });

  it("passes over what is known, in a report and between reports", async () => {
    const u = await fresh(underway);
    await u.report([1, 1, WARM], [1, 1, WARM], [2, 2, COLD]);
    // Somebody was faster with one of them; another reading of a known sequence does not count either.
    await expect(u.report([2, 2, COLD], [3, 3, WARM], [1, 9, COLD]))
      .to.emit(u.watch, "ReadingsReported")
      .withArgs(u.delivery, 1);
    const w = await u.freezing();
    expect([w.readings, w.violations, w.lastAtS]).to.deep.equal([3n, 2n, BigInt(u.plan.startS + 3)]);
    // Whose signature is false, but which is known, stops nobody.
    const forged = { ...u.freezer.read(1, u.plan.startS + 1, WARM), signature: "0x" };
    await expect(u.watch.report(u.delivery, [forged])).not.to.emit(u.watch, "ReadingsReported");
  });

  it("tells outcomes by condition: kept, broken and never watched", async () => {
    const u = await fresh(underway);
    expect(await outcome(u)).to.deep.equal([0n, 0n, 2n]);
    await u.report([1, 1, COLD]);
    expect(await outcome(u)).to.deep.equal([1n, 0n, 1n]);
    await u.report([2, 2, WARM]);
    expect(await outcome(u)).to.deep.equal([0n, 1n, 1n]);
    await u.watch.report(u.delivery, [u.hygrometer.read(1, u.plan.startS + 1, 5n, "humidity")]);
    expect(await outcome(u)).to.deep.equal([1n, 1n, 0n]);
  });

  it("refuses an empty report, an unknown delivery and an unknown watch", async () => {
    const u = await fresh(underway);
    await expect(u.watch.report(u.delivery, []))
      .to.be.revertedWithCustomError(u.watch, "ConditionWatchEmptyReport")
      .withArgs(u.delivery);
    const reading = u.freezer.read(1, u.plan.startS + 1, COLD);
    const nothing = bytes32Of("nothing");
    await expect(u.watch.report(nothing, [reading]))
      .to.be.revertedWithCustomError(u.watch, "ConditionWatchNotOpen")
      .withArgs(nothing);
    const foreign = u.hygrometer.read(1, u.plan.startS + 1, COLD);
    await expect(u.watch.report(u.delivery, [reading, foreign]))
      .to.be.revertedWithCustomError(u.watch, "ConditionWatchUnknownWatch")
      .withArgs(u.delivery, TEMPERATURE, u.hygrometer.device);
    await expect(u.watch.isSilent(u.delivery, TEMPERATURE, u.hygrometer.device)).to.be.revertedWithCustomError(
      u.watch,
      "ConditionWatchUnknownWatch",
    );
  });

  it("refuses readings from before the start, after the end and after the arrival", async () => {
    const u = await fresh(underway);
    const lasts = u.plan.endS - u.plan.startS;
    await u.report([1, 0, COLD], [2, lasts, COLD]);
    for (const afterS of [-1, lasts + 1]) {
      await expect(u.report([3, afterS, COLD]))
        .to.be.revertedWithCustomError(u.watch, "ConditionWatchOutsideWindow")
        .withArgs(u.delivery, u.plan.startS + afterS, u.plan.startS, u.plan.endS);
    }
    const a = await fresh(arrived);
    const { arrivedAtS } = await a.info();
    const untilS = Number(arrivedAtS) - a.plan.startS;
    await a.report([1, untilS, COLD]);
    await expect(a.report([2, untilS + 1, COLD]))
      .to.be.revertedWithCustomError(a.watch, "ConditionWatchOutsideWindow")
      .withArgs(a.delivery, arrivedAtS + 1n, a.plan.startS, arrivedAtS);
  });

  it("refuses what is dated later than the block, and takes it when its time has come", async () => {
    const u = await fresh(underway);
    const reading = u.freezer.read(1, u.plan.startS + 10, COLD);
    await nextBlockAt(u.plan.startS + 9);
    await expect(u.watch.report(u.delivery, [reading]))
      .to.be.revertedWithCustomError(u.watch, "ConditionWatchInFuture")
      .withArgs(u.delivery, u.plan.startS + 10);
    await nextBlockAt(u.plan.startS + 10);
    await u.watch.report(u.delivery, [reading]);
    expect((await u.freezing()).readings).to.equal(1n);
  });

  it("takes readings while it is disputed, and none when it is closed", async () => {
    const u = await fresh(arrived);
    await u.monitor.connect(u.buyer).dispute(u.delivery, STATEMENT);
    await u.report([1, 1, WARM]);
    await u.monitor.connect(u.rival).decide(u.delivery, 0);
    await expect(u.report([2, 2, WARM]))
      .to.be.revertedWithCustomError(u.watch, "ConditionWatchNotOpen")
      .withArgs(u.delivery);
    await expect(u.summarise()).to.be.revertedWithCustomError(u.watch, "ConditionWatchNotOpen").withArgs(u.delivery);
  });

  it("takes nobody's word for a sensor's: forged, changed, or of a device that is suspended", async () => {
    const u = await fresh(underway);
    const record = u.freezer.record(1, u.plan.startS + 1, COLD);
    for (const report of [
      u.freezer.report(record, undefined, secp256k1Key("forger")),
      { ...u.freezer.report(record), valueMilli: COLD + 1n },
    ]) {
      await expect(u.watch.report(u.delivery, [report]))
        .to.be.revertedWithCustomError(u.devices, "DeviceRegistryInvalidDeviceSignature")
        .withArgs(u.freezer.device);
    }
    await u.devices.connect(u.seller).suspend(u.freezer.device);
    await expect(u.watch.report(u.delivery, [u.freezer.report(record)])).to.be.revertedWithCustomError(
      u.devices,
      "DeviceRegistryUnexpectedStatus",
    );
  });

  it("lets only the monitor bind, stop and close", async () => {
    const u = await fresh(underway);
    const parties = { buyer: u.buyer, seller: u.seller, custodian: u.seller };
    const terms = { ...parties, startS: 1, endS: 2, heartbeatS: 0 };
    const watch = u.watch.connect(u.seller);
    for (const call of [
      () => watch.bind(bytes32Of("nothing"), terms, [], []),
      () => watch.stop(u.delivery),
      () => watch.close(u.delivery),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(u.watch, "ConditionWatchNotMonitor").withArgs(u.seller);
    }
    expect(await u.watch.MONITOR()).to.equal(await u.monitor.getAddress());
  });
});

describe("ConditionWatch: anchored readings", () => {
  it("count by the key that held at the anchor, whatever became of the sensor", async () => {
    const u = await fresh(underway);
    const reports = await anchored(u, [1, 1, WARM], [2, 2, COLD], [3, 3, WARM]);
    await advanceTo((await nowS()) + HOUR_S);
    await u.devices.connect(u.seller).revoke(u.freezer.device);
    await u.watch.report(u.delivery, reports);
    const w = await u.freezing();
    expect([w.readings, w.violations]).to.deep.equal([3n, 2n]);
    const [event] = await u.watch.queryFilter(u.watch.filters.ViolationRecorded(u.delivery));
    const { stream, batchSequence, root } = event!.args;
    expect([stream, batchSequence, root]).to.deep.equal([
      reports[0]!.stream,
      reports[0]!.batchSequence,
      reports[0]!.root,
    ]);
    const late = u.freezer.read(4, u.plan.startS + 4, WARM);
    await expect(u.watch.report(u.delivery, [late])).to.be.revertedWithCustomError(
      u.devices,
      "DeviceRegistryUnexpectedStatus",
    );
  });

  it("do not count if they were anchored when the sensor was no longer active", async () => {
    const u = await fresh(underway);
    await u.devices.connect(u.seller).revoke(u.freezer.device);
    await advanceTo((await nowS()) + 5);
    const reports = await anchored(u, [1, 1, WARM]);
    await expect(u.watch.report(u.delivery, reports)).to.be.revertedWithCustomError(
      u.devices,
      "DeviceRegistryUnexpectedStatus",
    );
  });

  it("are refused with another's proof, an unknown batch or a false signature", async () => {
    const u = await fresh(underway);
    const [one, other] = await anchored(u, [1, 1, WARM], [2, 2, COLD]);
    await expect(u.watch.report(u.delivery, [{ ...one!, proof: other!.proof }]))
      .to.be.revertedWithCustomError(u.watch, "ConditionWatchInvalidProof")
      .withArgs(u.freezer.device, 1);
    await expect(u.watch.report(u.delivery, [{ ...one!, batchSequence: 2n }]))
      .to.be.revertedWithCustomError(u.anchor, "RecordAnchorUnknownBatch")
      .withArgs(one!.stream, 2, one!.root);
    await expect(u.watch.report(u.delivery, [{ ...one!, signature: other!.signature }]))
      .to.be.revertedWithCustomError(u.devices, "DeviceRegistryInvalidDeviceSignature")
      .withArgs(u.freezer.device);
  });
});

describe("ConditionWatch: gas", () => {
  it("costs the same a violation in a report of 100, however many there were", async function () {
    if (hre.globalOptions.coverage) skipBecause(this, "coverage instruments the contracts, which costs gas");
    const u = await fresh(underway);
    const hundred = (from: number) =>
      u.report(...Array.from({ length: 100 }, (_, i) => [from + i, from + i, WARM + BigInt(i)] as const));
    const costs: bigint[] = [];
    for (const from of [256, 512, 768]) costs.push((await gasOf(hundred(from))) / 100n);
    expect(Number(costs[2])).to.be.lessThan(26_500);
    expect(Number(costs[2]! - costs[1]!)).to.be.lessThan(100);
    expect((await u.freezing()).violations).to.equal(300n);
  });
});
