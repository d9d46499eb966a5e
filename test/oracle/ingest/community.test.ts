import { expect } from "chai";
import { describe, it } from "mocha";
import { openCommunity } from "../../../oracle/ingest/community.js";
import { codeOf, collect, temporaryFolder } from "../support/files.js";

const START_S = BigInt(Date.UTC(2016, 6, 31, 23) / 1000);

describe("oracle/ingest/community", () => {
  const folder = temporaryFolder();
  const read = async (text: string) => {
    const file = await openCommunity(folder.write("c.csv", text));
    return { homes: file.homes, rows: await collect(file.rows) };
  };

  it("nets load and generation per home and hour", async () => {
    const { homes, rows } = await read(
      "interval_start_local,b01_load_kwh,b01_pv_kwh,price,b02_load_kwh\n" +
        "2016-07-31T23:00:00,2.2758,0.0,0.22,0.0005\n" +
        "2016-08-01T00:00,0.1,1.60049,x,0\n",
    );
    expect(homes).to.deep.equal(["b01", "b02"]);
    expect(rows.map((row) => row.hours)).to.deep.equal([
      [
        { home: "b01", startS: START_S, endS: START_S + 3600n, importWh: 2276n, exportWh: 0n },
        { home: "b02", startS: START_S, endS: START_S + 3600n, importWh: 1n, exportWh: 0n },
      ],
      [
        { home: "b01", startS: START_S + 3600n, endS: START_S + 7200n, importWh: 0n, exportWh: 1500n },
        { home: "b02", startS: START_S + 3600n, endS: START_S + 7200n, importWh: 0n, exportWh: 0n },
      ],
    ]);
  });

  it("rejects a bad cell's home-hour alone, with row and column", async () => {
    const { rows } = await read(
      "interval_start_local,a_load_kwh,a_pv_kwh,b_load_kwh\n" +
        "2016-08-01T00:00:00,1,,1\n2016-08-01T01:00:00,NaN,0,-1\n2016-08-01T02:00:00,1,1e-1x,2\n",
    );
    expect(rows.map((row) => row.hours.map(({ home }) => home))).to.deep.equal([["b"], [], ["b"]]);
    expect(
      rows.flatMap((row) => row.rejections.map(({ home, position, code }) => [home, position, code])),
    ).to.deep.equal([
      ["a", "row 2, column a_pv_kwh", "CsvCellBlank"],
      ["a", "row 3, column a_load_kwh", "CsvCellNotANumber"],
      ["b", "row 3, column b_load_kwh", "CsvCellNegative"],
      ["a", "row 4, column a_pv_kwh", "CsvCellNotANumber"],
    ]);
  });

  it("rejects every home of a row whose label is bad, and measures order by the last good label", async () => {
    const { rows } = await read(
      "interval_start_local,a_load_kwh,b_load_kwh\n" +
        [
          "2016-08-01T00:00:00,1,1",
          "2016-08-01T02:00:00,1,1",
          "2016-08-01T01:00:00,1,1",
          "2016-08-01T02:00:00,1,1",
          "2016-08-01T02:30:00,1,1",
          "2016-02-30T00:00:00,1,1",
          "soon,1,1",
          "2016-08-01T03:00:00,1",
          "",
          "2016-08-01T03:00:00,1,1",
        ].join("\n"),
    );
    expect(rows.map(({ row, hours, rejections }) => [row, hours.length, rejections[0]?.code])).to.deep.equal([
      [2, 2, undefined],
      [3, 2, undefined],
      [4, 0, "CsvLabelOutOfOrder"],
      [5, 0, "CsvLabelOutOfOrder"],
      [6, 0, "CsvLabelInvalid"],
      [7, 0, "CsvLabelInvalid"],
      [8, 0, "CsvLabelInvalid"],
      [9, 0, "CsvRowLength"],
      [11, 2, undefined],
    ]);
    expect(rows[2]?.rejections.map(({ position }) => position)).to.deep.equal([
      "row 4, column interval_start_local, home a",
      "row 4, column interval_start_local, home b",
    ]);
  });

  it("rejects what lies more than 31 days beyond the preceding label", async () => {
    const { rows } = await read(
      "interval_start_local,a_load_kwh\n2016-08-01T00:00:00,1\n2026-08-01T00:00:00,1\n2016-08-01T01:00:00,1\n" +
        "2016-09-01T01:00:00,1\n2016-10-02T02:00:00,1\n2016-10-02T01:00:00,1\n",
    );
    expect(rows.map(({ hours, rejections }) => rejections[0]?.code ?? hours.length)).to.deep.equal([
      1,
      "CsvLabelGap",
      1,
      1,
      "CsvLabelGap",
      1,
    ]);
  });

  it("names what is wrong with a file as a whole", async () => {
    const open = (text: string) => codeOf(async () => collect((await openCommunity(folder.write("f.csv", text))).rows));
    expect(await open("")).to.equal("CsvHeaderInvalid");
    expect(await open("a_load_kwh\n1\n")).to.equal("CsvHeaderInvalid");
    expect(await open("interval_start_local,price\n2016-08-01T00:00:00,1\n")).to.equal("CsvHeaderInvalid");
    expect(await open("interval_start_local,a_load_kwh,a_load_kwh\n")).to.equal("CsvHeaderInvalid");
    const openQuote = 'interval_start_local,a_load_kwh\n2016-08-01T00:00:00,"1\n2016-08-01T01:00:00,1\n';
    expect(await open(openQuote)).to.equal("CsvMalformed");
    expect(await open('interval_start_local,a_load_kwh\n2016-08-01T00:00:00,1"2"\n')).to.equal("CsvMalformed");
    expect(await codeOf(openCommunity(`${folder.path}/none.csv`))).to.equal("CsvUnreadable");
    expect(await open("\ufeffinterval_start_local,a_load_kwh\r\n2016-08-01T00:00:00,1\r\n")).to.equal("no error");
  });
});
