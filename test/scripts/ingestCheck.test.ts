import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { wattproof } from "./support/wattproof.js";

describe("wattproof ingest check", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "wattproof-ingest-"))));
  after(() => rmSync(folder, { recursive: true }));

  const given = (text: string): string => {
    const file = join(folder, "given.csv");
    writeFileSync(file, text);
    return file;
  };

  it("accepts the shipped data whole", async () => {
    for (const [file, accepted] of [
      ["community_hourly.csv", 5_040],
      ["B0005_cycles.csv", 168],
      ["B0006_cycles.csv", 168],
      ["B0007_cycles.csv", 168],
    ] as const) {
      const { code, stdout } = await wattproof(["ingest", "check", `data/${file}`, "--json"]);
      expect(code, file).to.equal(0);
      expect(JSON.parse(stdout), file).to.include({ accepted, rejected: 0 });
    }
  });

  it("names each cell that it would reject, and exits with 1", async () => {
    const file = given(
      "interval_start_local,b01_load_kwh,b02_load_kwh\n2024-01-01T00:00:00,1.5,\n2024-01-01T01:00:00,abc,2\n",
    );
    const { code, stdout, stderr } = await wattproof(["ingest", "check", file]);
    expect({ code, stderr }).to.deep.equal({ code: 1, stderr: "" });
    expect(stdout).to.include("2 home-hours accepted, 2 rejected");
    expect(stdout).to.match(/row \d+, column b02_load_kwh: CsvCellBlank: /);
    expect(stdout).to.match(/row \d+, column b01_load_kwh: CsvCellNotANumber: /);
  });

  it("refuses a file of no known format by name", async () => {
    const { code, stdout } = await wattproof(["ingest", "check", given("a,b\n1,2\n"), "--json"]);
    expect(code).to.equal(1);
    expect(JSON.parse(stdout).error.code).to.equal("CsvFormatUnknown");
  });

  it("does not let a file's content steer the terminal", async () => {
    const file = given("interval_start_local,b01_load_kwh\n2024-01-01T00:00:00,\u001b[31mred\n");
    const { stdout } = await wattproof(["ingest", "check", file]);
    expect(stdout).to.include("1 rejected").and.not.include("\u001b");
  });
});
