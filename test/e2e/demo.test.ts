import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { DemoSummary } from "../../demo/summary.js";
import { recomputeSettlement } from "./support/recomputeSettlement.js";
import { type CommandResult, runWattproof } from "./support/runCommand.js";

const data = (name: string) => fileURLToPath(new URL(`../../data/${name}`, import.meta.url));
const CELLS = ["B0005", "B0006", "B0007"];

describe("wattproof demo --once on the shipped data", () => {
  const out = mkdtempSync(join(tmpdir(), "wattproof-demo-"));
  const expected = recomputeSettlement(data("community_hourly.csv"), "1.20");
  let run: CommandResult;
  let summary: DemoSummary;

  before(async function () {
    this.timeout(120_000);
    run = await runWattproof(["demo", "--once", "--json", "--out", out]);
    expect(run.exitCode, run.stderr).to.equal(0);
    summary = JSON.parse(run.stdout) as DemoSummary;
  });

  after(() => rmSync(out, { recursive: true, force: true }));

  it("writes the summary it prints, the roots and an evidence file per battery", () => {
    const files = ["roots.json", "summary.json", ...CELLS.map((cell) => `${cell}.evidence.json`)].sort();
    expect(readdirSync(out).sort()).to.deep.equal(files);
    expect(JSON.parse(readFileSync(join(out, "summary.json"), "utf8"))).to.deep.equal(summary);
  });

  it("anchors every reading", () => {
    const readings = {
      received: expected.homeHours,
      verified: expected.homeHours,
      anchored: expected.homeHours,
      rejected: 0,
    };
    expect(summary.readings).to.deep.equal(readings);
    expect(summary.devices.enrolled).to.equal(13);
    expect(summary.batches).to.be.greaterThan(0);
  });

  it("settles what an independent recomputation from the CSV settles, to the unit", () => {
    expect(summary.settlement).to.deep.equal({
      intervals: expected.intervals,
      settledWh: expected.settledWh.toString(),
      paid: expected.paid.toString(),
      currency: "NOK",
      paidByAccount: expected.paidByAccount,
      receivedByAccount: expected.receivedByAccount,
      unsettledWh: expected.unsettledWh.toString(),
    });
    expect(expected.settledWh > 0n && expected.unsettledWh > 0n).to.equal(true);
  });

  it("conserves money: what is paid is received, what is minted is attested", () => {
    const sum = (amounts: Record<string, string>) =>
      Object.values(amounts).reduce((total, amount) => total + BigInt(amount), 0n);
    expect(sum(summary.settlement.paidByAccount)).to.equal(sum(summary.settlement.receivedByAccount));
    expect(summary.token).to.deep.equal({
      totalSupply: expected.escrow.toString(),
      attestedReserves: expected.escrow.toString(),
    });
  });

  for (const [index, cell] of CELLS.entries()) {
    it(`tells ${cell}'s cycles and health as its CSV does`, () => {
      const [header = "", ...rows] = readFileSync(data(`${cell}_cycles.csv`), "utf8")
        .trimEnd()
        .split(/\r?\n/);
      const column = header.split(",").indexOf("discharge_capacity_ah");
      const discharges = rows.map((row) => Number(row.split(",")[column]));
      const microAh = discharges.reduce((total, ah) => total + Math.round(ah * 1e6), 0);
      expect(summary.batteries[index]).to.deep.equal({
        batteryPassportIdentifier: cell,
        numberOfFullCycles: Math.floor(microAh / 2_000_000),
        stateOfHealth: (discharges.at(-1) as number) / 2,
        recordsAnchored: rows.length,
        evidence: `${cell}.evidence.json`,
      });
    });

    it(`verifies ${cell}'s evidence from roots.json alone`, async () => {
      const file = join(out, `${cell}.evidence.json`);
      const verified = await runWattproof(["battery", "verify", file, "--roots", join(out, "roots.json"), "--json"]);
      expect(verified.exitCode, verified.stdout + verified.stderr).to.equal(0);
    }).timeout(60_000);
  }

  it("shows both versions of the cycle that was recorded wrongly first", () => {
    expect(summary.corrections).to.equal(1);
    const { records } = JSON.parse(readFileSync(join(out, "B0006.evidence.json"), "utf8")) as {
      records: { measurements: { dischargeMicroAh: string; supersedes: string; correctionReason: number } }[];
    };
    expect(records).to.have.length(169);
    const [first, correction] = [records[23], records[30]];
    expect([first?.measurements.dischargeMicroAh, correction?.measurements.dischargeMicroAh]).to.deep.equal([
      "1934690",
      "1945980",
    ]);
    expect(correction?.measurements).to.include({ correctionReason: 2 });
    expect(records.filter(({ measurements }) => measurements.correctionReason !== 0)).to.have.length(1);
  });

  it("declares the deep discharges that the tables show, and no total that they do not", () => {
    const expected = { B0005: "5", B0006: "143", B0007: "164" };
    for (const cell of CELLS) {
      const bundle = JSON.parse(readFileSync(join(out, `${cell}.evidence.json`), "utf8"));
      expect(bundle.records.at(-1).counters).to.include({
        deepDischargeCount: expected[cell as keyof typeof expected],
        overChargeCount: "0",
        timeExtremeHighTempMs: "0",
        timeExtremeLowTempMs: null,
      });
    }
  });

  it("refuses a changed evidence file", async () => {
    const file = join(out, "changed.evidence.json");
    const bundle = JSON.parse(readFileSync(join(out, "B0005.evidence.json"), "utf8"));
    bundle.records[7].measurements.dischargeMicroAh = "1999999";
    writeFileSync(file, JSON.stringify(bundle));
    const verified = await runWattproof(["battery", "verify", file, "--roots", join(out, "roots.json"), "--json"]);
    rmSync(file);
    expect(verified.exitCode).to.equal(1);
    expect(verified.stdout + verified.stderr).to.contain("SignatureInvalid");
  }).timeout(60_000);
});

describe("wattproof demo --once on damaged data", () => {
  const folder = mkdtempSync(join(tmpdir(), "wattproof-damaged-"));
  const community = join(folder, "community.csv");
  const lines = readFileSync(data("community_hourly.csv"), "utf8").split(/\r?\n/).slice(0, 73);

  before(() => {
    const columns = (lines[0] ?? "").split(",");
    /** Damage by row and column: a consumer's and suppliers' hours, one after the other, and the very last. */
    const damage = [
      [10, "b01_load_kwh", ""],
      [12, "b02_pv_kwh", "NaN"],
      [35, "b04_load_kwh", "-1.5"],
      [36, "b04_load_kwh", "abc"],
      [37, "b10_pv_kwh", ""],
      [72, "b07_load_kwh", "1,5"],
    ] as const;
    for (const [row, column, value] of damage) {
      const cells = (lines[row] ?? "").split(",");
      cells[columns.indexOf(column)] = value.includes(",") ? `"${value}"` : value;
      lines[row] = cells.join(",");
    }
    writeFileSync(community, `${lines.join("\n")}\n`);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it("rejects the damaged home-hours by name and settles the rest", async () => {
    const run = await runWattproof([
      "demo",
      "--once",
      "--json",
      "--community",
      community,
      "--price",
      "0.875",
      "--limit",
      "72",
    ]);
    expect(run.exitCode, run.stderr).to.equal(0);
    const summary = JSON.parse(run.stdout) as DemoSummary;
    // The recomputation splits at every comma, so it is given the quoted cell as the garbage it is.
    writeFileSync(community, `${lines.join("\n").replace('"1,5"', "x")}\n`);
    const expected = recomputeSettlement(community, "0.875", 72);
    expect(expected.rejected).to.equal(6);
    expect(summary.readings).to.deep.equal({ received: 720, verified: 714, anchored: 714, rejected: 6 });
    expect(summary.settlement.paidByAccount).to.deep.equal(expected.paidByAccount);
    expect(summary.settlement.receivedByAccount).to.deep.equal(expected.receivedByAccount);
    expect(summary.settlement.unsettledWh).to.equal(expected.unsettledWh.toString());
    expect(summary.settlement.intervals).to.equal(expected.intervals);
    expect(summary.batteries).to.deep.equal([]);
  }).timeout(120_000);
});
