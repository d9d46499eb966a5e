import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import type { SimulatedDevice } from "../../../demo/devices/simulatedDevice.js";
import { DELIVERY_TYPES, DeviceKind, deliveryDomain, directReport, type Hex } from "../../../protocol/index.js";
import {
  COLD,
  HEARTBEAT_S,
  heardOf,
  measure,
  NEARLY_WARM,
  openDelivery,
  reportsOf,
  type TestDelivery,
  WARM,
} from "../support/delivery.js";
import { temporaryFolder } from "../support/files.js";
import { useWorld } from "../support/world.js";

describe("oracle/deliveries on chain", () => {
  const folder = temporaryFolder();
  const world = useWorld(before);
  let states = 0;
  const statePath = () => join(folder.path, `state-${states++}`);
  const start = (path = statePath()) => world().oracle(path, { reportsDeliveries: true });
  const enrolSensor = () => world().enrol({ kind: DeviceKind.Sensor, p256: true });
  const watched = async (heartbeatS = 0): Promise<[SimulatedDevice, TestDelivery]> => {
    const sensor = await enrolSensor();
    return [sensor, await openDelivery(world(), sensor, { heartbeatS })];
  };
  const mineBlock = async () => {
    const { gridOperator } = world().consortium;
    await (await gridOperator.sendTransaction({ to: gridOperator.address })).wait();
  };

  it("brings violations and approaches to a bound, and none that nobody wants", async () => {
    const [sensor, delivery] = await watched();
    const oracle = await start();
    const values = [COLD, WARM, WARM, COLD, NEARLY_WARM, NEARLY_WARM, COLD, NEARLY_WARM, -25_001n];
    await oracle.submit(values.map((value, at) => measure(sensor, delivery.startS + at, value)));
    await oracle.flush();
    const heard = { violations: [2, 3, 9], near: [5, 8], readings: 5, silences: 0 };
    expect(await heardOf(world(), delivery)).to.deep.equal(heard);
    expect(await reportsOf(world(), delivery)).to.equal(1);
    await oracle.close();
  });

  it("lets a sensor be heard as often as the heartbeat asks, and each of its fields", async () => {
    const [sensor, delivery] = await watched(HEARTBEAT_S);
    const oracle = await start();
    for (let minute = 0; minute <= 30; minute++) {
      const atS = delivery.startS + 60 * minute;
      await oracle.submit([measure(sensor, atS, COLD), measure(sensor, atS, 5_000n, "humidity")]);
    }
    await oracle.flush();
    // Of both fields the first, and then one every five minutes.
    expect(await heardOf(world(), delivery)).to.deep.equal({ violations: [], near: [], readings: 14, silences: 0 });
    await oracle.close();
  });

  it("passes over what is of another field or time, and what others brought", async () => {
    const [sensor, delivery] = await watched();
    const { watch } = world().contracts;
    const known = measure(sensor, delivery.startS, WARM);
    if (known.record.type !== "SensorReading") throw new Error("a sensor signs sensor readings");
    const { proof: _, ...direct } = directReport(known, known.record);
    const reporter = watch.connect(world().consortium.batteryMaker);
    await (await reporter.report(delivery.id, [{ ...direct, proof: [] }])).wait();
    const oracle = await start();
    await oracle.submit([
      known,
      measure(sensor, delivery.startS + 1, 99_000n, "co2"),
      measure(sensor, delivery.startS - 1, WARM),
    ]);
    await oracle.flush();
    expect(await heardOf(world(), delivery)).to.deep.include({ violations: [1], readings: 1 });
    expect(await reportsOf(world(), delivery)).to.equal(1);
    expect(await oracle.rejections()).to.deep.equal([]);
    await oracle.close();
  });

  it("brings after a restart what was anchored before, also without the setting, and nothing twice", async () => {
    const [sensor, delivery] = await watched();
    const path = statePath();
    const silent = await world().oracle(path);
    await silent.submit([measure(sensor, delivery.startS, WARM)]);
    await silent.flush();
    await silent.close();
    expect(await reportsOf(world(), delivery)).to.equal(0);
    for (const sequences of [[1], [1, 2], [1, 2, 3]]) {
      const oracle = await start(path);
      if (sequences.length > 1) await oracle.submit([measure(sensor, delivery.startS + sequences.length, WARM)]);
      await oracle.flush();
      await oracle.flush();
      expect(await heardOf(world(), delivery)).to.deep.include({ violations: sequences });
      await oracle.close();
    }
    const last = await start(path);
    await last.flush();
    expect(await reportsOf(world(), delivery)).to.equal(3);
    await last.close();
  });

  it("brings a reading to every delivery that its sensor watches, also to one that is opened while it runs", async () => {
    const [sensor, first] = await watched();
    const oracle = await start();
    await oracle.submit([measure(sensor, first.startS + 60, COLD)]);
    await oracle.flush();
    const second = await openDelivery(world(), sensor, { heartbeatS: 0 });
    await oracle.submit([measure(sensor, second.startS + 60, WARM)]);
    await oracle.flush();
    for (const delivery of [first, second]) {
      expect(await heardOf(world(), delivery)).to.deep.include({ violations: [2] });
    }
    await oracle.close();
  });

  it("refuses by name what the chain does not take, and brings the rest", async () => {
    const [sensor, delivery] = await watched();
    const registry = world().contracts.devices.connect(world().consortium.gridOperator);
    const oracle = await world().oracle(statePath(), { reportsDeliveries: true, batchMaxAgeMs: 60_000 });
    await oracle.submit([measure(sensor, delivery.startS, WARM)]);
    await oracle.flush();
    await oracle.submit([1, 2].map((at) => measure(sensor, delivery.startS + at, WARM)));
    // Anchored only when the sensor is no witness: who answers for it cannot say what it was before.
    await (await registry.suspend(sensor.id)).wait();
    await oracle.flush();
    await (await registry.reinstate(sensor.id)).wait();
    await oracle.submit([measure(sensor, delivery.startS + 3, WARM)]);
    await oracle.flush();
    expect(await heardOf(world(), delivery)).to.deep.include({ violations: [1, 4] });
    const refused = (await oracle.rejections()).map(({ source, device, code, position }) => {
      return { source, device, code, position };
    });
    const shared = { source: "delivery", device: sensor.id, code: "DeviceRegistryUnexpectedStatus" };
    expect(refused).to.deep.equal(
      [2, 3].map((sequence) => ({ ...shared, position: `sequence ${sequence} for delivery ${delivery.id}` })),
    );
    // Anchored all the same, and listed once.
    expect(oracle.counts()).to.include({ anchored: 4, rejected: 0 });
    await oracle.flush();
    expect(await oracle.rejections()).to.have.length(2);
    await oracle.close();
  });

  it("lets a reading wait that is ahead of the chain's time", async () => {
    const [sensor, delivery] = await watched();
    const oracle = await start();
    const nowS = (await world().provider.getBlock("latest"))?.timestamp ?? 0;
    await oracle.submit([measure(sensor, nowS + 5, WARM), measure(sensor, nowS - 5, WARM)]);
    await oracle.flush();
    expect(await heardOf(world(), delivery)).to.deep.include({ violations: [2] });
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    await mineBlock();
    await oracle.flush();
    expect(await heardOf(world(), delivery)).to.deep.include({ violations: [2, 1] });
    await oracle.close();
  });

  it("goes on when a delivery ends, or its goods arrive", async () => {
    const [sensor, over] = await watched();
    const arriving = await openDelivery(world(), sensor, { heartbeatS: 0 });
    const going = await openDelivery(world(), sensor, { heartbeatS: 0 });
    const oracle = await start();
    await oracle.submit([measure(sensor, over.startS, COLD)]);
    await oracle.flush();

    const { chainId, consortium, contracts, provider } = world();
    const monitor = contracts.monitor.connect(consortium.gridOperator);
    const place = { chainId, monitor: (await monitor.getAddress()).toLowerCase() as Hex };
    const deadlineS = ((await provider.getBlock("latest"))?.timestamp ?? 0) + 3600;
    const settlement = { delivery: over.id, toSeller: 0n, violations: 0, deadlineS };
    const signature = await consortium.batteryMaker.signTypedData(
      deliveryDomain(place),
      DELIVERY_TYPES.DeliverySettlement,
      settlement,
    );
    await (await monitor.settle(settlement, signature, "0x")).wait();
    await (await monitor.deliver(arriving.id)).wait();
    const arrivedAtS = (await provider.getBlock("latest"))?.timestamp ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await mineBlock();
    await oracle.submit([measure(sensor, arrivedAtS, WARM), measure(sensor, arrivedAtS + 1, WARM)]);
    await oracle.flush();
    expect(await heardOf(world(), over)).to.deep.include({ violations: [] });
    expect(await heardOf(world(), arriving)).to.deep.include({ violations: [2] });
    expect(await heardOf(world(), going)).to.deep.include({ violations: [2, 3] });
    expect(await oracle.rejections()).to.deep.equal([]);
    await oracle.close();
  });

  it("brings many readings in reports of a bounded size, in their order", async () => {
    const [sensor, delivery] = await watched();
    const oracle = await start();
    await oracle.submit(Array.from({ length: 150 }, (_, at) => measure(sensor, delivery.startS + at, WARM)));
    await oracle.flush();
    const { violations } = await heardOf(world(), delivery);
    expect(violations).to.deep.equal(Array.from({ length: 150 }, (_, at) => at + 1));
    expect(await reportsOf(world(), delivery)).to.equal(3);
    await oracle.close();
  });
});
