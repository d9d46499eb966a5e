import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind } from "../../../protocol/index.js";
import { enrolBattery, FACTS, PASSPORT } from "../../support/chain/batteries.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";

async function issued() {
  const c = await deployConsortium();
  await c.passports.issue(FACTS);
  return { ...c, ...(await enrolBattery(c)) };
}

describe("BatteryPassport: issue and bind", () => {
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
      ["no rated capacity", { ratedCapacityMicroAh: 0n }],
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
      const { facts, maker: madeBy, status, issuedAtS } = await passports.passportOf(PASSPORT);
      expect([...facts]).to.deep.equal([
        FACTS.batteryPassportIdentifier,
        FACTS.model,
        FACTS.chemistry,
        FACTS.ratedCapacityMicroAh,
        FACTS.ratedEnergyMicroWh,
        3n,
        2n,
      ]);
      expect([madeBy, status, issuedAtS]).to.deep.equal([maker.address, 0n, BigInt(atS)]);
    });

    it("accepts an identifier of 128 bytes", async () => {
      const { passports } = await fresh(deployConsortium);
      await passports.issue({ ...FACTS, batteryPassportIdentifier: "é".repeat(64) });
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

  describe("bind", () => {
    it("refuses a passport that does not exist, and anybody but its keeper", async () => {
      const { passports, device, grid } = await fresh(issued);
      await expect(passports.bind(1n, device, 1n))
        .to.be.revertedWithCustomError(passports, "ERC721NonexistentToken")
        .withArgs(1n);
      await expect(passports.connect(grid).bind(PASSPORT, device, 1n))
        .to.be.revertedWithCustomError(passports, "BatteryPassportNotKeeper")
        .withArgs(PASSPORT, grid);
    });

    it("refuses first sequence zero", async () => {
      const { passports, device } = await fresh(issued);
      await expect(passports.bind(PASSPORT, device, 0n))
        .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidFirstSequence")
        .withArgs(PASSPORT, 0n);
    });

    it("binds a battery's device from a sequence on", async () => {
      const { passports, device } = await fresh(issued);
      const atS = (await nowS()) + 10;
      await nextBlockAt(atS);
      await expect(passports.bind(PASSPORT, device, 7n))
        .to.emit(passports, "DeviceBound")
        .withArgs(PASSPORT, device, 7n);
      expect((await passports.bindingsOf(PASSPORT)).map((binding) => [...binding])).to.deep.equal([
        [device, 7n, BigInt(atS)],
      ]);
    });

    it("refuses a second device for the battery", async () => {
      const c = await fresh(issued);
      await c.passports.bind(PASSPORT, c.device, 1n);
      const second = await enrolBattery(c, { name: "second" });
      await expect(c.passports.bind(PASSPORT, second.device, 1n))
        .to.be.revertedWithCustomError(c.passports, "BatteryPassportAlreadyBound")
        .withArgs(PASSPORT, c.device);
    });

    it("refuses a second battery for the device", async () => {
      const { passports, device } = await fresh(issued);
      await passports.bind(PASSPORT, device, 1n);
      await passports.issue({ ...FACTS, batteryPassportIdentifier: "second" });
      const second = await passports.passportId("second");
      await expect(passports.bind(second, device, 1n))
        .to.be.revertedWithCustomError(passports, "BatteryPassportDeviceTaken")
        .withArgs(device, PASSPORT);
    });

    it("refuses a device that is unknown, suspended, a meter, or of another organisation", async () => {
      const c = await fresh(issued);
      const meter = await enrolBattery(c, { name: "meter", kind: DeviceKind.Meter });
      const foreign = await enrolBattery(c, { name: "foreign", organisation: c.grid });
      await c.devices.connect(c.maker).suspend(c.device);
      for (const device of [bytes32Of("nothing"), c.device, meter.device, foreign.device]) {
        await expect(c.passports.bind(PASSPORT, device, 1n))
          .to.be.revertedWithCustomError(c.passports, "BatteryPassportDeviceNotBindable")
          .withArgs(PASSPORT, device);
      }
      await c.devices.connect(c.maker).reinstate(c.device);
      await c.passports.bind(PASSPORT, c.device, 1n);
    });
  });

  it("knows nothing of a passport that was never issued", async () => {
    const { passports } = await fresh(deployConsortium);
    await expect(passports.passportOf(1n)).to.be.revertedWithCustomError(passports, "ERC721NonexistentToken");
    expect(await passports.bindingsOf(1n)).to.deep.equal([]);
    expect((await passports.checkpointOf(1n)).sequence).to.equal(0n);
  });
});
