import { expect } from "chai";
import { describe, it } from "mocha";
import { fresh } from "../support/chain/chain.js";
import { COLD, HOUR_S, underway } from "../support/chain/deliveries.js";

/** Reports of one transaction: a fraction of a block's gas. */
const CALLS = 100;

describe("a stranger that repeats a reading which is known", () => {
  it("adds nothing to the history that everybody reads", async () => {
    const u = await fresh(underway);
    const { watch, stranger, delivery, freezer, plan } = u;
    await u.report([1, HOUR_S, COLD]);
    const known = freezer.read(1, plan.startS + HOUR_S, COLD);
    const call = watch.interface.encodeFunctionData("report", [delivery, [known]]);
    const sent = await watch.connect(stranger).multicall(Array.from({ length: CALLS }, () => call));
    const receipt = await sent.wait();
    expect(receipt?.logs.length, `${receipt?.gasUsed} gas`).to.equal(0);
  });
});
