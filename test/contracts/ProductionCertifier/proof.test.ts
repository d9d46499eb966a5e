import { expect } from "chai";
import { describe, it } from "mocha";
import { type Hex, nextHead, ZERO_HASH } from "../../../protocol/index.js";
import { fresh } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, endOf, intervalOf } from "../../support/chain/market.js";
import { headAfter, settledBy, type ToldInterval } from "../../support/chain/settled.js";
import { certify, eveHour, heldOf, type Producing, producing, settleHours } from "./producing.js";

/** Three settled hours, and the heads before each of them and after the last. */
async function settledHours() {
  const v = await fresh(producing);
  const told = await settleHours(v, 3);
  const heads = [0, 1, 2, 3].map((count) => headAfter(told.slice(0, count)));
  return { ...v, told, heads: heads as [Hex, Hex, Hex, Hex] };
}

function refused(v: Producing, intervals: readonly ToldInterval[], fromHead: Hex = ZERO_HASH, device: Hex = v.device) {
  const head = headAfter(intervals, fromHead);
  return expect(certify(v, intervals, fromHead, device))
    .to.be.revertedWithCustomError(v.certifier, "ProductionCertifierNotSettled")
    .withArgs(device, head);
}

const isCertified = async (v: Producing, count: number) =>
  (await heldOf(v, v.device, count, v.supplier.account)) !== 0n;

describe("ProductionCertifier: proof", () => {
  it("replays the intervals to the meter's head", async () => {
    const { told, ...v } = await fresh(settledHours);
    await certify(v, told);
    expect(await Promise.all([1, 2, 3].map((count) => isCertified(v, count)))).to.deep.equal([true, true, true]);
  });

  it("goes from the newest intervals back, each call to where the one before began", async () => {
    const { told, heads, ...v } = await fresh(settledHours);
    await refused(v, told.slice(0, 1));
    await certify(v, told.slice(2), heads[2]);
    expect(await Promise.all(heads.map((head) => v.certifier.isProven(v.device, head)))).to.deep.equal([
      false,
      false,
      true,
      true,
    ]);
    await refused(v, told.slice(0, 1));
    await certify(v, told.slice(1, 2), heads[1]);
    await certify(v, told.slice(0, 1), heads[0]);
    expect(await Promise.all([1, 2, 3].map((count) => isCertified(v, count)))).to.deep.equal([true, true, true]);
  });

  it("knows what it has proven after more was settled", async () => {
    const { told, heads, ...v } = await fresh(settledHours);
    await certify(v, told.slice(1), heads[1]);
    await v.settlement.settle([await eveHour(v, 4, [8000n, 2800n, 1200n], 1600n)]);
    expect(await v.certifier.isProven(v.device, heads[3])).to.equal(false);
    expect(await v.certifier.isProven(v.device, heads[1])).to.equal(true);
    await refused(v, told);
    await certify(v, told.slice(0, 1));
    expect(await isCertified(v, 1)).to.equal(true);
  });

  it("refuses intervals of which anything was changed, added or left out", async () => {
    const { told, heads, ...v } = await fresh(settledHours);
    const [first, second, third] = told as [ToldInterval, ToldInterval, ToldInterval];
    const more = { ...third, words: [third.words[0]! + (1n << 192n), ...third.words.slice(1)] };
    for (const forged of [
      [first, second, more],
      [first, second, { ...third, endS: third.endS + 3600n }],
      [first, second, { ...third, roster: `0x${"11".repeat(20)}` as Hex }],
      [first, second, { ...third, words: [...third.words, 0n] }],
      [first, second, { ...third, words: [] }],
      [first, third],
      [second, first, third],
      [first, second],
      [first, second, third, third],
    ]) {
      await refused(v, forged);
    }
    await refused(v, told, heads[1]);
    await refused(v, [], bytes32Of("any head"));
    expect(await isCertified(v, 1)).to.equal(false);
  });

  it("refuses another meter's intervals", async () => {
    const { told, ...v } = await fresh(settledHours);
    await refused(v, told, ZERO_HASH, v.ada.meter.device);
  });

  it("proves nothing of a meter by what it proved of another", async () => {
    const { told, heads, ...v } = await fresh(settledHours);
    await certify(v, told.slice(1), heads[1]);
    expect(await v.certifier.isProven(v.ada.meter.device, heads[1])).to.equal(false);
    await refused(v, told.slice(0, 1), ZERO_HASH, v.ada.meter.device);
  });

  it("takes nothing from no intervals but what is proven", async () => {
    const { heads, ...v } = await fresh(settledHours);
    const sent = v.certifier.certify(v.device, heads[3], []);
    await expect(sent).not.to.emit(v.certificates, "IssuanceSingle");
    expect(await v.certifier.isProven(v.device, heads[3])).to.equal(true);
    expect(await v.certifier.isProven(v.device, heads[2])).to.equal(false);
  });

  it("follows the chain over rosters that changed", async () => {
    const { told, ...v } = await fresh(settledHours);
    const zoe = { ...v.ada, meter: v.ada.meter };
    await agree(v, v.bob, zoe, { startS: endOf(240), endS: endOf(241), salt: bytes32Of("other") });
    await agree(v, v.bob, v.supplier, { startS: endOf(250), endS: endOf(251), salt: bytes32Of("later") });
    const fourth = await settledBy(v, v.settlement.settle([await eveHour(v, 4, [8000n, 2800n, 1200n], 1600n)]));
    expect(fourth[0]!.roster).not.to.equal(told[0]!.roster);
    await certify(v, [...told, ...fourth]);
    expect(await isCertified(v, 4)).to.equal(true);
  });

  it("hashes as the protocol does", async () => {
    const { told, ...v } = await fresh(settledHours);
    const invented = { roster: `0x${"ab".repeat(20)}` as Hex, endS: 2n ** 48n - 1n, words: [2n ** 256n - 1n, 0n] };
    const head = nextHead(headAfter(told), invented);
    await expect(v.certifier.certify(v.device, headAfter(told), [invented]))
      .to.be.revertedWithCustomError(v.certifier, "ProductionCertifierNotSettled")
      .withArgs(v.device, head);
  });

  it("settles a supplier's next interval untouched by what was certified", async () => {
    const { told, ...v } = await fresh(settledHours);
    await certify(v, told);
    const next = await intervalOf(v, v.supplier, endOf(4), [
      v.supplier.meter.read(endOf(4), 0n, 6100n),
      v.ada.meter.read(endOf(4), 2110n, 0n),
      v.bob.meter.read(endOf(4), 910n, 0n),
      v.eve.meter.read(endOf(4), 1210n, 0n),
    ]);
    const more = await settledBy(v, v.settlement.settle([next]));
    await certify(v, more, headAfter(told));
    expect(await heldOf(v, v.device, 4, v.eve.account)).to.equal(10n);
  });
});
