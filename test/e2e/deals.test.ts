import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { DealsSummary } from "../../demo/index.js";
import { type CommandResult, runWattproof } from "./support/runCommand.js";

const LOG = fileURLToPath(new URL("../../data/insulated_box_warmup_10s.csv", import.meta.url));

/** What a log says of a column, read here apart from the demo. */
function recompute(path: string, column: string, min: number, max: number) {
  const [header = "", ...rows] = readFileSync(path, "utf8").trim().split(/\r?\n/);
  const names = header.split(",");
  const [timeAt, valueAt] = [names.indexOf("timestamp_local"), names.indexOf(column)];
  const samples = rows
    .map((row) => row.split(","))
    .map((cells) => [cells[timeAt] ?? "", Number(cells[valueAt])] as const);
  const values = samples.map(([, value]) => value);
  const broken = samples.filter(([, value]) => value < min || value > max);
  return {
    readings: samples.length,
    violations: broken.length,
    min: Math.min(...values),
    max: Math.max(...values),
    firstViolationAt: broken[0] === undefined ? null : `${broken[0][0]}Z`,
  };
}

/** As the first rows of a log, in a file of its own. */
function rowsOf(folder: string, name: string, from: number, to: number): string {
  const [header, ...rows] = readFileSync(LOG, "utf8").trim().split("\n");
  const path = join(folder, name);
  writeFileSync(path, `${[header, ...rows.slice(from, to)].join("\n")}\n`);
  return path;
}

describe("wattproof demo deals", () => {
  const folder = mkdtempSync(join(tmpdir(), "wattproof-deals-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  describe("on a cold chain that breaks", () => {
    // Cold at first, then warm: the box left the freezer.
    const path = rowsOf(folder, "warming.csv", 6_300, 6_900);
    const expected = recompute(path, "temperature_c", -25, 8);
    let run: CommandResult;
    let summary: DealsSummary;
    before(async function () {
      this.timeout(180_000);
      run = await runWattproof(["demo", "deals", "--once", "--json", "--sensor", path]);
      expect(run.exitCode, run.stderr).to.equal(0);
      summary = JSON.parse(run.stdout) as DealsSummary;
    });

    it("awards the better of two sealed bids", () => {
      expect(summary.quotation).to.include({ bids: 2, awardedTo: "Stainless Steel Provider" });
    });

    it("negotiates the founding example to its price in four rounds", () => {
      const { id, termsHash, ...negotiation } = summary.negotiation;
      expect(negotiation).to.deep.equal({
        rounds: 4,
        status: "accepted",
        item: "Stainless Steel Cutting",
        price: "30",
        quantity: "200",
        currency: "USD",
      });
      expect(id).to.match(/^0x[0-9a-f]{64}$/);
      expect(termsHash).to.match(/^0x[0-9a-f]{64}$/);
    });

    it("finds what an independent reading of the log finds", () => {
      expect(expected.violations).to.be.greaterThan(0);
      expect(summary.delivery).to.deep.include({
        ...expected,
        rejected: 0,
        firstRejected: null,
        field: "temperature",
        status: "settled",
      });
    });

    it("pays for the share of readings that kept the condition, and returns the rest", () => {
      const { due, toSeller, toBuyer, currency } = summary.payments;
      const units = (text: string) => Math.round(Number(text) * 1e6);
      expect([due, currency]).to.deep.equal(["6000.00", "USD"]);
      expect(units(toSeller) + units(toBuyer)).to.equal(units(due));
      const share = (expected.readings - expected.violations) / expected.readings;
      expect(units(toSeller)).to.equal(Math.floor(units(due) * share));
    });

    it("has both sides rate each other", () => {
      expect(summary.ratings).to.deep.equal([
        { by: "Machine Builder", of: "Stainless Steel Provider", category: "quality", score: 2 },
        { by: "Stainless Steel Provider", of: "Machine Builder", category: "payment", score: 5 },
      ]);
    });
  });

  describe("on one that holds", () => {
    it("confirms, and pays all that is due", async function () {
      this.timeout(180_000);
      const path = rowsOf(folder, "cold.csv", 3_000, 3_400);
      appendFileSync(path, "3401,now,-20\n3402,2023-07-31T18:45:04,\n");
      const { exitCode, stdout, stderr } = await runWattproof(["demo", "deals", "--once", "--json", "--sensor", path]);
      expect(exitCode, stderr).to.equal(0);
      const { delivery, payments, ratings } = JSON.parse(stdout) as DealsSummary;
      expect(delivery).to.deep.include({ readings: 400, violations: 0, firstViolationAt: null, status: "confirmed" });
      expect(delivery.rejected).to.equal(2);
      expect(delivery.firstRejected).to.include({
        position: "row 402, column timestamp_local",
        code: "CsvLabelInvalid",
      });
      expect(payments).to.deep.equal({ currency: "USD", due: "6000.00", toSeller: "6000.00", toBuyer: "0.00" });
      expect(ratings.map(({ score }) => score)).to.deep.equal([5, 5]);
    });
  });

  describe("refuses by name", () => {
    for (const [what, args, code] of [
      ["a least value above the greatest", ["--min", "9", "--max", "8"], "ConditionRangeInvalid"],
      ["a column that there is not", ["--column", "humidity_pct"], "CsvHeaderInvalid"],
      ["a column that is mistyped", ["--column", "nosuch", "--min", "0", "--max", "20"], "CsvHeaderInvalid"],
      ["a column of nobody knows what", ["--column", "record"], "SensorFieldNotChosen"],
      ["a file that there is not", ["--sensor", join(folder, "none.csv")], "FileUnreadable"],
    ] as const) {
      it(what, async () => {
        const { exitCode, stdout } = await runWattproof(["demo", "deals", "--once", "--json", ...args]);
        expect(exitCode).to.equal(1);
        expect(JSON.parse(stdout).error.code).to.equal(code);
      });
    }
  });
});
