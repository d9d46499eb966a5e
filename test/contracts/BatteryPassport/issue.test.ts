import { expect } from "chai";
import { describe, it } from "mocha";
import { FACTS, PASSPORT } from "../../support/chain/batteries.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";

async function issued() {
  const c = await deployConsortium();
  await c.passports.issue(FACTS);
  return c;
}
const { limits } = FACTS;

describe("BatteryPassport: issue", () => {
  describe("issue", () => {
    it("refuses an account that is no member", async () => {
      const { passports, stranger } = await fresh(deployConsortium);
      await expect(passports.connect(stranger).issue(FACTS))
        .to.be.revertedWithCustomError(passports, "BatteryPassportNotMember")
        .withArgs(stranger);
    });

    for (const [what, change] of [
      ["no identifier", { batteryPassportIdentifier: "" }],
      ["an identifier of 129 bytes", { batteryPassportIdentifier: `${"é".repeat(64)}x` }],
      ["a model of 257 bytes", { model: "m".repeat(257) }],
      ["a chemistry of 257 bytes", { chemistry: "c".repeat(257) }],
      ["no rated capacity", { ratedCapacityMicroAh: 0n }],
      ["equal limits of voltage", { limits: { ...limits, voltageMinMicroV: limits.voltageMaxMicroV } }],
      ["limits of temperature in the wrong order", { limits: { ...limits, temperatureMinMilliC: 60_001n } }],
      ["equal limits of charging", { limits: { ...limits, chargingTemperatureMaxMilliC: 0n } }],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { passports } = await fresh(deployConsortium);
        const facts = { ...FACTS, ...change };
        await expect(passports.issue(facts))
          .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidFacts")
          .withArgs(facts.batteryPassportIdentifier);
      });
    }

    it("makes the member maker and first keeper, and keeps every fact", async () => {
      const { passports, maker } = await fresh(deployConsortium);
      const atS = (await nowS()) + 10;
      await nextBlockAt(atS);
      await expect(passports.issue(FACTS))
        .to.emit(passports, "PassportIssued")
        .withArgs(PASSPORT, maker, FACTS.batteryPassportIdentifier);
      expect(await passports.passportId(FACTS.batteryPassportIdentifier)).to.equal(PASSPORT);
      expect(await passports.ownerOf(PASSPORT)).to.equal(maker.address);
      const { facts, maker: madeBy, status, issuedAtS, successor, pack } = await passports.passportOf(PASSPORT);
      expect([...facts].map((fact) => (typeof fact === "object" ? [...fact] : fact))).to.deep.equal([
        FACTS.batteryPassportIdentifier,
        FACTS.model,
        FACTS.chemistry,
        FACTS.ratedCapacityMicroAh,
        FACTS.ratedEnergyMicroWh,
        3n,
        2n,
        Object.values(limits),
      ]);
      expect([madeBy, status, issuedAtS]).to.deep.equal([maker.address, 0n, BigInt(atS)]);
      expect([successor, pack]).to.deep.equal([0n, 0n]);
    });

    it("accepts an identifier of 128 bytes, texts of 256, or none", async () => {
      const { passports } = await fresh(deployConsortium);
      const long = { batteryPassportIdentifier: "é".repeat(64), model: "é".repeat(128), chemistry: "c".repeat(256) };
      await passports.issue({ ...FACTS, ...long });
      await passports.issue({ ...FACTS, batteryPassportIdentifier: "b", model: "", chemistry: "" });
    });

    it("never issues an identifier twice, nor changes its facts", async () => {
      const { passports, grid } = await fresh(issued);
      const other = { ...FACTS, factoryChargeCount: 0 };
      for (const caller of [passports, passports.connect(grid)]) {
        await expect(caller.issue(other))
          .to.be.revertedWithCustomError(passports, "BatteryPassportAlreadyIssued")
          .withArgs(PASSPORT);
      }
      expect((await passports.passportOf(PASSPORT)).facts.factoryChargeCount).to.equal(3n);
    });

    it("belongs to whichever member issues the identifier first; the passport says who that was", async () => {
      const { passports, grid } = await fresh(deployConsortium);
      await passports.connect(grid).issue(FACTS);
      await expect(passports.issue(FACTS)).to.be.revertedWithCustomError(passports, "BatteryPassportAlreadyIssued");
      expect((await passports.passportOf(PASSPORT)).maker).to.equal(grid.address);
    });
  });

  it("knows nothing of a passport that was never issued", async () => {
    const { passports } = await fresh(deployConsortium);
    await expect(passports.passportOf(1n)).to.be.revertedWithCustomError(passports, "ERC721NonexistentToken");
    expect(await passports.bindingsOf(1n)).to.deep.equal([]);
    expect((await passports.checkpointOf(1n)).sequence).to.equal(0n);
    expect((await passports.countersOf(1n)).sequence).to.equal(0n);
    expect(await passports.predecessorsOf(1n)).to.deep.equal([]);
    expect(await passports.modulesOf(1n)).to.deep.equal([]);
  });
});
