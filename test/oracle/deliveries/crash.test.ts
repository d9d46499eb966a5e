import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { SimulatedDevice } from "../../../demo/devices/simulatedDevice.js";
import { signedRecordRow, signedRecordsHeader } from "../../../oracle/index.js";
import { DeviceKind } from "../../../protocol/index.js";
import { startChainProcess } from "../support/chainProcess.js";
import { COLD, heardOf, measure, openDelivery, type TestDelivery, WARM } from "../support/delivery.js";
import { temporaryFolder } from "../support/files.js";
import { startOracle } from "../support/oracleProcess.js";
import { randomOf } from "../support/random.js";
import { type World, worldOn } from "../support/world.js";

const SEED = Number(process.env.WATTPROOF_CRASH_SEED ?? Date.now() % 2 ** 31);
const KILLS = 8;
const READINGS_PER_LIFE = 6;

describe("oracle that reports for deliveries, killed and started again", () => {
  const folder = temporaryFolder();
  const random = randomOf(SEED);
  let world: World;
  let sensor: SimulatedDevice;
  let delivery: TestDelivery;

  before(async function () {
    this.timeout(120_000);
    const chain = await startChainProcess();
    world = await worldOn(chain.rpcUrl, () => chain.stop());
    sensor = await world.enrol({ kind: DeviceKind.Sensor, p256: true });
    delivery = await openDelivery(world, sensor, { heartbeatS: 0 });
  });
  after(async () => world?.close());

  it(`has brought every violation exactly once after ${KILLS} kills`, async function () {
    this.timeout(KILLS * 15_000 + 60_000);
    console.log(`      seed ${SEED} (WATTPROOF_CRASH_SEED)`);
    const file = join(folder.path, "readings.csv");
    writeFileSync(file, signedRecordsHeader("SensorReading"));
    const { rpcUrl, contracts, wallet } = world;
    const args = ["--rpc", rpcUrl, "--directory", contracts.directory, "--records", file, "--report-deliveries"];
    const state = ["--state", join(folder.path, "state"), "--poll", "10", "--batch-size", "3", "--batch-age", "5"];
    const expected: number[] = [];
    let sequence = 0;
    const writeReadings = () => {
      for (let at = 0; at < READINGS_PER_LIFE; at++) {
        sequence += 1;
        const isViolation = random() < 0.5;
        if (isViolation) expected.push(sequence);
        appendFileSync(file, signedRecordRow(measure(sensor, delivery.startS + sequence, isViolation ? WARM : COLD)));
      }
    };
    for (let kill = 0; kill < KILLS; kill++) {
      writeReadings();
      const life = startOracle([...args, ...state], wallet.privateKey);
      await Promise.race([life.started, life.ended]);
      await new Promise((resolve) => setTimeout(resolve, random() * 600));
      life.child.kill("SIGKILL");
      const { code, log } = await life.ended;
      expect(code, `the oracle ended by itself: ${log}`).to.equal(null);
    }
    const last = startOracle([...args, ...state, "--once"], wallet.privateKey);
    const { code, log } = await last.ended;
    expect(code, log).to.equal(0);
    const { violations, readings } = await heardOf(world, delivery);
    expect(violations).to.deep.equal(expected);
    expect(readings).to.equal(expected.length);
  });
});
