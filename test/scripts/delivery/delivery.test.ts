import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { signedRecordRow, signedRecordsHeader } from "../../../oracle/ingest/index.js";
import { type Hex, type SignedRecord, structHashOf, ZERO_HASH } from "../../../protocol/index.js";
import { advanceTo, nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import {
  agreeOn,
  COLD,
  DAY_S,
  type Dealt,
  dealt,
  HOUR_S,
  NEARLY_WARM,
  type TestSensor,
  WARM,
} from "../../support/chain/deliveries.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { mintTo } from "../../support/chain/market.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

const utc = (atS: number) => new Date(atS * 1000).toISOString().replace(".000Z", "Z");

describe("wattproof delivery: as typed", function () {
  this.timeout(600_000);
  let d: Dealt;
  let terminal: Terminal;
  let from: Record<"buyer" | "seller" | "carrier" | "rival" | "stranger", string[]>;
  let delivery: Hex;
  const { run, done, refused } = jsonCommands(() => terminal, "delivery");

  /** A plan as a person writes it, of a delivery that starts with the fixture's. */
  const written = (change: object = {}) => ({
    negotiation: d.agreed,
    start: utc(d.plan.startS),
    end: utc(d.plan.endS),
    arbiter: d.rival.address,
    heartbeat: "1h",
    confirmWithin: "3d",
    paysInTokens: true,
    watches: [
      { field: "temperature", sensor: d.freezer.device, warnMargin: "0.5" },
      { field: "humidity", sensor: d.hygrometer.device },
    ],
    milestones: [{ name: "loaded in Oslo", plannedAt: utc(d.plan.startS + HOUR_S) }],
    ...change,
  });
  const plan = (change: object = {}) => {
    terminal.write("plan.json", JSON.stringify(written(change)));
    return "plan.json";
  };
  const keep = async (name: string, ...args: string[]) => {
    const { code, result, stderr } = await run(...args);
    expect(code, stderr + JSON.stringify(result)).to.equal(0);
    terminal.write(name, JSON.stringify(result));
    return { result, stderr };
  };
  const signedRow = (sensor: TestSensor, sequence: number, afterS: number, value: bigint, field?: string) => {
    const record = sensor.record(sequence, d.plan.startS + afterS, value, field);
    const signature = sensor.key.sign(d.domain, structHashOf(record));
    const signed: SignedRecord = { record, previous: ZERO_HASH, salt: bytes32Of(`salt ${sequence}`), signature };
    return signedRecordRow(signed);
  };
  const readings = (...rows: string[]) => {
    terminal.write("readings.csv", signedRecordsHeader("SensorReading") + rows.join(""));
    return "readings.csv";
  };
  const told = async (...args: string[]) => {
    const { code, stdout, stderr } = await terminal.run("delivery", ...args, "--directory", terminal.directory);
    expect(code, stderr).to.equal(0);
    return stdout;
  };

  before(async () => {
    d = await dealt();
    terminal = await openTerminal(d);
    const of = ({ address }: { address: string }) => ["--from", lower(address)];
    const { buyer, seller, carrier, rival, stranger } = d;
    from = { buyer: of(buyer), seller: of(seller), carrier: of(carrier), rival: of(rival), stranger: of(stranger) };
    await d.token.connect(d.buyer).approve(d.monitor, 0n);
  });
  after(() => terminal?.close());

  it("refuses plans that nobody could open before anything is signed", async () => {
    for (const [code, change, by] of [
      ["DeliveryPlanInvalid", { confirmWithin: "59m" }, from.buyer],
      ["DeliveryPlanInvalid", { custodian: from.buyer[1] }, from.buyer],
      ["DeliveryPlanInvalid", { lots: Array(2).fill("30A1".repeat(6)) }, from.buyer],
      ["DeliveryPlanUnreadable", { start: "soon" }, from.buyer],
      ["NegotiationUnknown", { negotiation: bytes32Of("none") }, from.buyer],
      ["DeliveryOfOthers", {}, from.stranger],
    ] as const) {
      expect((await refused("sign", plan(change), ...by)).code).to.equal(code);
    }
  });

  it("opens what both signed, and takes the total due once the buyer allows it", async () => {
    const first = await keep("signed.json", "sign", plan(), ...from.seller);
    expect(first.stderr).to.contain("As the seller").and.to.contain("is taken from the buyer at the opening");
    expect(first.stderr).to.contain("watch       temperature by sensor").and.to.contain("loaded in Oslo by ");
    expect(first.result.signatures).to.include({ buyer: null });
    delivery = first.result.delivery;
    const second = await keep("both.json", "sign", "signed.json", ...from.buyer);
    expect(second.stderr).to.contain("allow it with --approve");
    expect(second.result.delivery).to.equal(delivery);

    expect((await refused("open", "both.json", ...from.stranger)).code).to.equal("DeliveryAllowanceMissing");
    const opened = await done("open", "both.json", "--approve", ...from.buyer);
    expect(opened).to.include({ delivery, held: d.total.toString(), buyer: from.buyer[1] });
    expect(opened.approved).to.match(/^0x/);
    expect(await d.token.balanceOf(d.monitor)).to.equal(d.total);
    terminal.write("foreign.json", JSON.stringify({ ...second.result, chainId: "1" }));
    expect((await refused("open", "foreign.json", ...from.buyer)).code).to.equal("DeliveryFileUnreadable");
  });

  it("reports what the edge rule wants, and tells what is left out by name", async () => {
    await advanceTo(d.plan.startS + 360);
    const file = readings(
      signedRow(d.freezer, 1, 60, COLD),
      signedRow(d.freezer, 2, 120, COLD - 1n),
      signedRow(d.freezer, 3, 180, NEARLY_WARM),
      signedRow(d.freezer, 4, 240, WARM),
      signedRow(d.freezer, 4, 241, COLD),
      signedRow(d.freezer, 5, -60, COLD),
      signedRow(d.freezer, 8, 3 * HOUR_S, WARM),
      signedRow(d.freezer, 6, 300, 1n, "light"),
      signedRow(d.hygrometer, 1, 60, 5_000n, "humidity"),
      signedRow(d.freezer, 7, 360, COLD).replace(/0x[0-9a-f]{130}/, `0x${"11".repeat(65)}`),
      "nonsense\n",
    );
    const dry = await done("report", delivery, "--records", file, "--dry-run");
    expect(dry.reported.map(({ row }: { row: number }) => row)).to.have.members([2, 4, 5, 10]);
    expect(dry).to.include({ dryRun: true, violations: 1, near: 1, known: 0, spared: 1 });
    expect(dry.leftOut.map(({ reason }: { reason: string }) => reason)).to.deep.equal([
      "SequenceRepeated",
      "ConditionWatchOutsideWindow",
      "ConditionWatchInFuture",
      "ConditionWatchUnknownWatch",
      "SignatureInvalid",
    ]);
    expect(dry.rejected.map(({ code }: { code: string }) => code)).to.deep.equal(["CsvRowLength"]);
    const sent = await done("report", delivery, "--records", file, ...from.stranger);
    expect(sent.batches.map(({ readings: count }: { readings: number }) => count)).to.deep.equal([4]);
    const again = await done("report", delivery, "--records", file, "--which", "all", ...from.stranger);
    expect(again).to.include({ known: 4 });
    expect(again.reported.length).to.equal(1);
    terminal.write("meters.csv", signedRecordsHeader("MeterReading"));
    const wrong = await refused("report", delivery, "--records", "meters.csv", ...from.stranger);
    expect(wrong.code).to.equal("DeliveryRecordsInvalid");
  });

  it("hands the goods over, and keeps route and milestones", async () => {
    expect(await done("offer-custody", delivery, "--to", "Cold Carrier", ...from.seller)).to.include({
      offeredTo: from.carrier[1],
    });
    expect(await done("accept-custody", delivery, ...from.carrier)).to.include({ from: from.seller[1] });
    await done("route", delivery, "--place", "NOOSL", "--at", "59.9139,-10.7522", ...from.carrier);
    expect((await refused("route", delivery, "--place", "X", "--at", "91,0", ...from.carrier)).code).to.equal(
      "UsageInvalid",
    );
    expect((await refused("reach", delivery, "unloaded", ...from.carrier)).code).to.equal("DeliveryMilestoneUnclear");
    expect(await done("reach", delivery, "loaded in Oslo", ...from.carrier)).to.include({ number: 1 });
    expect((await refused("reach", delivery, "1", ...from.carrier)).code).to.equal("DeliveryMonitorAlreadyReached");
  });

  it("shows the same to everybody, in words and whole", async () => {
    const words = await told("show", delivery);
    for (const part of [
      "is underway",
      `custodian   Cold Carrier (${from.carrier[1]})`,
      "is held",
      "Violation 1: temperature -14.999 °C at ",
      "allowed -25 °C to -15 °C",
      "near a bound: -15.4 °C",
      "1 violation recorded, 0 waived",
      "Milestone loaded in Oslo, planned for ",
      "At NOOSL (59.9139,-10.7522)",
      "Handed over from",
    ]) {
      expect(words).to.contain(part);
    }
    const shown = await done("show", delivery);
    expect(shown).to.deep.include({ state: "underway", isWhole: true, open: 1, waived: 0, held: d.total.toString() });
    expect(shown.violations[0].reading).to.deep.include({ field: "temperature", valueMilli: WARM.toString() });
    expect(shown.conditions).to.deep.equal({ kept: 1, broken: 1, unproven: 0 });
    const { deliveries } = await done("list", "--party", "Machine Builder", "--state", "underway");
    expect(deliveries).to.have.length(1);
    expect(deliveries[0]).to.include({ delivery, violations: 1, held: d.total.toString() });
    expect((await done("list", "--party", from.rival[1]!)).deliveries).to.deep.equal([]);
    expect(await told("list")).to.contain("Stainless Steel Provider delivers to Machine Builder until ");
  });

  it("names the violations that are accepted, and pays with the confirmation", async () => {
    await done("arrive", delivery, ...from.carrier);
    const open = await refused("confirm", delivery, ...from.buyer);
    expect(open.code).to.equal("DeliveryMonitorOpenViolations");
    for (const step of ["delivery waive", "delivery dispute", "delivery settle"]) expect(open.next).to.contain(step);
    const waived = await run("waive", delivery, ...from.buyer);
    expect(waived.result).to.include({ violations: 1 });
    expect(waived.stderr).to.contain("Violation 1: temperature -14.999 °C");
    expect(await done("confirm", delivery, "--violations", "1", ...from.buyer)).to.include({
      toSeller: d.total.toString(),
    });
    expect(await d.token.balanceOf(d.seller)).to.equal(d.total);
    expect(await done("show", delivery)).to.include({ state: "confirmed", held: "0" });
    expect((await refused("release", delivery, ...from.stranger)).message).to.contain("confirmed");
  });

  describe("of another delivery", () => {
    let other: Hex;
    before(async () => {
      const negotiation = await agreeOn(d.table, d.terms, "other");
      await mintTo(d, d.buyer, d.total);
      const startS = (await nowS()) + HOUR_S;
      const end = { start: utc(startS), end: utc(startS + DAY_S) };
      await keep("signed.json", "sign", plan({ negotiation, milestones: [], ...end }), "--approve", ...from.buyer);
      // The seller sends, so its signature is not needed.
      other = (await done("open", "signed.json", ...from.seller)).delivery;
    });

    it("disputes by a statement's hash, and settles by a file of the other party", async () => {
      await advanceTo((await nowS()) + 2 * HOUR_S);
      expect((await refused("reclaim", other, ...from.buyer)).code).to.equal("DeliveryMonitorTooEarly");
      await done("arrive", other, ...from.seller);
      terminal.write("complaint.txt", "it is warm");
      const { statementHash } = await done("dispute", other, "--statement", "complaint.txt", ...from.buyer);
      expect((await done("show", other)).dispute).to.include({ by: from.buyer[1], statementHash });
      expect((await refused("decide", other, "--to-seller", "1", ...from.seller)).code).to.equal(
        "DeliveryMonitorNotArbiter",
      );

      const share = ["--to-seller", "1.5"];
      expect((await refused("settle", other, ...share, ...from.buyer)).code).to.equal("UsageInvalid");
      expect((await refused("settle", other, ...share, "--sign-only", ...from.rival)).code).to.equal(
        "DeliveryOfOthers",
      );
      const { result } = await keep("seller.json", "settle", other, ...share, "--sign-only", ...from.seller);
      const { deadlineS } = result.settlement;
      expect(deadlineS - (await nowS())).to.be.closeTo(7 * DAY_S, 60);
      const brief = ["--sign-only", "--expires", "1h"];
      await keep("brief.json", "settle", other, ...share, ...brief, ...from.seller);
      const doubled = ["--with", "seller.json", "--with", "brief.json"];
      expect((await refused("settle", other, ...share, ...doubled, ...from.stranger)).code).to.equal(
        "DeliverySettlementDiffers",
      );
      const differs = await refused("settle", other, "--to-seller", "2", "--with", "seller.json", ...from.buyer);
      expect(differs.code).to.equal("DeliverySettlementDiffers");
      const alone = await refused("settle", other, ...share, "--with", "seller.json", ...from.stranger);
      expect(alone.code).to.equal("DeliveryMonitorInvalidSignature");
      const settled = await done("settle", other, ...share, "--with", "seller.json", ...from.buyer);
      expect(settled).to.include({
        toSeller: "1500000",
        toBuyer: (d.total - 1_500_000n).toString(),
        violations: 0,
        deadlineS,
      });
      expect((await done("show", other)).state).to.equal("settled");
    });
  });
});
