import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { checkCsv } from "../../../oracle/ingest/checkCsv.js";
import { openSignedRecords } from "../../../oracle/ingest/signedRecords.js";
import { signedRecordRow, signedRecordsHeader } from "../../../oracle/ingest/writeSignedRecords.js";
import type { Hex } from "../../../protocol/hex.js";
import { countersSaltOf } from "../../../protocol/records/countersSalt.js";
import { linkOf } from "../../../protocol/records/link.js";
import type { SignedRecord } from "../../../protocol/records/record.js";
import { codeOf, collect, temporaryFolder } from "../support/files.js";

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((value): Hex => `0x${Buffer.from(value).toString("hex")}`);
const uint = fc.bigInt(0n, 2n ** 64n - 1n);
const int = fc.bigInt(-(2n ** 63n) + 1n, 2n ** 63n - 1n);

const envelope = fc.record({
  device: hex(32),
  sequence: uint,
  timestampS: uint,
  previous: hex(32),
  salt: hex(32),
  signature: hex(65),
});
const body = fc.oneof(
  fc.record({ type: fc.constant("MeterReading" as const), importWh: uint, exportWh: uint }),
  fc.record({
    type: fc.constant("SensorReading" as const),
    field: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 31 }),
    valueMilli: int,
  }),
);

const signed = fc.tuple(envelope, body).map(([of, record]): SignedRecord => {
  const { device, sequence, timestampS, previous, salt, signature } = of;
  const header = { device, sequence, timestampS, timeSource: 2, signedBy: 1, link: linkOf(previous, salt) } as const;
  return { record: { ...record, header }, previous, salt, signature };
});

describe("oracle/ingest/signedRecords", () => {
  const folder = temporaryFolder();

  it("reads back what was written", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(signed, { minLength: 1, maxLength: 5 }), async (all) => {
        const type = all[0]?.record.type ?? "MeterReading";
        const written = all.filter(({ record }) => record.type === type);
        const text = signedRecordsHeader(type) + written.map(signedRecordRow).join("");
        const file = await openSignedRecords(folder.write("round.csv", text));
        const rows = await collect(file.rows);
        expect(rows.map((row) => (row.accepted ? row.record : row.rejection))).to.deep.equal(written);
      }),
      { numRuns: 50 },
    );
  });

  it("salts a cycle's parts, and takes a blank for what is not measured", async () => {
    const salt = `0x${"22".repeat(32)}` as const;
    const zero = `0x${"00".repeat(32)}`;
    const measurements = `1,2,3,4,5,6,7,8,,10,-9,,12,,${zero},0`;
    const row = `0x${"11".repeat(32)},1,1,2,0,${zero},${salt},${measurements},11,12,13,14,15,16,17,0,,0,,0x33\n`;
    const file = await openSignedRecords(folder.write("cycle.csv", signedRecordsHeader("ChargeCycle") + row));
    const [read] = await collect(file.rows);
    if (!read?.accepted || read.record.record.type !== "ChargeCycle") throw new Error("the cycle was not read");
    const { measurements: measured, counters } = read.record.record;
    expect([measured.salt, counters.salt]).to.deep.equal([salt, countersSaltOf(salt)]);
    expect(measured).to.include({ chargeCurrentMaxMicroA: null, chargeTemperatureMaxMilliC: -9n, supersedes: zero });
    expect(counters).to.include({ overChargeCount: 17n, timeExtremeLowTempMs: null });
    expect(signedRecordRow(read.record)).to.equal(row);
  });

  it("rejects a row that cannot be read and goes on", async () => {
    const hash = `0x${"11".repeat(32)}`;
    const good = `${hash},1,1,2,0,${hash},${hash},1,2,0x33\n`;
    const text =
      signedRecordsHeader("MeterReading") +
      good +
      `0x11,1,1,2,0,${hash},${hash},1,2,0x33\n` +
      `${hash},01,1,2,0,${hash},${hash},1,2,0x33\n` +
      `${hash},1,1,2,0,${hash},${hash.toUpperCase()},1,2,0x33\n` +
      `${hash},1,1,2,0,${hash},${hash},1.5,2,0x33\n` +
      `${hash},1,1,2,0,${hash},${hash},1,2,\n` +
      `${hash},1\n` +
      good;
    const path = folder.write("bad.csv", text);
    const rows = await collect((await openSignedRecords(path)).rows);
    expect(rows.map((row) => (row.accepted ? row.row : [row.rejection.position, row.rejection.code]))).to.deep.equal([
      2,
      ["row 3, column device", "CsvCellInvalid"],
      ["row 4, column sequence", "CsvCellInvalid"],
      ["row 5, column salt", "CsvCellInvalid"],
      ["row 6, column importWh", "CsvCellInvalid"],
      ["row 7, column signature", "CsvCellBlank"],
      ["row 8", "CsvRowLength"],
      9,
    ]);
    const { rejections, ...report } = await checkCsv(path);
    expect(rejections).to.have.length(6);
    expect(report).to.deep.equal({
      source: "bad.csv",
      format: "MeterReading",
      counted: "rows",
      rows: 8,
      accepted: 2,
      rejected: 6,
      rejectedByCode: { CsvCellInvalid: 4, CsvCellBlank: 1, CsvRowLength: 1 },
      ignoredColumns: [],
    });
  });

  it("tells formats apart by their header", async () => {
    const community = await checkCsv(folder.write("a.csv", "interval_start_local,a_load_kwh\n2016-08-01T00:00:00,1\n"));
    expect(community).to.include({ format: "community", counted: "home-hours", accepted: 1 });
    expect(await codeOf(checkCsv(folder.write("b.csv", "when,what\n1,2\n")))).to.equal("CsvFormatUnknown");
    expect(await codeOf(checkCsv(folder.write("c.csv", "cell_id,cycle\n")))).to.equal("CsvHeaderInvalid");
    const header = signedRecordsHeader("SensorReading");
    expect(await codeOf(checkCsv(folder.write("d.csv", header.replace("salt,", ""))))).to.equal("CsvHeaderInvalid");
    expect(await codeOf(checkCsv(folder.write("e.csv", header.replace("salt,", "salt,more,"))))).to.equal(
      "CsvHeaderInvalid",
    );
  });
});
