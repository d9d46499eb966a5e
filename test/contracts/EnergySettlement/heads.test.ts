import { expect } from "chai";
import { describe, it } from "mocha";
import { encodeWords, nextHead, ZERO_HASH } from "../../../protocol/index.js";
import { GRID_TERMS } from "../../support/chain/agreements.js";
import { fresh } from "../../support/chain/chain.js";
import { agree, endOf, intervalOf } from "../../support/chain/market.js";
import { headAfter, settledBy } from "../../support/chain/settled.js";
import { ESCROW, hour, village } from "./village.js";

/** A village in which Ada falls short at once, and Bob has a grid supplier. */
async function eventful() {
  const v = await fresh(village);
  await v.settlement.connect(v.ada.account).withdraw(v.ada.account, ESCROW - 1000n);
  await agree(v, v.bob, v.eve, { ...GRID_TERMS, pricePerKWh: 3_000_001n });
  return v;
}

describe("EnergySettlement: words and heads", () => {
  it("are zero before the first interval", async () => {
    const v = await fresh(village);
    expect(await v.settlement.headOf(v.supplier.meter.device)).to.equal(ZERO_HASH);
  });

  it("are those that the protocol writes, to the last bit", async () => {
    const v = await fresh(eventful);
    const hours = [await hour(v, 1, [500n, 700n, 300n])];
    const sent = [v.settlement.settle(hours)];
    const endS = endOf(2);
    const blind = await intervalOf(v, v.supplier, endS, [v.bob.meter.read(endS, 310n, 0n)]);
    sent.push(v.settlement.connect(v.oracle).settle([blind]));
    const told = [...(await settledBy(v, sent[0]!)), ...(await settledBy(v, sent[1]!))];

    const grid = { number: 3, deliveredWh: 150n, owed: 0n };
    const first = encodeWords({
      supplier: { isGiven: true, isExact: true, flowWh: 500n, deliveredWh: 500n, owed: 0n },
      members: [
        { isGiven: true, isExact: true, flowWh: 700n, deliveredWh: 350n, owed: 419_000n, grid: null },
        { isGiven: true, isExact: true, flowWh: 300n, deliveredWh: 150n, owed: 0n, grid },
      ],
    });
    const none = { isGiven: false, isExact: false, flowWh: 0n, deliveredWh: 0n, owed: 0n };
    const second = encodeWords({
      supplier: none,
      members: [
        { ...none, grid: null },
        { ...none, isGiven: true, isExact: true, flowWh: 10n, grid: { ...grid, deliveredWh: 10n } },
      ],
    });
    expect(told.map(({ words }) => words)).to.deep.equal([first, second]);
    const after = nextHead(ZERO_HASH, { roster: told[0]!.roster, endS: BigInt(endOf(1)), words: first });
    expect(await v.settlement.headOf(v.supplier.meter.device)).to.equal(
      nextHead(after, { roster: told[1]!.roster, endS: BigInt(endS), words: second }),
    );
  });

  it("replay from the events over calls, rosters and stretches", async () => {
    const v = await fresh(eventful);
    const told = await settledBy(v, v.settlement.settle([await hour(v, 1, [500n, 700n, 300n])]));
    await agree(v, v.eve, v.supplier, { startS: endOf(2), endS: endOf(3) });
    const second = await hour(v, 2, [900n, 800n, 400n]);
    const readings = [v.eve.meter.read(endOf(2), 0n, 0n), v.eve.meter.read(endOf(3), 90n, 0n)];
    const third = await hour(v, 3, [1500n, 900n, 500n], readings);
    told.push(...(await settledBy(v, v.settlement.settle([second, third]))));
    expect(new Set(told.map(({ roster }) => roster)).size).to.equal(3);
    expect(await v.settlement.headOf(v.supplier.meter.device)).to.equal(headAfter(told));
  });

  it("belong to one supplier each", async () => {
    const v = await fresh(village);
    await agree(v, v.eve, v.ada);
    const told = await settledBy(v, v.settlement.settle([await hour(v, 1, [500n, 700n, 300n])]));
    expect(await v.settlement.headOf(v.ada.meter.device)).to.equal(ZERO_HASH);
    const readings = [v.ada.meter.read(endOf(1), 700n, 40n), v.eve.meter.read(endOf(1), 50n, 0n)];
    const others = await settledBy(v, v.settlement.settle([await intervalOf(v, v.ada, endOf(1), readings)]));
    expect(await v.settlement.headOf(v.supplier.meter.device)).to.equal(headAfter(told));
    expect(await v.settlement.headOf(v.ada.meter.device)).to.equal(headAfter(others));
  });
});
