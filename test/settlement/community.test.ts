import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { ROOT } from "../scripts/support/wattproof.js";
import { settleCommunity } from "./support/communityTwin.js";

describe("settlement: a community, by contract, reference and statement", function () {
  this.timeout(240_000);

  it("comes to the same to the unit over five days of ten homes, one of which runs out of money", async () => {
    const path = join(ROOT, "data", "community_hourly.csv");
    const figures = await settleCommunity({ path, hours: 120, hoursPerCall: 60 });
    expect(figures).to.include({ homes: 10, hours: 120, intervals: 480, readings: 1_200 });
    expect(figures.deliveredWh > 0n && figures.gridWh > figures.deliveredWh).to.equal(true);
    expect(figures.claims).to.be.greaterThan(0);
  });
});
