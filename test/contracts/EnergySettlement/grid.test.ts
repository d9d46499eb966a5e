import { expect } from "chai";
import { describe, it } from "mocha";
import { GRID_TERMS, type Terms } from "../../support/chain/agreements.js";
import { fresh } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, endOf, type Home, intervalOf, PERIOD_S } from "../../support/chain/market.js";
import { outcomeOf, settledBy } from "../../support/chain/settled.js";
import { ESCROW, escrowsOf, hour, type Village, village } from "./village.js";

/** 3 NOK per kWh. */
const GRID_PRICE = 3_000_000n;
const gridCost = (energyWh: bigint) => (energyWh * GRID_PRICE) / 1000n;
const cost = (energyWh: bigint) => (energyWh * 1_200_000n) / 1000n;

/** A home buys from the grid, whose part Eve plays. */
const buysFromGrid = (v: Village, home: Home, change: Partial<Terms> = {}) =>
  agree(v, home, v.eve, { ...GRID_TERMS, pricePerKWh: GRID_PRICE, ...change });

/** The village with a grid supplier of Ada's over the whole window. */
async function gridVillage() {
  const v = await fresh(village);
  const adasGrid = await buysFromGrid(v, v.ada);
  return { ...v, adasGrid };
}

describe("EnergySettlement: grid supply", () => {
  it("delivers what the neighbour did not, and is paid after it", async () => {
    const v = await fresh(gridVillage);
    const [told] = await settledBy(v, v.settlement.settle([await hour(v, 1, [600n, 1000n, 200n])]));
    // 600 Wh over 1,000 and 200: Ada gets 500, Bob 100.
    expect(outcomeOf(told!).members).to.deep.equal([
      [1000n, 500n, 0n],
      [200n, 100n, 0n],
    ]);
    const number = Number(await v.agreements.numberOf(v.adasGrid));
    expect(told!.members.map(({ grid }) => grid)).to.deep.equal([{ number, deliveredWh: 500n, owed: 0n }, null]);
    expect(await escrowsOf(v, [v.supplier, v.eve, v.ada])).to.deep.equal([
      cost(600n),
      ESCROW + gridCost(500n),
      ESCROW - cost(500n) - gridCost(500n),
    ]);
    expect(await v.settlement.deliveredWhOf(v.adasGrid)).to.equal(0n);
    expect((await v.settlement.importOf(v.ada.meter.device)).hasGridSupply).to.equal(true);
  });

  it("tells nothing where the neighbour delivered all, or nothing flowed", async () => {
    const v = await fresh(gridVillage);
    const hours = [await hour(v, 1, [6000n, 1000n, 200n]), await hour(v, 2, [6000n, 1000n, 300n])];
    const told = await settledBy(v, v.settlement.settle(hours));
    expect(told.map(({ members }) => members[0]!.grid)).to.deep.equal([null, null]);
    expect(await escrowsOf(v, [v.eve])).to.deep.equal([ESCROW]);
  });

  it("delivers everything where the neighbour produced nothing", async () => {
    const v = await fresh(gridVillage);
    const [told] = await settledBy(v, v.settlement.settle([await hour(v, 1, [0n, 1000n, 200n])]));
    expect(told!.members[0]).to.deep.include({ flowWh: 1000n, deliveredWh: 0n });
    expect(told!.members[0]!.grid!.deliveredWh).to.equal(1000n);
  });

  it("delivers what is beyond the neighbour's cap", async () => {
    const v = await fresh(village);
    await buysFromGrid(v, v.bob);
    await agree(v, v.eve, v.ada, { capWh: 10n });
    await agree(v, v.eve, v.bob, { ...GRID_TERMS, pricePerKWh: GRID_PRICE, salt: bytes32Of("eve's grid") });
    const readings = [v.ada.meter.read(endOf(1), 0n, 900n), v.eve.meter.read(endOf(1), 30n, 0n)];
    const [told] = await settledBy(v, v.settlement.settle([await intervalOf(v, v.ada, endOf(1), readings)]));
    expect(told!.members[0]).to.deep.include({ flowWh: 30n, deliveredWh: 10n });
    expect(told!.members[0]!.grid!.deliveredWh).to.equal(20n);
  });

  it("delivers nothing in an interval that it does not hold whole", async () => {
    const v = await fresh(village);
    // Quarters of an hour beside the neighbour's hours.
    const quarters = { settlementPeriodS: PERIOD_S / 4 };
    await buysFromGrid(v, v.ada, { ...quarters, startS: endOf(0) + 900, endS: endOf(2) - 900 });
    await buysFromGrid(v, v.ada, { ...quarters, startS: endOf(2) - 900, endS: endOf(3), salt: bytes32Of("next") });
    const hours = [];
    for (const [count, wh] of [
      [1, 100n],
      [2, 200n],
      [3, 300n],
    ] as const) {
      hours.push(await hour(v, count, [0n, wh, 0n]));
    }
    const told = await settledBy(v, v.settlement.settle(hours));
    expect(told.map(({ members }) => members[0]!.grid?.deliveredWh)).to.deep.equal([undefined, undefined, 100n]);
    const [after] = await settledBy(v, v.settlement.settle([await hour(v, 4, [0n, 500n, 0n])]));
    expect(after!.members[0]!.grid).to.equal(null);
  });

  it("passes from one grid supplier to the next, each by its own price", async () => {
    const v = await fresh(village);
    const first = await buysFromGrid(v, v.ada, { endS: endOf(1) });
    const change = { startS: endOf(1), pricePerKWh: 5_000_000n, salt: bytes32Of("second") };
    const second = await agree(v, v.ada, v.bob, { ...GRID_TERMS, ...change });
    const hours = [await hour(v, 1, [0n, 100n, 0n]), await hour(v, 2, [0n, 300n, 0n])];
    const told = await settledBy(v, v.settlement.settle(hours));
    const numbers = [await v.agreements.numberOf(first), await v.agreements.numberOf(second)].map(Number);
    expect(told.map(({ members }) => members[0]!.grid)).to.deep.equal([
      { number: numbers[0], deliveredWh: 100n, owed: 0n },
      { number: numbers[1], deliveredWh: 200n, owed: 0n },
    ]);
    expect(await escrowsOf(v, [v.eve, v.bob])).to.deep.equal([ESCROW + gridCost(100n), ESCROW + 1_000_000n]);
  });

  it("ends where both parties ended it", async () => {
    const v = await fresh(gridVillage);
    const other = await buysFromGrid(v, v.bob, { startS: 4_000_003_200, endS: 4_000_006_800 });
    await v.agreements.connect(v.bob.account).end(other, 4_000_003_200, "0x", "0x");
    expect(await v.agreements.gridAgreementsOf(v.bob.meter.device)).to.deep.equal([]);
    const [told] = await settledBy(v, v.settlement.settle([await hour(v, 1, [0n, 100n, 70n])]));
    expect(told!.members.map(({ grid }) => grid?.deliveredWh)).to.deep.equal([100n, undefined]);
  });

  it("leaves no claim of the neighbour's unpaid: what is left of the escrow is the grid's", async () => {
    const v = await fresh(gridVillage);
    await v.settlement.connect(v.ada.account).withdraw(v.ada.account, ESCROW - 700_000n);
    const [told] = await settledBy(v, v.settlement.settle([await hour(v, 1, [500n, 1000n, 0n])]));
    // 0.7 NOK: 0.6 to the neighbour, 0.1 of 1.5 to the grid.
    expect(told!.members[0]!.owed).to.equal(0n);
    expect(told!.members[0]!.grid!.owed).to.equal(1_400_000n);
    expect(await v.settlement.claimOf(v.adasGrid)).to.equal(1_400_000n);
    expect(await v.settlement.claimOf(v.adas)).to.equal(0n);
  });

  it("is suspended by its own claim alone, from the next interval on, until that is paid", async () => {
    const v = await fresh(gridVillage);
    await v.settlement.connect(v.ada.account).withdraw(v.ada.account, ESCROW - 700_000n);
    const hours = [await hour(v, 1, [500n, 1000n, 0n]), await hour(v, 2, [500n, 1500n, 0n])];
    const told = await settledBy(v, v.settlement.settle(hours));
    expect(told.map(({ members }) => members[0]!.grid?.deliveredWh)).to.deep.equal([500n, undefined]);
    expect((await v.settlement.importOf(v.ada.meter.device)).suspended).to.equal(false);

    await v.token.connect(v.ada.account).approve(v.settlement, 3_000_000n);
    await v.settlement.connect(v.ada.account).deposit(v.ada.account, 3_000_000n);
    await expect(v.settlement.payClaim(v.adasGrid))
      .to.emit(v.settlement, "ClaimPaid")
      .withArgs(v.adasGrid, 1_400_000n, 0n);
    const [third] = await settledBy(v, v.settlement.settle([await hour(v, 3, [500n, 1600n, 0n])]));
    expect(third!.members[0]!.grid!.deliveredWh).to.equal(100n);
    expect(await escrowsOf(v, [v.eve])).to.deep.equal([ESCROW + gridCost(600n)]);
  });

  it("takes over while the neighbour's agreement waits for its claim", async () => {
    const v = await fresh(gridVillage);
    await v.settlement.connect(v.ada.account).withdraw(v.ada.account, ESCROW - 100n);
    await v.settlement.settle([await hour(v, 1, [5000n, 1000n, 0n])]);
    await v.token.connect(v.ada.account).approve(v.settlement, 600_000n);
    await v.settlement.connect(v.ada.account).deposit(v.ada.account, 600_000n);
    const [told] = await settledBy(v, v.settlement.settle([await hour(v, 2, [9000n, 1200n, 0n])]));
    expect(told!.members[0]).to.deep.include({ flowWh: 200n, deliveredWh: 0n });
    expect(told!.members[0]!.grid).to.deep.include({ deliveredWh: 200n, owed: 0n });
  });
});
