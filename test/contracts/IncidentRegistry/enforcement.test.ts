import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind, DeviceStatus, structHashOf } from "../../../protocol/index.js";
import { TestStream } from "../../support/chain/batches.js";
import { cycleContent, cycleProof, enrolBattery, FACTS, PASSPORT } from "../../support/chain/batteries.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { type Consortium, ROLE } from "../../support/chain/consortium.js";
import { agree } from "../../support/chain/market.js";
import { Recorder } from "../../support/chain/recorder.js";
import { hour, village } from "../EnergySettlement/village.js";

const QUARANTINED = BigInt(DeviceStatus.Quarantined);

/** A village and a battery; the registrar's account stands in for `IncidentRegistry`, whose quorums are tested apart. */
async function watched() {
  const v = await fresh(village);
  await v.authority.grantRole(ROLE.incidents, v.registrar, 0);
  const battery = await enrolBattery(v);
  await v.passports.issue(FACTS);
  return { ...v, battery, stream: await TestStream.open(v) };
}

const guard = ({ devices, registrar }: Consortium) => devices.connect(registrar);

describe("A quarantined device", () => {
  it("settles nothing until it is released", async () => {
    const v = await fresh(watched);
    await guard(v).quarantine(v.ada.meter.device);
    const interval = await hour(v, 1, [2000n, 700n, 1001n]);
    await expect(v.settlement.settle([interval]))
      .to.be.revertedWithCustomError(v.devices, "DeviceRegistryUnexpectedStatus")
      .withArgs(v.ada.meter.device, QUARANTINED);
    await guard(v).release(v.ada.meter.device);
    await expect(v.settlement.settle([interval])).to.emit(v.settlement, "IntervalSettled");
  });

  it("enters no agreement", async () => {
    const v = await fresh(watched);
    await guard(v).quarantine(v.eve.meter.device);
    await expect(agree(v, v.eve, v.supplier))
      .to.be.revertedWithCustomError(v.agreements, "SupplyAgreementsNotMeterOwner")
      .withArgs(v.eve.meter.device, v.eve.account);
  });

  it("is bound to no battery", async () => {
    const v = await fresh(watched);
    await guard(v).quarantine(v.battery.device);
    await expect(v.passports.bind(PASSPORT, v.battery.device, 1))
      .to.be.revertedWithCustomError(v.passports, "BatteryPassportDeviceNotBindable")
      .withArgs(PASSPORT, v.battery.device);
  });

  it("proves what was anchored before the quarantine and after it, and nothing that was anchored within", async () => {
    const v = await fresh(watched);
    await v.passports.bind(PASSPORT, v.battery.device, 1);
    const recorder = new Recorder(v.battery, v.domain);
    const cycles = [1n, 2n, 3n].map((count) => recorder.cycle(Number(count), cycleContent(count)));
    const anchored = async (index: number) => {
      const cycle = cycles[index]!;
      await nextBlockAt((await nowS()) + 10);
      return cycleProof(cycle, await v.stream.anchor([structHashOf(cycle.record)]));
    };
    const before = await anchored(0);
    await nextBlockAt((await nowS()) + 10);
    await guard(v).quarantine(v.battery.device);
    const within = await anchored(1);
    await v.passports.checkpoint(PASSPORT, before);
    await expect(v.passports.checkpoint(PASSPORT, within))
      .to.be.revertedWithCustomError(v.devices, "DeviceRegistryUnexpectedStatus")
      .withArgs(v.battery.device, QUARANTINED);
    await nextBlockAt((await nowS()) + 10);
    await guard(v).release(v.battery.device);
    await expect(v.passports.checkpoint(PASSPORT, within)).to.be.revertedWithCustomError(
      v.devices,
      "DeviceRegistryUnexpectedStatus",
    );
    await v.passports.checkpoint(PASSPORT, await anchored(2));
  });

  it("reports nobody, as a gateway", async () => {
    const v = await fresh(watched);
    const gateway = await enrolBattery(v, { name: "gateway", kind: DeviceKind.Gateway });
    await guard(v).quarantine(gateway.device);
    const evidence = `0x${"11".repeat(32)}`;
    await expect(v.incidents.connect(v.maker).report(v.ada.meter.device, gateway.device, 1, evidence))
      .to.be.revertedWithCustomError(v.incidents, "IncidentRegistryNotGateway")
      .withArgs(gateway.device, v.maker);
  });
});
