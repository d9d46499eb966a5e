import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { readSampleLog } from "../../demo/deals/sampleLog.js";
import { WattproofError } from "../../protocol/index.js";

describe("demo/deals/sampleLog", () => {
  const folder = mkdtempSync(join(tmpdir(), "wattproof-log-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const { signal } = new AbortController();

  const read = (text: string, column = "temperature_c", field?: string) => {
    const sensor = join(folder, "log.csv");
    writeFileSync(sensor, text);
    return readSampleLog({ sensor, column, signal, ...(field === undefined ? {} : { field }) });
  };
  const refusal = async (action: Promise<unknown>): Promise<WattproofError> => {
    const error = await action.catch((thrown: unknown) => thrown);
    if (error instanceof WattproofError) return error;
    throw new TypeError("no named error came", { cause: error });
  };

  it("reads the readings, and keeps why other rows are none", async () => {
    const log = await read("timestamp,temperature_c\n2023-07-30T18:45:04,1\nnow,2\n2023-07-30T18:45:05,\n");
    expect(log.field).to.equal("temperature");
    expect(log.samples.map(({ valueMilli }) => valueMilli)).to.deep.equal([1000n]);
    expect(log.rejections.map(({ position }) => position)).to.deep.equal([
      "row 3, column timestamp",
      "row 4, column temperature_c",
    ]);
  });

  it("refuses a column that there is not before it asks for its field", async () => {
    const error = await refusal(read("timestamp,temperature_c\n2023-07-30T18:45:04,1\n", "nosuch"));
    expect(error.code).to.equal("CsvHeaderInvalid");
    expect(error.message).to.include('there is no column "nosuch"; it has "timestamp", "temperature_c"');
    expect(error.next).not.to.include("--field");
  });

  it("refuses a column whose field is not known, and a field that there is not", async () => {
    const text = "timestamp,probe\n2023-07-30T18:45:04,1\n";
    for (const field of [undefined, "warmth", "toString"]) {
      const error = await refusal(read(text, "probe", field));
      expect(error.code).to.equal("SensorFieldNotChosen");
      expect(error.message).to.include(`"${field ?? "probe"}"`);
    }
    expect((await read(text, "probe", "temperature")).samples).to.have.length(1);
  });

  it("says of a file without a reading that it has none of the column, and where to read on", async () => {
    for (const [rows, rejected, why] of [
      ["", 0, "there is no row below the header."],
      ["now,1\n2023-07-30T18:45:04,\n", 2, 'row 2, column timestamp: The label "now" is not a date and time.'],
    ] as const) {
      const error = await refusal(read(`timestamp,temperature_c\n${rows}`));
      expect(error).to.deep.include({
        code: "SensorLogWithoutReading",
        facts: { source: "log.csv", column: "temperature_c", rejected },
      });
      expect(error.message).to.include('no reading of its column "temperature_c"').and.include(why);
      expect(error.next).to.include("docs/deals.md").and.not.include("ingest check");
    }
  });
});
