import { expect } from "chai";
import { describe, it } from "mocha";
import { openSensorLog, type SensorLogWanted } from "../../../oracle/ingest/sensorLog.js";
import { WattproofError } from "../../../protocol/index.js";
import { codeOf, collect, temporaryFolder } from "../support/files.js";

const START_S = BigInt(Date.UTC(2023, 6, 30, 18, 45, 4) / 1000);

async function errorOf(action: Promise<unknown>): Promise<WattproofError> {
  const error = await action.catch((thrown: unknown) => thrown);
  if (error instanceof WattproofError) return error;
  throw new TypeError("no named error came", { cause: error });
}

describe("oracle/ingest/sensorLog", () => {
  const folder = temporaryFolder();
  const open = (text: string, wanted: SensorLogWanted = { column: "temperature_c" }) =>
    openSensorLog(folder.write("log.csv", text), wanted);
  const read = async (text: string, wanted?: SensorLogWanted) => collect((await open(text, wanted)).rows);

  it("reads one column as thousandths, with its times as UTC", async () => {
    const rows = await read(
      "record,timestamp_local,temperature_c,humidity_pct\n" +
        "1,2023-07-30T18:45:04,26.3,x\n2,2023-07-30 18:45:14Z,-19.2,\n3,2023-07-30T18:45:14,27.2675,\n4,2023-07-30T18:45:15.000,-0.0005,\n",
    );
    expect(rows).to.deep.equal([
      { accepted: true, row: 2, timestampS: START_S, valueMilli: 26_300n },
      { accepted: true, row: 3, timestampS: START_S + 10n, valueMilli: -19_200n },
      { accepted: true, row: 4, timestampS: START_S + 10n, valueMilli: 27_268n },
      { accepted: true, row: 5, timestampS: START_S + 11n, valueMilli: 0n },
    ]);
  });

  it("takes the times of the column that it is told", async () => {
    const rows = await read("time,at,v\nx,2023-07-30T18:45:04,1\n", { column: "v", timeColumn: "at" });
    expect(rows).to.deep.equal([{ accepted: true, row: 2, timestampS: START_S, valueMilli: 1000n }]);
  });

  it("rejects a bad cell's row alone, with row and column", async () => {
    const rows = await read(
      "timestamp,temperature_c\n2023-07-30T18:45:04,\n2023-02-30T00:00:00,1\nnow,1\n2023-07-30T18:45:05,warm\n" +
        "2023-07-30T18:45:06,9999999999999999\n2023-07-30T18:45:07,2\n2023-07-30T18:45:06,3\n2023-07-30T18:45:08,4\n",
    );
    const rejected = rows.flatMap((row) =>
      row.accepted ? [] : [[row.row, row.rejection.position, row.rejection.code]],
    );
    expect(rejected).to.deep.equal([
      [2, "row 2, column temperature_c", "CsvCellBlank"],
      [3, "row 3, column timestamp", "CsvLabelInvalid"],
      [4, "row 4, column timestamp", "CsvLabelInvalid"],
      [5, "row 5, column temperature_c", "CsvCellNotANumber"],
      [6, "row 6, column temperature_c", "CsvCellOutOfRange"],
      [8, "row 8, column timestamp", "CsvLabelOutOfOrder"],
    ]);
    expect(rows.filter((row) => row.accepted).map((row) => row.row)).to.deep.equal([7, 9]);
  });

  it("refuses a file without the column, or without times", async () => {
    expect(await codeOf(open("timestamp,humidity_pct\n"))).to.equal("CsvHeaderInvalid");
    expect(await codeOf(open("hour,temperature_c\n"))).to.equal("CsvHeaderInvalid");
    expect(await codeOf(open("timestamp,temperature_c\n", { column: "temperature_c", timeColumn: "at" }))).to.equal(
      "CsvHeaderInvalid",
    );
  });

  it("lists the columns that there are, and names the page that describes the file", async () => {
    const columns = Array.from({ length: 22 }, (_, at) => `c${at}`);
    const named = columns.slice(0, 20).map((name) => `"${name}"`);
    for (const [text, says] of [
      ["timestamp,humidity_pct\n", 'there is no column "temperature_c"; it has "timestamp", "humidity_pct".'],
      ["hour,temperature_c\n", "no column whose name begins with time, timestamp or date; it has"],
      ["timestamp;temperature_c\n", 'there is no column "temperature_c"; it has "timestamp;temperature_c".'],
      [`${columns.join(",")}\n`, `it has ${named.join(", ")} and 2 more.`],
      ["", "the file is empty"],
      ["timestamp,temperature_c,temperature_c\n", "is there twice"],
    ] as const) {
      const error = await errorOf(open(text));
      expect(error).to.include({ code: "CsvHeaderInvalid" });
      expect(error.message).to.include(says);
      expect(error.next, text).to.include("docs/deals.md").and.not.include("oracle.md");
    }
  });

  it("lets go of a file whose rows nobody reads", async () => {
    const log = await open("timestamp,temperature_c\n2023-07-30T18:45:04,1\n");
    await log.close();
    expect(await collect(log.rows)).to.deep.equal([]);
  });
});
