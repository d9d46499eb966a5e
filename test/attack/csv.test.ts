import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { checkCsv } from "../../oracle/ingest/index.js";
import { WattproofError } from "../../protocol/index.js";

describe("oracle/ingest with odd files", () => {
  const folder = mkdtempSync(join(tmpdir(), "wattproof-hardening-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const check = (name: string, text: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return checkCsv(path);
  };
  const refusal = async (name: string, text: string | Buffer): Promise<WattproofError> => {
    const outcome = await check(name, text).catch((error: unknown) => error);
    if (outcome instanceof WattproofError) return outcome;
    throw new Error(`${name} was not refused by name`);
  };

  for (const [name, ends] of Object.entries({
    "a CRLF header over LF rows": ["\r\n", "\n", "\n"],
    "an LF header over CRLF rows": ["\n", "\r\n", "\r\n"],
    "CR, LF and CRLF in turn": ["\r", "\n", "\r\n"],
  })) {
    it(`loses no row to ${name}`, async () => {
      const lines = ["interval_start_local,b01_load_kwh", "2016-07-01T00:00:00,1", "2016-07-01T01:00:00,1"];
      const text = `${lines.map((line, index) => line + ends[index]).join("")}2016-07-01T02:00:00,x`;
      const { rows, accepted, rejections } = await check("ends.csv", text);
      expect([rows, accepted, rejections.map(({ position }) => position)]).to.deep.equal([
        3,
        2,
        ["row 4, column b01_load_kwh"],
      ]);
    });
  }

  it("reads a header of tens of thousands of homes", async () => {
    const homes = Array.from({ length: 60_000 }, (_, index) => `h${index}_load_kwh`);
    const cells = homes.map(() => "1").join(",");
    const report = await check("wide.csv", `interval_start_local,${homes.join(",")}\n2016-07-01T00:00:00,${cells}\n`);
    expect([report.accepted, report.rejected]).to.deep.equal([60_000, 0]);
  });

  it("names generation whose home has no load column", async () => {
    const rows = "2016-07-01T00:00:00,1,0,2,3\n";
    const report = await check("pv.csv", `interval_start_local,b01_load_kwh,b01_pv_kwh,b02_pv_kwh,price\n${rows}`);
    expect([report.accepted, report.rejected, report.ignoredColumns]).to.deep.equal([1, 0, ["b02_pv_kwh"]]);
  });

  for (const [name, bytes] of Object.entries({
    "a byte that is no UTF-8": Buffer.from([0xff]),
    "a character in Latin-1": Buffer.from("é", "latin1"),
    "half of a surrogate pair": Buffer.from([0xed, 0xa0, 0x80]),
    "a character that is cut short": Buffer.from("é").subarray(0, 1),
  })) {
    it(`refuses ${name} in the header, in a row and at the end`, async () => {
      const header = Buffer.from("interval_start_local,b01_load_kwh,b");
      const row = Buffer.from("_note\n2016-07-01T00:00:00,1,b");
      const end = Buffer.from("e\n2016-07-01T01:00:00,1,");
      const whole = [header, row, end].map((part) => [part, Buffer.from("é")]);
      for (const [index, part] of [header, row, end].entries()) {
        const text = Buffer.concat(whole.toSpliced(index, 1, [part, bytes]).flat());
        expect((await refusal("bytes.csv", text)).code).to.equal("CsvEncodingInvalid");
      }
      expect((await check("text.csv", Buffer.concat(whole.flat()))).accepted).to.equal(2);
    });
  }

  it("refuses UTF-16", async () => {
    const text = "\ufeffinterval_start_local,b01_load_kwh\n2016-07-01T00:00:00,1\n";
    expect((await refusal("wide.csv", Buffer.from(text, "utf16le"))).code).to.equal("CsvEncodingInvalid");
  });

  it("keeps reasons short and free of control characters", async () => {
    const name = `\u001b[31m${"z".repeat(200_000)}`;
    for (const header of [`interval_start_local,${name},${name}`, `interval_start_local,${name}_load_kwh`]) {
      const { code, message } = await refusal("long.csv", `${header}\n`);
      expect(code).to.equal("CsvHeaderInvalid");
      expect(message.length).to.be.lessThan(500);
      expect(message).to.not.include("\u001b");
    }
  });
});
