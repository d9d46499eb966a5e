import { expect } from "chai";
import { describe, it } from "mocha";
import type { Hex } from "../../../protocol/index.js";
import { signEnd } from "../../support/chain/agreements.js";
import { advanceTo, fresh, nowS } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, enrolHome, fundEscrows, intervalOf, openMeters, PERIOD_S } from "../../support/chain/market.js";
import { outcomeOf, settledBy } from "../../support/chain/settled.js";
import { ESCROW, village } from "./village.js";

/** Eve and Bob buy from Ada for ten hours from the next but one on, of which the first has begun. */
async function soon() {
  const v = await fresh(village);
  const fromS = Math.ceil((await nowS()) / PERIOD_S + 1) * PERIOD_S;
  const at = (count: number) => fromS + count * PERIOD_S;
  const carl = await enrolHome(v, v.people[4]!);
  const window = { startS: fromS, endS: at(10) };
  const eves = await agree(v, v.eve, v.ada, window);
  const carls = await agree(v, carl, v.ada, window);
  await openMeters(v, [carl]);
  await fundEscrows(v, [carl.account], ESCROW);
  await advanceTo(at(0));
  /** Eve and Ada end an agreement of theirs. */
  const end = async (agreement: Hex, endS: number) => {
    const [byConsumer, bySupplier] = [
      await signEnd(v, { agreement, endS }, v.eve.account),
      await signEnd(v, { agreement, endS }, v.ada.account),
    ];
    return v.agreements.end(agreement, endS, byConsumer, bySupplier);
  };
  return { ...v, carl, at, eves, carls, end };
}

type Soon = Awaited<ReturnType<typeof soon>>;

/** Hour `count`: Ada feeds in 1,000 Wh, Eve takes 100 and Carl, if he reads, 200. */
function ending(s: Soon, count: number, { reads = [s.eve, s.carl], first = count === 1 } = {}) {
  const takes = (home: Soon["eve"]) => (home === s.eve ? 100n : 200n);
  const read = (n: number) => [
    s.ada.meter.read(s.at(n), 0n, BigInt(n) * 1000n),
    ...reads.map((home) => home.meter.read(s.at(n), BigInt(n) * takes(home), 0n)),
  ];
  return intervalOf(s, s.ada, s.at(count), [...(first ? read(0) : []), ...read(count)]);
}

describe("EnergySettlement: agreements that end early", () => {
  it("settle to the new end, and the others go on by a new roster", async () => {
    const s = await fresh(soon);
    await s.end(s.eves, s.at(2));
    await advanceTo(s.at(4));
    const told = [];
    for (const count of [1, 2]) told.push(...(await settledBy(s, s.settlement.settle([await ending(s, count)]))));
    const third = await ending(s, 3, { reads: [s.carl] });
    told.push(...(await settledBy(s, s.settlement.settle([third]))));
    expect(told.map((interval) => outcomeOf(interval).members.map(([, delivered]) => delivered))).to.deep.equal([
      [100n, 200n],
      [100n, 200n],
      [200n],
    ]);
    expect(await s.settlement.deliveredWhOf(s.eves)).to.equal(200n);
    await s.agreements.release(s.eves);
  });

  it("no longer stand in a roster that was compiled before", async () => {
    const s = await fresh(soon);
    await advanceTo(s.at(1));
    const first = await ending(s, 1);
    await s.end(s.eves, s.at(2));
    await expect(s.settlement.settle([first]))
      .to.be.revertedWithCustomError(s.settlement, "EnergySettlementNoRoster")
      .withArgs(s.ada.meter.device, first.roster, s.at(1));
    await s.settlement.settle([await ending(s, 1)]);
  });

  it("leave the consumer free for another supplier from the end on, without a gap", async () => {
    const s = await fresh(soon);
    await s.end(s.eves, s.at(2));
    const next = await agree(s, s.eve, s.bob, { startS: s.at(2), endS: s.at(3), salt: bytes32Of("next") });
    await advanceTo(s.at(3));
    for (const count of [1, 2]) await s.settlement.settle([await ending(s, count)]);
    const readings = [
      s.bob.meter.read(s.at(2), 0n, 0n),
      s.bob.meter.read(s.at(3), 0n, 500n),
      s.eve.meter.read(s.at(3), 260n, 0n),
    ];
    await s.settlement.settle([await intervalOf(s, s.bob, s.at(3), readings)]);
    expect([await s.settlement.deliveredWhOf(s.eves), await s.settlement.deliveredWhOf(next)]).to.deep.equal([
      200n,
      60n,
    ]);
  });

  it("never were, if they end before they begin: the supplier's time may then serve nobody", async () => {
    const s = await fresh(soon);
    const late = { startS: s.at(12), endS: s.at(14) };
    const [first, second] = [
      await agree(s, s.eve, s.ada, { ...late, salt: bytes32Of("late") }),
      await agree(s, s.carl, s.ada, { startS: s.at(13), endS: s.at(15), salt: bytes32Of("later") }),
    ];
    await s.end(first, s.at(11));
    await advanceTo(s.at(15));
    for (const count of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) await s.settlement.settle([await ending(s, count)]);
    const resumed = await ending(s, 14, { reads: [s.carl], first: false });
    await expect(s.settlement.settle([resumed])).to.be.revertedWithCustomError(
      s.settlement,
      "EnergySettlementNoBaseline",
    );
    const whole = await intervalOf(s, s.ada, s.at(14), [
      s.ada.meter.read(s.at(13), 0n, 13_000n),
      s.ada.meter.read(s.at(14), 0n, 14_000n),
      s.carl.meter.read(s.at(13), 2600n, 0n),
      s.carl.meter.read(s.at(14), 2800n, 0n),
    ]);
    await s.settlement.settle([whole]);
    expect([await s.settlement.deliveredWhOf(first), await s.settlement.deliveredWhOf(second)]).to.deep.equal([
      0n,
      200n,
    ]);
    await s.agreements.release(first);
  });
});
