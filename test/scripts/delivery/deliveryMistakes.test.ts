import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { signedRecordRow, signedRecordsHeader } from "../../../oracle/ingest/index.js";
import { type Hex, structHashOf, ZERO_HASH } from "../../../protocol/index.js";
import { advanceTo } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { COLD, type Dealt, dealt, enrolSensor, HOUR_S, type TestSensor } from "../../support/chain/deliveries.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

const utc = (atS: number) => new Date(atS * 1000).toISOString().replace(".000Z", "Z");

describe("wattproof delivery: mistakes that are told in time", function () {
  this.timeout(300_000);
  let d: Dealt;
  let terminal: Terminal;
  let from: Record<"buyer" | "seller" | "stranger", string[]>;
  let delivery: Hex;
  const { run, done, refused } = jsonCommands(() => terminal, "delivery");

  /** A plan whose temperature is watched by this sensor. */
  const plan = (sensor: Hex, change: object = {}) => {
    const { agreed: negotiation, rival, hygrometer } = d;
    const [start, end] = [utc(d.plan.startS), utc(d.plan.endS)];
    const watches = [
      { field: "temperature", sensor },
      { field: "humidity", sensor: hygrometer.device },
    ];
    const rules = { arbiter: rival.address, heartbeat: "1h", confirmWithin: "3d", paysInTokens: true };
    terminal.write("plan.json", JSON.stringify({ negotiation, start, end, watches, ...rules, ...change }));
    return "plan.json";
  };
  const row = (sensor: TestSensor, sequence: number, afterS: number, field?: string, key = sensor.key) => {
    const record = sensor.record(sequence, d.plan.startS + afterS, COLD, field);
    const salt = bytes32Of(`salt ${sequence}`);
    return signedRecordRow({ record, previous: ZERO_HASH, salt, signature: key.sign(d.domain, structHashOf(record)) });
  };
  const readings = (...rows: string[]) => {
    terminal.write("readings.csv", signedRecordsHeader("SensorReading") + rows.join(""));
    return ["report", delivery, "--records", "readings.csv"];
  };
  /** What a command says to people. */
  const words = (...args: string[]) => terminal.run("delivery", ...args, "--directory", terminal.directory);

  before(async () => {
    d = await dealt();
    terminal = await openTerminal(d);
    const of = ({ address }: { address: string }) => ["--from", lower(address)];
    from = { buyer: of(d.buyer), seller: of(d.seller), stranger: of(d.stranger) };
  });
  after(() => terminal?.close());

  it("signs no plan whose watches are not by active sensors of the buyer, the seller or the custodian", async () => {
    const foreign = await enrolSensor(d, d.carrier, { name: "foreign" });
    const suspended = await enrolSensor(d, d.seller, { name: "suspended" });
    await d.devices.connect(d.seller).suspend(suspended.device);
    const told = await run("sign", plan(foreign.device), ...from.seller);
    expect(told.result.error).to.deep.include({
      code: "ConditionWatchForeignSensor",
      facts: { sensor: foreign.device, organisation: lower(d.carrier.address) },
    });
    expect(told.stderr).not.to.contain("As the seller");
    for (const sensor of [suspended.device, bytes32Of("nothing")]) {
      expect((await refused("sign", plan(sensor), ...from.seller)).code).to.equal("ConditionWatchNotSensor");
    }
    await done("sign", plan(foreign.device, { custodian: lower(d.carrier.address) }), ...from.seller);
  });

  it("opens no delivery twice, and names the one that there is, whatever else is wrong by then", async () => {
    terminal.write("signed.json", JSON.stringify(await done("sign", plan(d.freezer.device), ...from.seller)));
    delivery = (await done("open", "signed.json", ...from.buyer)).delivery;
    const opened = { code: "DeliveryMonitorAlreadyOpened", facts: { negotiation: d.agreed, delivery } };
    // The buyer has no money left, too.
    expect(await refused("open", "signed.json", ...from.buyer)).to.deep.include(opened);
    await advanceTo(d.plan.startS + 600);
    expect(await refused("open", "signed.json", ...from.buyer)).to.deep.include(opened);
    expect(await refused("sign", "signed.json", ...from.buyer)).to.deep.include(opened);
  });

  it("fails when no row of a file counts, with the reasons counted and in words", async () => {
    const forged = row(d.freezer, 4, 400, undefined, d.hygrometer.key);
    const useless = [
      row(d.freezer, 1, -60),
      row(d.freezer, 2, HOUR_S),
      row(d.freezer, 3, 60, "light"),
      row(d.freezer, 5, 2 * HOUR_S),
      forged,
      "nonsense\n",
    ];
    for (const flags of [from.stranger, ["--dry-run"]]) {
      const { code, facts, next } = await refused(...readings(...useless), ...flags);
      expect(code).to.equal("DeliveryNothingToReport");
      expect(facts).to.deep.equal({
        delivery,
        given: 6,
        ConditionWatchOutsideWindow: 1,
        ConditionWatchInFuture: 2,
        ConditionWatchUnknownWatch: 1,
        SignatureInvalid: 1,
        CsvRowLength: 1,
      });
      expect(next).to.contain("when their time has come");
    }
    const failed = await words(...readings(...useless), "--dry-run");
    expect(failed.code).to.equal(1);
    for (const part of [
      "ConditionWatchOutsideWindow (dated before the start",
      "ConditionWatchInFuture (dated later than the latest block)",
      "ConditionWatchUnknownWatch (the sensor does not watch this field",
      "SignatureInvalid (the sensor's present key did not sign this",
      "error DeliveryNothingToReport: ",
    ]) {
      expect(failed.stderr).to.contain(part);
    }
    expect(await refused(...readings(), "--dry-run")).to.deep.include({
      code: "DeliveryNothingToReport",
      facts: { delivery, given: 0 },
    });
  });

  it("succeeds when some count or are known, and counts one as one", async () => {
    const args = [...readings(row(d.freezer, 1, 60), row(d.freezer, 2, HOUR_S)), "--which", "all"];
    const dry = await words(...args, "--dry-run");
    expect(dry.code, dry.stderr).to.equal(0);
    expect(dry.stdout).to.contain("Would report 1 reading for").and.to.contain("0 violations");
    expect(dry.stdout).to.contain("row 3: ConditionWatchInFuture (dated later than the latest block): temperature");
    const sent = await words(...args, ...from.stranger);
    expect(sent.stdout).to.contain("Reported 1 reading for").and.to.contain("  1 reading in transaction");
    expect(await done(...args, ...from.stranger)).to.include({ known: 1 });
  });

  it("warns before it confirms what nobody said arrived, and says nothing of money once it is closed", async () => {
    await advanceTo(d.plan.startS + 2 * HOUR_S);
    const { code, stderr } = await run("confirm", delivery, ...from.buyer);
    expect(code, stderr).to.equal(0);
    const [warned = "", paid] = stderr.split("Confirm delivery");
    expect(paid).to.contain("pay the seller");
    expect(warned).to.contain("nobody reported that the goods").and.to.contain("no later reading counts");
    expect(warned).to.contain(`temperature is silent since ${utc(d.plan.startS + 60).slice(0, 10)}`);
    expect(warned).to.contain(`nothing was heard of humidity from sensor ${d.hygrometer.device}`);
    const again = await run("confirm", delivery, ...from.buyer);
    expect(again.result.error.code).to.equal("DeliveryClosed");
    expect(again.stderr).not.to.contain("pay the seller");
  });

  it("reports nothing for a closed delivery, neither to look nor to send", async () => {
    for (const flags of [["--dry-run"], from.stranger]) {
      const { code, message, facts } = await refused(...readings(row(d.freezer, 9, 90)), ...flags);
      expect(code).to.equal("DeliveryClosed");
      expect(facts).to.include({ delivery, state: "confirmed" });
      expect(message).to.match(/confirmed at \d{4}-/);
    }
  });
});
