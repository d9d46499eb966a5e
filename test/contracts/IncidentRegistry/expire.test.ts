import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceStatus } from "../../../protocol/index.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { five, IncidentState, QUARANTINE_S, REPORT_WINDOW_S } from "../../support/chain/incidents.js";
import { readingOf, shown } from "../../support/chain/openings.js";

describe("IncidentRegistry: expire", () => {
  it("ends an open incident once its last report has lapsed, whoever asks", async () => {
    const c = await fresh(five);
    await c.report(0);
    const lastS = await nowS();
    await nextBlockAt(lastS + REPORT_WINDOW_S - 1);
    await expect(c.incidents.expire(c.device))
      .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotExpired")
      .withArgs(c.device, 1n, BigInt(lastS + REPORT_WINDOW_S));
    await nextBlockAt(lastS + REPORT_WINDOW_S);
    await expect(c.incidents.connect(c.stranger).expire(c.device))
      .to.emit(c.incidents, "IncidentClosed")
      .withArgs(c.device, 1n, IncidentState.Expired);
    expect(await c.state()).to.equal(IncidentState.Expired);
  });

  for (const [change, after] of [
    ["nothing", DeviceStatus.Active],
    ["suspend", DeviceStatus.Suspended],
    ["revoke", DeviceStatus.Revoked],
  ] as const) {
    it(`ends a quarantine in time; what the organisation decided meanwhile (${change}) counts`, async () => {
      const c = await fresh(five);
      await c.report(0);
      await c.report(1);
      const sinceS = await nowS();
      if (change !== "nothing") await c.devices[change](c.device);
      await nextBlockAt(sinceS + QUARANTINE_S - 1);
      await expect(c.incidents.expire(c.device))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotExpired")
        .withArgs(c.device, 1n, BigInt(sinceS + QUARANTINE_S));
      await nextBlockAt(sinceS + QUARANTINE_S);
      await c.incidents.expire(c.device);
      expect(await c.status()).to.equal(after);
    });
  }

  it("never ends what was proven", async () => {
    const c = await fresh(five);
    const [first, second] = ([1n, 2n] as const).map((wh) => shown(c.meter, c.domain, readingOf(c.device, 1n, wh)));
    await c.incidents.proveEquivocation(first!, second!);
    await nextBlockAt((await nowS()) + 100 * QUARANTINE_S);
    await expect(c.incidents.expire(c.device))
      .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotExpired")
      .withArgs(c.device, 1n, 0n);
  });

  it("refuses where nothing happened, and what is over", async () => {
    const c = await fresh(five);
    await expect(c.incidents.expire(bytes32Of("nothing")))
      .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryUnexpectedState")
      .withArgs(bytes32Of("nothing"), 0n, IncidentState.None);
    await c.report(0);
    await nextBlockAt((await nowS()) + REPORT_WINDOW_S);
    await c.incidents.expire(c.device);
    await expect(c.incidents.expire(c.device))
      .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryUnexpectedState")
      .withArgs(c.device, 1n, IncidentState.Expired);
  });
});
