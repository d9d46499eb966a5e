import { expect } from "chai";
import { describe, it } from "mocha";
import { enrolBattery } from "../../support/chain/batteries.js";
import { fresh, nowS } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { p256Key } from "../../support/chain/deviceKeys.js";
import { agree, endOf, enrolHome, intervalOf, openMeters, START_S } from "../../support/chain/market.js";
import { posted, Recorder } from "../../support/chain/recorder.js";

async function homes() {
  const c = await deployConsortium();
  const first = await enrolHome(c, c.people[0]!);
  const second = await enrolHome(c, c.people[1]!, { key: p256Key("second", c.p256Verifier) });
  return { ...c, first, second };
}

describe("EnergySettlement: open", () => {
  it("takes opening records as baselines of both directions, posted by anyone", async () => {
    const { settlement, domain, first, second } = await fresh(homes);
    const readings = [
      new Recorder(first.enrolled, domain).read(START_S, 5n, 7n),
      new Recorder(second.enrolled, domain).read(START_S + 1, 0n, 0n),
    ];
    await expect(settlement.open(readings.map(posted)))
      .to.emit(settlement, "MeterOpened")
      .withArgs(first.meter.device, START_S, 5n, 7n)
      .and.to.emit(settlement, "MeterOpened")
      .withArgs(second.meter.device, START_S + 1, 0n, 0n);
    expect([...(await settlement.registersOf(first.meter.device))]).to.deep.equal([
      BigInt(START_S),
      BigInt(START_S),
      5n,
      7n,
    ]);
  });

  it("refuses a meter that is open, also twice in one call", async () => {
    const { settlement, domain, first } = await fresh(homes);
    const opening = posted(new Recorder(first.enrolled, domain).read(START_S, 5n, 7n));
    await expect(settlement.open([opening, opening]))
      .to.be.revertedWithCustomError(settlement, "EnergySettlementAlreadyOpen")
      .withArgs(first.meter.device);
    await settlement.open([opening]);
    await expect(settlement.open([opening]))
      .to.be.revertedWithCustomError(settlement, "EnergySettlementAlreadyOpen")
      .withArgs(first.meter.device);
  });

  it("refuses any record but the device's first", async () => {
    const { settlement, domain, first } = await fresh(homes);
    for (const skipped of [1n, 41n]) {
      const recorder = new Recorder(first.enrolled, domain);
      recorder.skip(skipped);
      await expect(settlement.open([posted(recorder.read(START_S, 0n, 0n))]))
        .to.be.revertedWithCustomError(settlement, "EnergySettlementNotOpeningRecord")
        .withArgs(first.meter.device, skipped + 1n);
    }
  });

  it("refuses a register of before the meter's opening", async () => {
    const h = await fresh(homes);
    const { settlement, first, second } = h;
    await agree(h, first, second);
    await openMeters(h, [second]);
    await openMeters(h, [first], { atS: endOf(2) });
    const readings = [second.meter.read(endOf(1), 0n, 1000n), first.meter.read(endOf(1), 100n, 0n)];
    await expect(settlement.settle([await intervalOf(h, second, endOf(1), readings)]))
      .to.be.revertedWithCustomError(settlement, "EnergySettlementRegisterSettled")
      .withArgs(first.meter.device, endOf(2), endOf(1));
  });

  it("refuses a record of the future and of time zero", async () => {
    const { settlement, domain, first } = await fresh(homes);
    for (const timestampS of [(await nowS()) + 1_000_000, 0, 2 ** 48 + START_S]) {
      await expect(settlement.open([posted(new Recorder(first.enrolled, domain).read(timestampS, 0n, 0n))]))
        .to.be.revertedWithCustomError(settlement, "EnergySettlementInFuture")
        .withArgs(first.meter.device, timestampS);
    }
  });

  it("refuses a battery and an unknown device", async () => {
    const c = await fresh(homes);
    const battery = await enrolBattery(c);
    const reading = posted(new Recorder(battery, c.domain).read(START_S, 0n, 0n));
    await expect(c.settlement.open([reading]))
      .to.be.revertedWithCustomError(c.settlement, "EnergySettlementNotAMeter")
      .withArgs(battery.device);
  });

  it("refuses another meter's signature, changed registers, and a suspended meter", async () => {
    const { settlement, devices, domain, first, second } = await fresh(homes);
    const good = posted(new Recorder(first.enrolled, domain).read(START_S, 5n, 7n));
    const foreign = new Recorder({ device: first.meter.device, key: second.enrolled.key }, domain);
    for (const wrong of [
      { ...good, reading: { ...good.reading, importWh: 4n } },
      { ...good, reading: { ...good.reading, exportWh: 8n } },
      { ...good, reading: { ...good.reading, header: { ...good.reading.header, timestampS: 1n } } },
      posted(foreign.read(START_S, 5n, 7n)),
    ]) {
      await expect(settlement.open([wrong]))
        .to.be.revertedWithCustomError(devices, "DeviceRegistryInvalidDeviceSignature")
        .withArgs(first.meter.device);
    }
    await devices.suspend(first.meter.device);
    await expect(settlement.open([good])).to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus");
  });

  it("opens many at once or none", async () => {
    const { first, second, ...c } = await fresh(homes);
    await c.devices.suspend(second.meter.device);
    const rest = [new Recorder(first.enrolled, c.domain), new Recorder(second.enrolled, c.domain)];
    await expect(
      openMeters(
        c,
        [first, second].map((home, index) => ({ ...home, meter: rest[index]! })),
      ),
    ).to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnexpectedStatus");
    expect((await c.settlement.registersOf(first.meter.device)).importAtS).to.equal(0n);
  });
});
