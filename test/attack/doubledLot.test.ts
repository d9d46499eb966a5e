import { expect } from "chai";
import { describe, it } from "mocha";
import { fresh } from "../support/chain/chain.js";
import { balancesOf, dealt, openDelivery } from "../support/chain/deliveries.js";
import { makeLots, STATE } from "../support/chain/lots.js";

/** A delivery whose plan names the seller's one lot twice, as both parties signed it. */
async function doubled() {
  const d = await fresh(dealt);
  const [lot] = await makeLots({ ...d, lots: d.lots.connect(d.seller), monitor: d.seller }, "lot");
  return { ...d, plan: { ...d.plan, lots: [lot!, lot!] }, lot: lot! };
}

describe("a seller whose plan names one lot twice", () => {
  it("locks neither the buyer's money nor the lot", async () => {
    const d = await fresh(doubled);
    await expect(openDelivery(d, d.plan, d.terms))
      .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorUnsortedLot")
      .withArgs(d.lot);
    expect(await balancesOf(d)).to.deep.equal([d.total, 0n, 0n]);
    expect((await d.lots.lotOf(d.lot)).state).to.equal(STATE.kept);
  });
});
