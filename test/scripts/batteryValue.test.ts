import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { ROOT, wattproof } from "./support/wattproof.js";

const B0005 = join(ROOT, "data", "B0005_cycles.csv");

describe("wattproof battery value --cycles", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "wattproof-value-"))));
  after(() => rmSync(folder, { recursive: true }));

  const value = async (args: readonly string[]) => {
    const { code, stdout, stderr } = await wattproof(["battery", "value", ...args, "--json"]);
    return { code, stderr, result: JSON.parse(stdout) };
  };

  it("prints health, remaining cycles, method and what they rest on", async () => {
    const { code, stderr, result } = await value([
      "--cycles",
      B0005,
      "--at-cycle",
      "80",
      "--rated",
      "2",
      "--eol",
      "0.7",
    ]);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(result).to.include.keys("stateOfHealth", "relativeHealth", "remainingCycles", "method", "evidence");
    expect(result.stateOfHealth).to.be.closeTo(0.79, 0.01);
    const { p10, p50, p90 } = result.remainingCycles;
    expect(p10 <= p50 && p50 <= p90 && p10 > 0).to.equal(true);
    expect(result.evidence).to.include({ cyclesGiven: 80, lastCycle: 80, endOfLifeOf: "rated capacity" });
    expect(result.source).to.deep.equal({ kind: "cycles", file: B0005, cell: "B0005" });
  });

  it("measures against the start without a rated capacity", async () => {
    const { result } = await value(["--cycles", B0005, "--at-cycle", "60"]);
    expect(result).to.include({ stateOfHealth: null });
    expect(result.evidence).to.include({ endOfLife: 0.8, endOfLifeOf: "reference", referenceCapacityAh: 1.83535 });
  });

  it("says the same whatever comes after the cycle asked for", async () => {
    const rows = readFileSync(B0005, "utf8").trimEnd().split(/\r?\n/);
    const cut = join(folder, "cut.csv");
    writeFileSync(cut, `${rows.slice(0, 81).join("\n")}\n`);
    const garbled = join(folder, "garbled.csv");
    const later = rows.slice(81).map((row) =>
      row
        .split(",")
        .map((cell, at) => (at === 8 ? "NaN" : cell))
        .join(","),
    );
    writeFileSync(garbled, `${[...rows.slice(0, 81), ...later].join("\n")}\n`);
    const of = async (file: string) => {
      const { result } = await value(["--cycles", file, "--at-cycle", "80"]);
      const { source: _source, ...estimate } = result;
      return estimate;
    };
    const whole = await of(B0005);
    expect(await of(cut)).to.deep.equal(whole);
    expect(await of(garbled)).to.deep.equal(whole);
  });

  it("prices what is left", async () => {
    const { result } = await value(["--cycles", B0005, "--at-cycle", "80", "--price-per-kwh", "0.1", "--scrap", "2"]);
    expect(result.value.currency).to.equal("EUR");
    expect(result.value.p50).to.be.closeTo(2 + result.remainingEnergyThroughputKWh.p50 * 0.1, 1e-6);
  });

  const refused: [name: string, code: string, exit: number, args: readonly string[]][] = [
    ["no source", "UsageInvalid", 2, []],
    ["two sources", "UsageInvalid", 2, ["x.evidence.json", "--cycles", B0005]],
    ["roots for a table", "UsageInvalid", 2, ["--cycles", B0005, "--roots", "roots.json"]],
    ["an end of life of 1", "UsageInvalid", 2, ["--cycles", B0005, "--eol", "1"]],
    ["an end of life that is no number", "UsageInvalid", 2, ["--cycles", B0005, "--eol", "NaN"]],
    ["an infinite rated capacity", "UsageInvalid", 2, ["--cycles", B0005, "--rated", "1e999"]],
    ["a negative cycle", "UsageInvalid", 2, ["--cycles", B0005, "--at-cycle", "-3"]],
    ["scrap without a price", "UsageInvalid", 2, ["--cycles", B0005, "--scrap", "2"]],
    ["a cycle beyond the file", "CycleNotFound", 1, ["--cycles", B0005, "--at-cycle", "169"]],
    ["too short a history", "ValueHistoryTooShort", 1, ["--cycles", B0005, "--at-cycle", "9"]],
    ["a rated capacity of another battery", "ValueInputInvalid", 1, ["--cycles", B0005, "--rated", "2000"]],
    ["a file that is not there", "FileUnreadable", 1, ["--cycles", "/nowhere/x.csv"]],
    ["a device in the place of a file", "FileUnreadable", 1, ["--cycles", "/dev/zero"]],
    ["a file without the columns", "CsvHeaderInvalid", 1, ["--cycles", join(ROOT, "data", "community_hourly.csv")]],
  ];
  for (const [name, code, exit, args] of refused) {
    it(`refuses ${name} as ${code}`, async () => {
      const { code: found, result } = await value(args);
      expect({ found, code: result.error.code }).to.deep.equal({ found: exit, code });
    });
  }
});
