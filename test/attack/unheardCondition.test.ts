import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import type { Hex } from "../../protocol/index.js";
import { fresh } from "../support/chain/chain.js";
import { dealt, openDelivery } from "../support/chain/deliveries.js";

describe("a seller that ships nothing, and says in the first second that it arrived", () => {
  it("has no delivery without an arbiter in which a condition of which only the buyer's sensor could speak would pay it", async () => {
    const d = await fresh(dealt);
    const plan = { ...d.plan, arbiter: ZeroAddress as Hex };
    await expect(openDelivery(d, plan, d.terms)).to.be.revertedWithCustomError(
      d.monitor,
      "DeliveryMonitorNeedsArbiter",
    );
  });
});
