import { expect } from "chai";
import { describe, it } from "mocha";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, endOf, enrolHome, fundEscrow, intervalOf, openMeters } from "../../support/chain/market.js";
import { outcomeOf, settledBy } from "../../support/chain/settled.js";
import { ESCROW, escrowsOf, hour, type Village, village } from "./village.js";

/** The village after Ada left 0.6 NOK in escrow and took 1 kWh (1.2 NOK) in the first hour. */
async function withClaim() {
  const v = await fresh(village);
  await v.settlement.connect(v.ada.account).withdraw(v.ada.account, ESCROW - 600_000n);
  await v.settlement.settle([await hour(v, 1, [10_000n, 1000n, 1000n])]);
  return v;
}

/** What Ada's meter is delivered, and whether it is suspended. */
async function adasState({ settlement, ada, adas }: Village) {
  const { suspended, number } = await settlement.importOf(ada.meter.device);
  return { claim: await settlement.claimOf(adas), delivered: await settlement.deliveredWhOf(adas), suspended, number };
}

describe("EnergySettlement: claims", () => {
  it("arise where escrow runs short: the payment is what was there", async () => {
    const v = await fresh(village);
    await v.settlement.connect(v.ada.account).withdraw(v.ada.account, ESCROW - 600_000n);
    const [told] = await settledBy(v, v.settlement.settle([await hour(v, 1, [10_000n, 1000n, 1000n])]));
    expect(outcomeOf(told!).members).to.deep.equal([
      [1000n, 1000n, 600_000n],
      [1000n, 1000n, 0n],
    ]);
    expect(await adasState(v)).to.deep.equal({ claim: 600_000n, delivered: 1000n, suspended: true, number: 1n });
    expect(await escrowsOf(v, [v.ada, v.supplier])).to.deep.equal([0n, 600_000n + 1_200_000n]);
    expect(await v.settlement.claimOf(v.bobs)).to.equal(0n);
  });

  it("suspend the agreement from the next interval on, in the same call too; its register goes on", async () => {
    const v = await fresh(village);
    await v.settlement.connect(v.ada.account).withdraw(v.ada.account, ESCROW - 600_000n);
    const hours = [await hour(v, 1, [10_000n, 1000n, 1000n]), await hour(v, 2, [20_000n, 3000n, 2000n])];
    const [, second] = await settledBy(v, v.settlement.settle(hours));
    expect(outcomeOf(second!)).to.deep.equal({
      supplier: [10_000n, 1000n],
      members: [
        [2000n, 0n, 0n],
        [1000n, 1000n, 0n],
      ],
    });
    expect((await v.settlement.registersOf(v.ada.meter.device)).importWh).to.equal(3000n);
    expect(await v.settlement.claimOf(v.adas)).to.equal(600_000n);
  });

  it("leave a suspended consumer's share to the others", async () => {
    const v = await fresh(withClaim);
    await v.settlement.settle([await hour(v, 2, [10_100n, 3000n, 2000n])]);
    expect(await v.settlement.deliveredWhOf(v.bobs)).to.equal(1100n);
  });

  it("are paid by anyone's call from the consumer's escrow, in parts, and the agreement resumes", async () => {
    const v = await fresh(withClaim);
    const deposit = async (amount: bigint) => {
      await v.token.connect(v.ada.account).approve(v.settlement, amount);
      await v.settlement.connect(v.ada.account).deposit(v.ada.account, amount);
    };
    await expect(v.settlement.payClaim(v.adas)).to.emit(v.settlement, "ClaimPaid").withArgs(v.adas, 0n, 600_000n);
    await deposit(200_000n);
    await expect(v.settlement.payClaim(v.adas)).to.emit(v.settlement, "ClaimPaid").withArgs(v.adas, 200_000n, 400_000n);
    expect((await adasState(v)).suspended).to.equal(true);
    await v.settlement.settle([await hour(v, 2, [20_000n, 2000n, 2000n])]);
    expect((await adasState(v)).delivered).to.equal(1000n);
    await deposit(1_600_000n);
    await expect(v.settlement.payClaim(v.adas)).to.emit(v.settlement, "ClaimPaid").withArgs(v.adas, 400_000n, 0n);
    expect((await adasState(v)).suspended).to.equal(false);
    await v.settlement.settle([await hour(v, 3, [30_000n, 3000n, 3000n])]);
    expect(await adasState(v)).to.deep.equal({ claim: 0n, delivered: 2000n, suspended: false, number: 1n });
    expect(await escrowsOf(v, [v.ada])).to.deep.equal([0n]);
    expect(await escrowsOf(v, [v.supplier])).to.deep.equal([3_600_000n + 2_400_000n]);
  });

  it("cannot be paid where there is none", async () => {
    const v = await fresh(withClaim);
    for (const agreement of [v.bobs, bytes32Of("nothing")]) {
      await expect(v.settlement.payClaim(agreement))
        .to.be.revertedWithCustomError(v.settlement, "EnergySettlementNoClaim")
        .withArgs(agreement);
    }
    expect(await v.settlement.claimOf(bytes32Of("nothing"))).to.equal(0n);
    expect(await v.settlement.deliveredWhOf(bytes32Of("nothing"))).to.equal(0n);
  });

  describe("given several debts in one call", () => {
    it("are limited by the escrow before it, less what was paid in it, in the order of the intervals", async () => {
      const v = await fresh(village);
      await v.settlement.connect(v.ada.account).withdraw(v.ada.account, ESCROW - 1_500_000n);
      const hours = [await hour(v, 1, [10_000n, 1000n, 0n]), await hour(v, 2, [20_000n, 2000n, 0n])];
      const told = await settledBy(v, v.settlement.settle(hours));
      expect(told.map((interval) => outcomeOf(interval).members[0])).to.deep.equal([
        [1000n, 1000n, 0n],
        [1000n, 1000n, 900_000n],
      ]);
      expect(await escrowsOf(v, [v.ada, v.supplier])).to.deep.equal([0n, 1_500_000n]);
    });

    it("never draw on what the same call credits", async () => {
      const v = await fresh(village);
      const eves = await agree(v, v.eve, v.ada);
      await v.settlement.connect(v.ada.account).withdraw(v.ada.account, ESCROW);
      const adasReading = v.ada.meter.read(endOf(1), 1000n, 1000n);
      const downstream = await intervalOf(v, v.ada, endOf(1), [adasReading, v.eve.meter.read(endOf(1), 1000n, 0n)]);
      const upstream = await intervalOf(v, v.supplier, endOf(1), [
        v.supplier.meter.read(endOf(1), 0n, 2000n),
        adasReading,
        v.bob.meter.read(endOf(1), 0n, 0n),
      ]);
      await v.settlement.settle([downstream, upstream]);
      expect(await v.settlement.deliveredWhOf(eves)).to.equal(1000n);
      expect(await v.settlement.claimOf(v.adas)).to.equal(1_200_000n);
      expect(await escrowsOf(v, [v.ada, v.supplier])).to.deep.equal([1_200_000n, 0n]);
      await v.settlement.payClaim(v.adas);
      expect(await escrowsOf(v, [v.ada, v.supplier])).to.deep.equal([0n, 1_200_000n]);
    });

    it("come to the same over two calls, where the credit of the first pays in the second", async () => {
      const v = await fresh(village);
      await agree(v, v.eve, v.ada);
      await v.settlement.connect(v.ada.account).withdraw(v.ada.account, ESCROW);
      const adasReading = v.ada.meter.read(endOf(1), 1000n, 1000n);
      const downstream = await intervalOf(v, v.ada, endOf(1), [adasReading, v.eve.meter.read(endOf(1), 1000n, 0n)]);
      const upstream = await intervalOf(v, v.supplier, endOf(1), [
        v.supplier.meter.read(endOf(1), 0n, 2000n),
        adasReading,
        v.bob.meter.read(endOf(1), 0n, 0n),
      ]);
      const encoded = [downstream, upstream].map((interval) =>
        v.settlement.interface.encodeFunctionData("settle", [[interval]]),
      );
      await v.settlement.multicall(encoded);
      expect(await v.settlement.claimOf(v.adas)).to.equal(0n);
      expect(await escrowsOf(v, [v.ada, v.supplier])).to.deep.equal([0n, 1_200_000n]);
    });
  });

  describe("given another agreement of the consumer's after", () => {
    /** Ada changes to Luna after an hour in which she could not pay Sol. */
    async function changed() {
      const c = await deployedStreet();
      const [sol, luna, ada] = c.homes;
      const first = await agree(c, ada, sol, { endS: endOf(1) });
      const second = await agree(c, ada, luna, { startS: endOf(1), endS: endOf(3), salt: bytes32Of("second") });
      await openMeters(c, [sol, luna, ada]);
      await c.settlement.settle([
        await intervalOf(c, sol, endOf(1), [sol.meter.read(endOf(1), 0n, 900n), ada.meter.read(endOf(1), 500n, 0n)]),
      ]);
      return { ...c, sol, luna, ada, first, second };
    }

    it("does not follow the consumer there", async () => {
      const { sol, luna, ada, first, second, ...c } = await fresh(changed);
      expect(await c.settlement.claimOf(first)).to.equal(600_000n);
      await fundEscrow(c, ada.account, 5_000_000n);
      await c.settlement.settle([
        await intervalOf(c, luna, endOf(2), [
          luna.meter.read(endOf(1), 0n, 0n),
          luna.meter.read(endOf(2), 0n, 900n),
          ada.meter.read(endOf(2), 800n, 0n),
        ]),
      ]);
      expect(await c.settlement.deliveredWhOf(second)).to.equal(300n);
      expect(await c.settlement.deliveredWhOf(first)).to.equal(500n);
      expect(await c.settlement.claimOf(first)).to.equal(600_000n);
      await c.settlement.payClaim(first);
      expect(await escrowsOf(c, [sol, luna])).to.deep.equal([600_000n, 360_000n]);
      expect((await c.settlement.importOf(ada.meter.device)).number).to.equal(2n);
    });

    it("leaves the later agreement suspended when the earlier claim is paid", async () => {
      const { sol, luna, ada, first, second, ...c } = await fresh(changed);
      await c.settlement.settle([
        await intervalOf(c, luna, endOf(2), [
          luna.meter.read(endOf(1), 0n, 0n),
          luna.meter.read(endOf(2), 0n, 900n),
          ada.meter.read(endOf(2), 800n, 0n),
        ]),
      ]);
      expect(await c.settlement.claimOf(second)).to.equal(360_000n);
      await fundEscrow(c, ada.account, 600_000n);
      await c.settlement.payClaim(first);
      expect((await c.settlement.importOf(ada.meter.device)).suspended).to.equal(true);
      expect(await escrowsOf(c, [sol, ada])).to.deep.equal([600_000n, 0n]);
    });
  });
});

/** Three homes without escrow. */
async function deployedStreet() {
  const c = await deployConsortium();
  const [sol, luna, ada] = [
    await enrolHome(c, c.people[0]!),
    await enrolHome(c, c.people[1]!),
    await enrolHome(c, c.people[2]!),
  ];
  return { ...c, homes: [sol, luna, ada] as const };
}
