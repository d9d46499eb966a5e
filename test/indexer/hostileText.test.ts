import { expect } from "chai";
import { describe, it } from "mocha";
import { FACTS } from "../support/chain/batteries.js";
import { bench } from "./support/open.js";

describe("text on the chain that is no UTF-8", () => {
  const the = bench();
  const PLACEHOLDER = "zzzz";

  /** Call data in which the placeholder became bytes that are no UTF-8. */
  function broken(data: string): string {
    const hex = Buffer.from(PLACEHOLDER).toString("hex");
    expect(data).to.include(hex);
    return data.replace(hex, "fffe80c3");
  }

  it("does not stop the indexer: a member's name", async () => {
    const { membership, registrar, stranger } = the.scene.consortium;
    const data = membership.interface.encodeFunctionData("admit", [stranger.address, PLACEHOLDER]);
    await registrar.sendTransaction({ to: await membership.getAddress(), data: broken(data) });
    const indexer = await the.synced();
    expect((await indexer.queries.totals()).batches).to.equal(4);
  });

  for (const member of ["batteryPassportIdentifier", "model", "chemistry"] as const) {
    it(`does not stop the indexer: a passport's ${member}`, async () => {
      const { passports, maker } = the.scene.consortium;
      const facts = {
        batteryPassportIdentifier: "B1",
        model: "model",
        chemistry: "LFP",
        ratedCapacityMicroAh: 1n,
        ratedEnergyMicroWh: 1n,
        factoryChargeCount: 0,
        factoryDischargeCount: 0,
        limits: FACTS.limits,
      };
      const data = passports.interface.encodeFunctionData("issue", [{ ...facts, [member]: PLACEHOLDER }]);
      await maker.sendTransaction({ to: await passports.getAddress(), data: broken(data) });
      const { queries } = await the.synced();
      const found = (await queries.batteries()).at(-1);
      expect(found?.[member]).to.match(/\uFFFD/);
      expect(found).to.deep.include({
        stateOfHealth: null,
        checkpoint: null,
        device: null,
        records: 0,
        numberOfFullCycles: 0n,
      });
    });
  }
});
