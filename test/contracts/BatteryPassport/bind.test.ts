import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind, ZERO_HASH } from "../../../protocol/index.js";
import { enrolBattery, FACTS, PASSPORT } from "../../support/chain/batteries.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { succeed } from "./cycles.js";

async function issued() {
  const c = await deployConsortium();
  await c.passports.issue(FACTS);
  return { ...c, ...(await enrolBattery(c)) };
}

describe("BatteryPassport: bind", () => {
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
      [device, 7n, 0n, BigInt(atS), 0n, ZERO_HASH],
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

  it("refuses a passport that has a successor, and its device for that successor", async () => {
    const c = await fresh(issued);
    await c.passports.bind(PASSPORT, c.device, 1n);
    const successor = await succeed(c, [PASSPORT]);
    const second = await enrolBattery(c, { name: "second" });
    await expect(c.passports.bind(PASSPORT, second.device, 1n))
      .to.be.revertedWithCustomError(c.passports, "BatteryPassportSucceeded")
      .withArgs(PASSPORT, successor);
    await expect(c.passports.bind(successor, c.device, 1n))
      .to.be.revertedWithCustomError(c.passports, "BatteryPassportDeviceTaken")
      .withArgs(c.device, PASSPORT);
    await c.passports.bind(successor, second.device, 1n);
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
