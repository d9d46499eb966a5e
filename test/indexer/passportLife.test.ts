import { expect } from "chai";
import { describe, it } from "mocha";
import {
  CorrectionReason,
  DeviceKind,
  deviceReplacementHash,
  passportIdOf,
  type SignedRecord,
  structHashOf,
  ZERO_HASH,
} from "../../protocol/index.js";
import { FACTS, publishedCounters } from "../support/chain/batteries.js";
import { lower } from "../support/chain/consortium.js";
import { p256Key } from "../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice } from "../support/chain/devices.js";
import { Recorder, type SignedChargeCycle } from "../support/chain/recorder.js";
import { cycleContents } from "./support/cycleContents.js";
import { bench } from "./support/open.js";
import { HOUR_S, IDENTIFIER } from "./support/scenario.js";

const PASSPORT = passportIdOf(IDENTIFIER);
const word = (id: bigint) => `0x${id.toString(16).padStart(64, "0")}`;

describe("queries of a battery's life", () => {
  const the = bench();

  it("follow status, keeper, offer, successor, pack and modules as the contract has them", async () => {
    const { passports, maker, grid } = the.scene.consortium;
    const facts = { ...FACTS, batteryPassportIdentifier: "pack" };
    const { queries, sync } = await the.synced();
    const first = async () => (await queries.batteries())[0];
    expect(await first()).to.deep.include({
      keeper: lower(maker.address),
      keeperName: "Battery Maker",
      offeredTo: null,
    });
    await passports.connect(maker).issue(facts);
    await passports.connect(maker).addModules(passportIdOf("pack"), [PASSPORT]);
    await sync();
    expect(await first()).to.deep.include({ pack: word(passportIdOf("pack")), modules: [] });
    expect((await queries.batteries())[1]).to.deep.include({
      modules: [word(PASSPORT)],
      pack: null,
      limits: FACTS.limits,
    });
    await passports.connect(maker).removeModules(passportIdOf("pack"), [PASSPORT]);
    await passports.connect(maker).offerCustody(PASSPORT, grid);
    await sync();
    expect(await first()).to.deep.include({ pack: null, offeredTo: lower(grid.address) });
    await passports.connect(grid).acceptCustody(PASSPORT);
    await passports.connect(grid).setStatus(PASSPORT, 2n);
    await sync();
    expect(await first()).to.deep.include({
      keeper: lower(grid.address),
      keeperName: "Grid Operator",
      offeredTo: null,
      batteryStatus: "reused",
    });
    await passports.connect(grid).issueSuccessor({ ...facts, batteryPassportIdentifier: "next" }, 1n, [PASSPORT]);
    await sync();
    const [battery, , next] = await queries.batteries();
    expect(battery?.successor).to.equal(next?.passport);
    expect(next).to.deep.include({ batteryStatus: "repurposed", predecessors: [word(PASSPORT)], records: 0 });
  });

  it("show both versions of a corrected cycle, and the battery by the later one", async () => {
    const { recorders, archive, stream, cycles, startS } = the.scene;
    const third = cycles[2] as SignedChargeCycle;
    const content = (dischargeMicroAh: bigint, supersedes: `0x${string}`) => ({
      measurements: {
        ...third.record.measurements,
        dischargeMicroAh,
        supersedes,
        correctionReason: CorrectionReason.SensorFault,
      },
      counters: third.record.counters,
    });
    const once = recorders.battery.cycle(startS + 5 * HOUR_S, content(1_700_000n, structHashOf(third.record)));
    const again = recorders.battery.cycle(startS + 6 * HOUR_S, content(1_600_000n, structHashOf(once.record)));
    await archive.anchor(stream, [once, again]);
    const { queries } = await the.synced();
    const [battery] = await queries.batteries();
    expect(battery).to.include({ records: 3, corrections: 2, stateOfHealth: 0.8, numberOfFullCycles: 2n });
    const found = await queries.cycles({ batteryPassportIdentifier: IDENTIFIER, limit: 10 });
    expect(
      found?.map(({ sequence, dischargeMicroAh, correctionReason, supersedes, supersededBy }) => [
        sequence,
        dischargeMicroAh,
        correctionReason,
        supersedes === null,
        supersededBy === null,
      ]),
    ).to.deep.equal([
      [1n, 1_900_000n, "none", true, true],
      [2n, 1_890_000n, "none", true, true],
      [3n, 1_880_000n, "none", true, false],
      [5n, 1_700_000n, "sensorFault", false, false],
      [6n, 1_600_000n, "sensorFault", false, true],
    ]);
    expect(found?.[3]?.supersedes).to.equal(structHashOf(third.record));
    expect(found?.[2]).to.include({ chargeTemperatureMinMilliC: null, deepDischargeCount: 0n });
  });

  it("follow a replaced device, and give published counters where their record is held", async () => {
    const { consortium, archive, stream, devices, cycles, startS } = the.scene;
    const { passports, maker, domain, p256Verifier } = consortium;
    const third = cycles[2] as SignedChargeCycle;
    const { counters } = third.record;
    await passports.connect(maker).publishCounters(PASSPORT, publishedCounters(counters));
    const key = p256Key("spare", p256Verifier);
    const spare = await enrolDevice(consortium, {
      name: "spare",
      kind: DeviceKind.Battery,
      organisation: maker,
      owner: maker.address,
      key,
    });
    const terms = { passport: PASSPORT, newDevice: spare.device, firstSequence: 1n };
    const hash = deviceReplacementHash({ ...terms, oldDevice: devices.battery, lastSequence: 3n });
    await passports.connect(maker).replaceDevice({
      ...terms,
      oldSignature: "0x",
      newSignature: key.sign(domain, hash),
      attestation: bytes32Of("statement"),
    });
    const [, , , fourth] = cycleContents(4);
    if (fourth === undefined) throw new RangeError("There are four cycles.");
    const next = new Recorder(spare, domain).cycle(startS + 9 * HOUR_S, fourth);
    const late = the.scene.recorders.battery.cycle(startS + 9 * HOUR_S, fourth);
    await archive.anchor(stream, [next, late] as SignedRecord[]);
    const { queries } = await the.synced();
    const [battery] = await queries.batteries();
    expect(battery).to.deep.include({ device: spare.device, records: 4, stateOfHealth: 0.935 });
    expect(
      battery?.bindings.map(({ device, firstSequence, lastSequence, continuity }) => [
        device,
        firstSequence,
        lastSequence,
        continuity,
      ]),
    ).to.deep.equal([
      [devices.battery, 1n, 3n, "firstDevice"],
      [spare.device, 1n, null, "organisationAttested"],
    ]);
    expect(battery?.publishedCounters).to.deep.include({ device: devices.battery, sequence: 3n, counters });
    const evidence = await queries.evidenceOf(IDENTIFIER);
    expect(evidence.records.map((entry) => (entry.type === "Gap" ? 0n : entry.header.sequence))).to.deep.equal([
      1n,
      2n,
      3n,
      1n,
    ]);
    expect(evidence.passport.limits).to.deep.equal(FACTS.limits);
    expect(third.record.measurements.supersedes).to.equal(ZERO_HASH);
  });
});
