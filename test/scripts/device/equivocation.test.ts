import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import {
  DeviceKind,
  type DeviceRecord,
  type Hex,
  SignedBy,
  structHashOf,
  TimeSource,
} from "../../../protocol/index.js";
import { lower } from "../../support/chain/consortium.js";
import { type EnrolledDevice, enrolDevice } from "../../support/chain/devices.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";

const LINK: Hex = `0x${"11".repeat(32)}`;

describe("wattproof device report --equivocation", function () {
  this.timeout(120_000);
  let t: Terminal;
  let sensor: EnrolledDevice;
  let stranger: string[];

  before(async () => {
    t = await openTerminal();
    const { grid: organisation, people } = t.consortium;
    const owner = lower((people[0] as { address: string }).address);
    stranger = ["--from", lower(t.consortium.stranger.address)];
    sensor = await enrolDevice(t.consortium, { name: "sensor", kind: DeviceKind.Sensor, organisation, owner });
  });
  after(() => t?.close());

  const header = (sequence: bigint) => ({
    device: sensor.device,
    sequence,
    timestampS: 1_800_000_000n,
    timeSource: TimeSource.Device,
    signedBy: SignedBy.Device,
    link: LINK,
  });
  const keep = (name: string, record: DeviceRecord) => {
    const signature = sensor.key.sign(t.consortium.domain, structHashOf(record));
    const document = { schema: "wattproof-signed-record/1", record, signature, anchor: null };
    writeFileSync(
      t.path(name),
      JSON.stringify(document, (_, value) => (typeof value === "bigint" ? `${value}` : value)),
    );
  };
  const temperature = (sequence: bigint, valueMilli: bigint): DeviceRecord => ({
    type: "SensorReading",
    header: header(sequence),
    field: "temperature",
    valueMilli,
  });

  it("refuses two records that are one, of two sequences, or not the device's", async () => {
    keep("a.json", temperature(7n, -5000n));
    keep("later.json", temperature(8n, -5000n));
    const report = ["report", "--equivocation"];
    const same = await t.refused(...report, "a.json", "a.json", ...stranger);
    expect(same.code).to.equal("IncidentRegistryNoEquivocation");
    const apart = await t.refused(...report, "a.json", "later.json", ...stranger);
    expect(apart.code).to.equal("IncidentRegistryNoEquivocation");
    keep("b.json", temperature(7n, 4000n));
    t.write("forged.json", JSON.stringify({ ...read(t, "b.json"), signature: `0x${"22".repeat(65)}` }));
    const forged = await t.refused(...report, "a.json", "forged.json", ...stranger);
    expect(forged.code).to.equal("IncidentRegistryNotSigned");
    t.write("broken.json", JSON.stringify({ ...read(t, "b.json"), more: 1 }));
    expect((await t.refused(...report, "a.json", "broken.json", ...stranger)).code).to.equal("RecordUnreadable");
  });

  it("quarantines the device at once, whoever shows two readings for one sequence", async () => {
    const proven = await t.device("report", "--equivocation", "a.json", "b.json", ...stranger);
    expect(proven).to.include({ device: sensor.device, category: "equivocation", sequence: "7" });
    const { status, incident } = await t.device("show", sensor.device);
    expect(status).to.equal("quarantined");
    expect(incident).to.include({ category: "equivocation", endsAtS: null });
  });

  it("takes meter readings as well, and nothing more while the device is quarantined by such a proof", async () => {
    const meter = (importWh: bigint): DeviceRecord => ({
      type: "MeterReading",
      header: header(9n),
      importWh,
      exportWh: 0n,
    });
    keep("m1.json", meter(1n));
    keep("m2.json", meter(2n));
    await t.wait();
    const further = await t.refused("report", "--equivocation", "m1.json", "m2.json", ...stranger);
    expect(further.code).to.equal("IncidentRegistryAlreadyProven");
    // The only other member.
    await t.device("clear", sensor.device, "--evidence", "a.json", "--from", lower(t.consortium.maker.address));
    const proven = await t.device("report", "--equivocation", "m1.json", "m2.json", ...stranger);
    expect(proven.sequence).to.equal("9");
  });
});

function read(t: Terminal, name: string): object {
  return JSON.parse(readFileSync(t.path(name), "utf8"));
}
