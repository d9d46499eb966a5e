import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceStatus, ZERO_HASH } from "../../../protocol/index.js";
import { fresh } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { five, IncidentState } from "../../support/chain/incidents.js";

const STATEMENT = bytes32Of("it was not us");

describe("IncidentRegistry: appeal", () => {
  it("is heard from the organisation and the owner, while the incident is open and while it quarantines", async () => {
    const c = await fresh(five);
    await c.report(0);
    for (const account of [c.grid, c.owner]) {
      await expect(c.incidents.connect(account).appeal(c.device, STATEMENT))
        .to.emit(c.incidents, "IncidentAppealed")
        .withArgs(c.device, 1n, account, STATEMENT);
    }
    await c.report(1);
    await c.incidents.connect(c.grid).appeal(c.device, STATEMENT);
  });

  it("ends nothing by itself", async () => {
    const c = await fresh(five);
    await c.report(0);
    await c.report(1);
    const before = await c.incident();
    await c.incidents.connect(c.grid).appeal(c.device, STATEMENT);
    expect(await c.incident()).to.deep.equal(before);
    expect(await c.status()).to.equal(DeviceStatus.Quarantined);
  });

  it("refuses everybody else, the neighbours among them", async () => {
    const c = await fresh(five);
    await c.report(0);
    for (const account of [c.neighbours[0]!.account, c.stranger, c.administrator]) {
      await expect(c.incidents.connect(account).appeal(c.device, STATEMENT))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotAppellant")
        .withArgs(c.device, account);
    }
  });

  it("needs a statement", async () => {
    const c = await fresh(five);
    await c.report(0);
    await expect(c.incidents.connect(c.grid).appeal(c.device, ZERO_HASH))
      .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryMissingStatement")
      .withArgs(c.device);
  });

  it("needs something to contradict", async () => {
    const c = await fresh(five);
    await expect(c.incidents.connect(c.grid).appeal(c.device, STATEMENT))
      .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryUnexpectedState")
      .withArgs(c.device, 0n, IncidentState.None);
    await c.report(0);
    await c.clear(1);
    await c.clear(2);
    await expect(c.incidents.connect(c.grid).appeal(c.device, STATEMENT))
      .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryUnexpectedState")
      .withArgs(c.device, 1n, IncidentState.Cleared);
  });
});
