import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh } from "../../support/chain/chain.js";
import { COLD, HEARTBEAT_S, type Underway, underway, WARM } from "../../support/chain/deliveries.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";

const NO_SILENCE = [0n, 0n, 0n];

/** A reading of the freezer so long after the start. */
const cold = (u: Underway, sequence: number, afterS: number, value = COLD) =>
  u.freezer.read(sequence, u.plan.startS + afterS, value);

/** Somebody reported the freezer's fourth reading first, three heartbeats after the start. */
async function hushed() {
  const u = await fresh(underway);
  await u.report([4, 3 * HEARTBEAT_S, COLD]);
  return u;
}

const silencesOf = async (u: Underway) =>
  (await u.watch.silencesOf(u.delivery)).map(({ watch, fromS, toS }) => [
    watch,
    fromS === 0n ? 0n : fromS - BigInt(u.plan.startS),
    toS === 0n ? 0n : toS - BigInt(u.plan.startS),
  ]);

describe("ConditionWatch: fillSilence", () => {
  it("takes from a silence what the sensor said within it, until nothing is left that is too long", async () => {
    const u = await fresh(hushed);
    expect(await silencesOf(u)).to.deep.equal([[0n, 0n, BigInt(3 * HEARTBEAT_S)]]);
    const first = cold(u, 1, HEARTBEAT_S);
    await expect(u.watch.connect(u.stranger).fillSilence(u.delivery, 0, first))
      .to.emit(u.watch, "SilenceFilled")
      .withArgs(u.delivery, 0, u.plan.startS + HEARTBEAT_S);
    expect(await silencesOf(u)).to.deep.equal([[0n, BigInt(HEARTBEAT_S), BigInt(3 * HEARTBEAT_S)]]);
    expect((await u.freezing()).silences).to.equal(1n);
    await u.watch.fillSilence(u.delivery, 0, cold(u, 2, 2 * HEARTBEAT_S));
    expect(await silencesOf(u)).to.deep.equal([NO_SILENCE]);
    expect((await u.freezing()).silences).to.equal(0n);
    expect(await u.watch.isWhole(u.delivery, u.plan.endS)).to.equal(true);
  });

  it("leaves what is too long before the reading, and what is too long after it", async () => {
    const u = await fresh(hushed);
    await expect(u.watch.fillSilence(u.delivery, 0, cold(u, 2, 2 * HEARTBEAT_S))).not.to.emit(u.watch, "SilenceEnded");
    expect(await silencesOf(u)).to.deep.equal([[0n, 0n, BigInt(2 * HEARTBEAT_S)]]);
    const v = await fresh(underway);
    await v.report([9, 5 * HEARTBEAT_S, COLD]);
    const [midS, endS] = [BigInt(2 * HEARTBEAT_S + 1), BigInt(5 * HEARTBEAT_S)];
    await expect(v.watch.fillSilence(v.delivery, 0, cold(v, 3, Number(midS))))
      .to.emit(v.watch, "SilenceEnded")
      .withArgs(
        v.delivery,
        v.freezer.device,
        cold(v, 3, 0).field,
        1,
        BigInt(v.plan.startS) + midS,
        BigInt(v.plan.startS) + endS,
      );
    expect(await silencesOf(v)).to.deep.equal([
      [0n, 0n, midS],
      [0n, midS, endS],
    ]);
    expect((await v.freezing()).silences).to.equal(2n);
    expect(await v.watch.isWhole(v.delivery, v.plan.endS)).to.equal(false);
  });

  it("counts the reading, once, as a violation too, and moves no last word back", async () => {
    const u = await fresh(hushed);
    const warm = cold(u, 1, HEARTBEAT_S, WARM);
    await expect(u.watch.fillSilence(u.delivery, 0, warm)).to.emit(u.watch, "ViolationRecorded");
    const { violations, readings, lastAtS } = await u.freezing();
    expect([violations, readings, lastAtS]).to.deep.equal([1n, 2n, BigInt(u.plan.startS + 3 * HEARTBEAT_S)]);
    const known = cold(u, 2, 2 * HEARTBEAT_S);
    await u.watch.report(u.delivery, [known]);
    await u.watch.fillSilence(u.delivery, 0, known);
    expect([(await u.freezing()).readings, (await u.freezing()).silences]).to.deep.equal([3n, 0n]);
  });

  it("tells the silences of each watch apart", async () => {
    const u = await fresh(hushed);
    const damp = (sequence: number, afterS: number) =>
      u.hygrometer.read(sequence, u.plan.startS + afterS, 5_000n, "humidity");
    await u.watch.report(u.delivery, [damp(2, 2 * HEARTBEAT_S)]);
    expect(await silencesOf(u)).to.deep.equal([
      [0n, 0n, BigInt(3 * HEARTBEAT_S)],
      [1n, 0n, BigInt(2 * HEARTBEAT_S)],
    ]);
    await expect(u.watch.fillSilence(u.delivery, 0, damp(1, HEARTBEAT_S)))
      .to.be.revertedWithCustomError(u.watch, "ConditionWatchOutsideSilence")
      .withArgs(u.delivery, 0, u.plan.startS, u.plan.startS + 3 * HEARTBEAT_S);
    await u.watch.fillSilence(u.delivery, 1, damp(1, HEARTBEAT_S));
    expect(await silencesOf(u)).to.deep.equal([[0n, 0n, BigInt(3 * HEARTBEAT_S)], NO_SILENCE]);
  });

  it("refuses what is not from between its ends, a silence that there is not, and one that was filled", async () => {
    const u = await fresh(hushed);
    for (const afterS of [0, 3 * HEARTBEAT_S]) {
      await expect(u.watch.fillSilence(u.delivery, 0, cold(u, 7, afterS))).to.be.revertedWithCustomError(
        u.watch,
        "ConditionWatchOutsideSilence",
      );
    }
    const unknown = (silence: number) =>
      expect(u.watch.fillSilence(u.delivery, silence, cold(u, 1, HEARTBEAT_S)))
        .to.be.revertedWithCustomError(u.watch, "ConditionWatchUnknownSilence")
        .withArgs(u.delivery, silence);
    await unknown(1);
    await u.watch.fillSilence(u.delivery, 0, cold(u, 1, HEARTBEAT_S));
    await u.watch.fillSilence(u.delivery, 0, cold(u, 2, 2 * HEARTBEAT_S));
    await unknown(0);
  });

  it("takes nobody's word for the sensor's, also for a sequence that is known, and none when it is closed", async () => {
    const u = await fresh(hushed);
    for (const sequence of [1, 4]) {
      const record = u.freezer.record(sequence, u.plan.startS + HEARTBEAT_S, COLD);
      const forged = u.freezer.report(record, undefined, secp256k1Key("forger"));
      await expect(u.watch.fillSilence(u.delivery, 0, forged)).to.be.revertedWithCustomError(
        u.devices,
        "DeviceRegistryInvalidDeviceSignature",
      );
    }
    await advanceTo(u.plan.endS + 1);
    await u.monitor.connect(u.seller).deliver(u.delivery);
    await u.monitor.connect(u.buyer).confirm(u.delivery, 0);
    await expect(u.watch.fillSilence(u.delivery, 0, cold(u, 1, HEARTBEAT_S)))
      .to.be.revertedWithCustomError(u.watch, "ConditionWatchNotOpen")
      .withArgs(u.delivery);
  });
});
