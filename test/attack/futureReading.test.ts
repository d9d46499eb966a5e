import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh } from "../support/chain/chain.js";
import { COLD, DAY_S, HEARTBEAT_S, TEMPERATURE, underway } from "../support/chain/deliveries.js";

describe("a seller whose sensor dates one reading at the delivery's end", () => {
  it("is still seen to keep its sensor silent until then", async () => {
    const u = await fresh(underway);
    const { plan, watch, freezer, delivery } = u;
    // In the first seconds of the delivery: nobody measured this yet.
    const reading = freezer.read(1, plan.endS, COLD);
    await watch.report(delivery, [reading]).then(
      () => undefined,
      // Refused is as good.
      (error: Error) => expect(error.message).to.include("custom error"),
    );

    await advanceTo(plan.startS + HEARTBEAT_S + 100);
    expect(await watch.isSilent(delivery, TEMPERATURE, freezer.device), "after the heartbeat").to.equal(true);
    await advanceTo(plan.startS + DAY_S);
    expect(await watch.isSilent(delivery, TEMPERATURE, freezer.device), "after a day").to.equal(true);
  });
});
