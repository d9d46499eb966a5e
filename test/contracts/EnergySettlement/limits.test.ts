import { expect } from "chai";
import { describe, it } from "mocha";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, endOf, enrolHome, fundEscrows, intervalOf, openMeters } from "../../support/chain/market.js";
import { ESCROW, escrowsOf, hour, village } from "./village.js";

const window = (from: number, to: number) => ({ startS: endOf(from), endS: endOf(to), salt: bytes32Of(`${from}`) });

/** Ada is supplied by Sol from hour 5 on, as Bob is; Mal is Ada's friend. All meters opened at hour 0. */
async function accomplices() {
  const c = await deployConsortium();
  const [sol, ada, bob, mal] = [
    await enrolHome(c, c.people[0]!),
    await enrolHome(c, c.people[1]!),
    await enrolHome(c, c.people[2]!),
    await enrolHome(c, c.people[3]!),
  ];
  await agree(c, ada, sol, window(5, 20));
  const bobs = await agree(c, bob, sol, window(5, 20));
  await openMeters(c, [sol, ada, bob, mal]);
  await fundEscrows(c, [ada.account, bob.account], ESCROW);
  return { ...c, sol, ada, bob, mal, bobs };
}

/** What a party can do to another at worst, so that nobody is surprised and no change makes it worse unseen. */
describe("EnergySettlement: what it does not prevent", () => {
  it("a consumer that keeps its own reading out delays its supplier's others, but not for ever", async () => {
    const { sol, ada, bob, mal, bobs, ...c } = await fresh(accomplices);
    // Registered after the fact, never to be settled, and before the window of Sol's agreement.
    await agree(c, ada, mal, window(0, 5));
    const others = [
      sol.meter.read(endOf(5), 0n, 0n),
      sol.meter.read(endOf(6), 0n, 900n),
      bob.meter.read(endOf(5), 0n, 0n),
      bob.meter.read(endOf(6), 200n, 0n),
    ];
    const adas = [ada.meter.read(endOf(5), 0n, 0n), ada.meter.read(endOf(6), 100n, 0n)];
    await expect(c.settlement.settle([await intervalOf(c, sol, endOf(6), [...others, ...adas])]))
      .to.be.revertedWithCustomError(c.settlement, "EnergySettlementEarlierAgreementOpen")
      .withArgs(ada.meter.device, mal.meter.device);
    await expect(c.settlement.settle([await intervalOf(c, sol, endOf(6), others)])).to.be.revertedWithCustomError(
      c.settlement,
      "AccessManagedUnauthorized",
    );
    await c.settlement.connect(c.oracle).settle([await intervalOf(c, sol, endOf(6), others)]);
    expect(await c.settlement.deliveredWhOf(bobs)).to.equal(200n);
    // Closing the accomplice's intervals frees Ada's meter.
    const blanks = [];
    for (const end of [1, 2, 3, 4, 5]) blanks.push(await intervalOf(c, mal, endOf(end), []));
    await c.settlement.connect(c.oracle).settle(blanks);
    const next = [
      sol.meter.read(endOf(7), 0n, 1800n),
      bob.meter.read(endOf(7), 400n, 0n),
      ada.meter.read(endOf(6), 100n, 0n),
      ada.meter.read(endOf(7), 250n, 0n),
    ];
    await c.settlement.settle([await intervalOf(c, sol, endOf(7), next)]);
  });

  it("a consumer that empties its escrow in time is served on credit until the next settlement, then not at all", async () => {
    const v = await fresh(village);
    await v.settlement.connect(v.ada.account).withdraw(v.ada.account, ESCROW);
    const hours = [];
    for (const n of [1, 2, 3]) hours.push(await hour(v, n, [BigInt(n) * 9000n, BigInt(n) * 1000n, 0n]));
    await v.settlement.settle(hours);
    expect(await v.settlement.claimOf(v.adas)).to.equal(1_200_000n);
    expect(await v.settlement.deliveredWhOf(v.adas)).to.equal(1000n);
    expect(await escrowsOf(v, [v.supplier])).to.deep.equal([0n]);
  });

  it("a call of several intervals fails whole if somebody closes one of them first; the rest closes at once after", async () => {
    const v = await fresh(village);
    const [first, second] = [await hour(v, 1, [900n, 100n, 200n]), await hour(v, 2, [1800n, 300n, 400n])];
    await v.settlement.connect(v.stranger).settle([first]);
    await expect(v.settlement.connect(v.oracle).settle([first, second])).to.be.revertedWithCustomError(
      v.settlement,
      "EnergySettlementIntervalSettled",
    );
    await v.settlement.connect(v.oracle).settle([second]);
  });

  it("devices of an organisation that was expelled keep counting until somebody revokes them", async () => {
    const v = await fresh(village);
    await v.membership.connect(v.administrator).expel(v.grid);
    await v.settlement.settle([await hour(v, 1, [900n, 100n, 200n])]);
    await v.devices.connect(v.grid).revoke(v.ada.meter.device);
  });
});
