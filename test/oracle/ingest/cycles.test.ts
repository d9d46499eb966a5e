import { expect } from "chai";
import { describe, it } from "mocha";
import { openCycles } from "../../../oracle/ingest/cycles.js";
import { codeOf, collect, temporaryFolder } from "../support/files.js";

const HEADER =
  "cell_id,cycle,charge_capacity_ah,charge_energy_wh,charge_duration_s,charge_v_max,charge_temp_max_c," +
  "discharge_capacity_ah,discharge_energy_wh,discharge_duration_s,discharge_v_min,discharge_temp_max_c,soh\n";

describe("oracle/ingest/cycles", () => {
  const folder = temporaryFolder();
  const read = async (rows: string) => collect((await openCycles(folder.write("cycles.csv", HEADER + rows))).rows);

  it("reads quantities into the record's units, exactly", async () => {
    const [row] = await read(
      "B0005,1,0.77703,3.25288,7597.9,4.2099,27.445,1.8564874209,6.60868,3669.9,2.6125,-0.0005,x\n",
    );
    expect(row).to.deep.equal({
      accepted: true,
      cycle: {
        row: 2,
        cell: "B0005",
        cycle: 1,
        chargeMicroAh: 777_030n,
        dischargeMicroAh: 1_856_487n,
        chargeMicroWh: 3_252_880n,
        dischargeMicroWh: 6_608_680n,
        chargeDurationMs: 7_597_900n,
        dischargeDurationMs: 3_669_900n,
        voltageMaxMicroV: 4_209_900n,
        voltageMinMicroV: 2_612_500n,
        chargeTemperatureMaxMilliC: 27_445n,
        dischargeTemperatureMaxMilliC: 0n,
      },
    });
  });

  it("rejects a malformed row and goes on", async () => {
    const good = ",1,1,1,4,20,1,1,1,3,20,1\n";
    const rows = await read(
      `B,1${good}B,2,,1,1,4,20,1,1,1,3,20,1\nB,2,1,1,1,4,warm,1,1,1,3,20,1\nB,2,1\nB,1${good}B,x${good},3${good}` +
        `B,3,1,1,1,4,20,-1,1,1,3,20,1\nB,4,1e30,1,1,4,20,1,1,1,3,20,1\nB,5${good}C,1${good}`,
    );
    expect(
      rows.map((row) => (row.accepted ? row.cycle.cycle : [row.rejection.position, row.rejection.code])),
    ).to.deep.equal([
      1,
      ["row 3, column charge_capacity_ah", "CsvCellBlank"],
      ["row 4, column charge_temp_max_c", "CsvCellNotANumber"],
      ["row 5", "CsvRowLength"],
      ["row 6, column cycle", "CsvCycleRepeated"],
      ["row 7, column cycle", "CsvCellInvalid"],
      ["row 8, column cell_id", "CsvCellBlank"],
      ["row 9, column discharge_capacity_ah", "CsvCellNegative"],
      ["row 10, column charge_capacity_ah", "CsvCellOutOfRange"],
      5,
      1,
    ]);
  });

  it("loses one row, not the rest of the file, to a mistyped cycle number", async () => {
    const good = ",1,1,1,4,20,1,1,1,3,20,1\n";
    const rows = await read(`B,0${good}B,99${good}B,2${good}B,3${good}B,99${good}B,100${good}`);
    expect(rows.map((row) => (row.accepted ? row.cycle.cycle : row.rejection.code))).to.deep.equal([
      0,
      99,
      2,
      3,
      "CsvCycleRepeated",
      100,
    ]);
  });

  it("takes no cell id beyond 128 bytes, as a passport does", async () => {
    const values = ",1,1,1,1,4,20,1,1,1,3,20,1\n";
    const rows = await read(`${"é".repeat(64)}${values}${"é".repeat(64)}x${values}`);
    expect(rows.map((row) => (row.accepted ? row.cycle.cell : row.rejection.code))).to.deep.equal([
      "é".repeat(64),
      "CsvCellInvalid",
    ]);
  });

  it("takes no charge or discharge of more than a year", async () => {
    const year = 366 * 86_400;
    const rows = await read(
      [
        `B,1,1,1,${year},4,20,1,1,${year},3,20,1\n`,
        `B,2,1,1,${year}.001,4,20,1,1,1,3,20,1\n`,
        "B,3,1,1,1,4,20,1,1,1e15,3,20,1\n",
      ].join(""),
    );
    expect(rows.map((row) => (row.accepted ? "taken" : [row.rejection.position, row.rejection.code]))).to.deep.equal([
      "taken",
      ["row 3, column charge_duration_s", "CsvCellOutOfRange"],
      ["row 4, column discharge_duration_s", "CsvCellOutOfRange"],
    ]);
  });

  it("rejects the row that would carry its cell's counters beyond 64 bits, and counts on without it", async () => {
    const half = "9223372036854.775808";
    const rows = await read(
      [
        `B,1,1,1,1,4,20,1,${half},1,3,20,1\n`,
        `B,2,1,1,1,4,20,1,${half},1,3,20,1\n`,
        "B,2,1,1,1,4,20,1,9223372036854.775807,1,3,20,1\n",
        "B,3,1,1,1,4,20,18446744073709.551615,0,1,3,20,1\n",
        `C,1,1,1,1,4,20,1,${half},1,3,20,1\n`,
      ].join(""),
    );
    expect(rows.map((row) => (row.accepted ? "taken" : [row.rejection.position, row.rejection.code]))).to.deep.equal([
      "taken",
      ["row 3, column discharge_energy_wh", "CsvCellOutOfRange"],
      "taken",
      ["row 5, column discharge_capacity_ah", "CsvCellOutOfRange"],
      "taken",
    ]);
  });

  it("names a missing column", async () => {
    expect(await codeOf(openCycles(folder.write("x.csv", "cell_id,cycle\nB,1\n")))).to.equal("CsvHeaderInvalid");
  });
});
