import { readFileSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { openSignedRecords } from "../../../oracle/ingest/index.js";
import { type SignedRecord, structHashOf, TimeSource, ZERO_HASH } from "../../../protocol/index.js";
import { lower } from "../../support/chain/consortium.js";
import { agree, endOf, type Home } from "../../support/chain/market.js";
import { openTerminal, PASSWORD, type Terminal } from "../support/deviceCommands.js";
import { enrolWithKeystore } from "./keystores.js";

describe("wattproof meter read", function () {
  this.timeout(240_000);
  let terminal: Terminal;
  let home: Home;
  let roof: Home;

  before(async () => {
    terminal = await openTerminal();
    const [first, second] = terminal.consortium.people;
    home = await enrolWithKeystore(terminal, first!, "home.key.json");
    roof = await enrolWithKeystore(terminal, second!, "roof.key.json");
  });
  after(() => terminal?.close());

  const iso = (count: number) => new Date(endOf(count) * 1000).toISOString().replace(":00.000Z", "Z");
  const read = (keystore: string, ...args: string[]) =>
    terminal.run("meter", "read", "--keystore", keystore, "--json", ...args);
  const done = async (keystore: string, ...args: string[]) => {
    const { code, stdout, stderr } = await read(keystore, ...args);
    expect({ code, error: code === 0 ? "" : stdout + stderr }).to.deep.equal({ code: 0, error: "" });
    return JSON.parse(stdout);
  };
  const refused = async (keystore: string, ...args: string[]) => {
    const { code, stdout } = await read(keystore, ...args);
    return [code, JSON.parse(stdout).error.code];
  };
  const recordsOf = async (file: string) => {
    const records: SignedRecord[] = [];
    for await (const row of (await openSignedRecords(terminal.path(file))).rows) {
      if (!row.accepted) throw new Error(row.rejection.reason);
      records.push(row.record);
    }
    return records;
  };

  it("notes on stderr that a time is ahead of the clock, and signs it all the same", async () => {
    const typed = ["--import", "1kWh", "--export", "0Wh", "--sequence", "1", "--at"];
    const inTwoHours = new Date(Date.now() + 7_200_000).toISOString().replace(/:\d\d\.\d{3}Z$/, "Z");
    const ahead = await read("home.key.json", ...typed, inTwoHours);
    expect(ahead.code).to.equal(0);
    expect(ahead.stderr).to.include("Note: ").and.include("ahead of this machine's clock");
    expect((await read("home.key.json", ...typed, iso(0))).stderr).not.to.include("Note: ");
  });

  it("signs one reading after the other into a file, each linked to the one before", async () => {
    const [at, kept] = [
      ["--at", iso(0)],
      ["--out", "home.csv"],
    ];
    const first = await done("home.key.json", ...["--import", "100kWh", "--export", "0Wh"], ...at, ...kept);
    expect(first.readings[0]).to.include({ device: home.meter.device, sequence: "1", timestampS: String(endOf(0)) });
    await done("home.key.json", ...["--import", "100.9kWh", "--export", "0Wh", "--at", iso(1)], ...kept);
    const [one, two] = await recordsOf("home.csv");
    expect([one!.previous, two!.previous]).to.deep.equal([ZERO_HASH, structHashOf(one!.record)]);
    expect(first.readings[0].structHash).to.equal(two!.previous);
    expect(two!.record).to.include({ importWh: 100_900n, exportWh: 0n });
    expect(two!.record.header).to.include({ sequence: 2n, timeSource: TimeSource.Synthetic });
  });

  it("signs the rows of a file at once, and settlement takes them all", async () => {
    terminal.write("rows.csv", `time,import,export\n${[0, 1, 2].map((n) => `${iso(n)},0,${n * 900}\n`).join("")}`);
    const { readings } = await done("roof.key.json", "--from-csv", "rows.csv", "--out", "roof.csv");
    expect(readings.map(({ sequence }: { sequence: string }) => sequence)).to.deep.equal(["1", "2", "3"]);
    await done("home.key.json", ...["--import", "102kWh", "--export", "0Wh", "--at", iso(2), "--out", "home.csv"]);
    await agree(terminal.consortium, home, roof);
    const from = lower(terminal.consortium.stranger.address);
    const { stdout } = await terminal.run(
      ...["settle", "home.csv", "roof.csv", "--directory", terminal.directory, "--from", from, "--json"],
    );
    expect(JSON.parse(stdout)).to.include({ readings: 6, meters: 2, intervals: 2 });
  });

  it("prints a file's header and row without --out, by this machine's clock", async () => {
    const { stdout, code } = await terminal.run(
      ...["meter", "read", home.meter.device, "--keystore", "home.key.json", "--import", "1MWh", "--export", "0kWh"],
      ...["--sequence", "9", "--previous", `0x${"5a".repeat(32)}`],
    );
    expect(code).to.equal(0);
    terminal.write("alone.csv", stdout);
    const [{ record, previous } = {} as SignedRecord] = await recordsOf("alone.csv");
    expect(previous).to.equal(`0x${"5a".repeat(32)}`);
    expect(record).to.include({ importWh: 1_000_000n, exportWh: 0n });
    expect(record.header).to.include({ sequence: 9n, timeSource: TimeSource.Device });
    expect(Math.abs(Number(record.header.timestampS) - Date.now() / 1000)).to.be.below(60);
  });

  it("refuses by name what would go back, and signs nothing", async () => {
    const before = readFileSync(terminal.path("home.csv"), "utf8");
    const out = ["--out", "home.csv"];
    const lower = ["--import", "101.999kWh", "--export", "0Wh"];
    expect(await refused("home.key.json", ...lower, "--at", iso(3), ...out)).to.deep.equal([1, "MeterRegisterFalls"]);
    const same = ["--import", "102kWh", "--export", "0Wh"];
    expect(await refused("home.key.json", ...same, "--at", iso(2), ...out)).to.deep.equal([1, "MeterTimeNotLater"]);
    const taken = await refused("home.key.json", ...same, "--at", iso(3), ...out, "--sequence", "3");
    expect(taken).to.deep.equal([1, "MeterSequenceTaken"]);
    terminal.write("falls.csv", `time,import,export\n${iso(3)},103000,0\n${iso(4)},102500,0\n`);
    expect(await refused("home.key.json", "--from-csv", "falls.csv", ...out)).to.deep.equal([1, "MeterRegisterFalls"]);
    expect(readFileSync(terminal.path("home.csv"), "utf8")).to.equal(before);
    await done("home.key.json", ...lower, "--at", iso(3), ...out, "--corrected");
  });

  it("refuses another meter's keystore, files that are none and a place that is unknown", async () => {
    const registers = ["--import", "1kWh", "--export", "0Wh"];
    const foreign = await refused("home.key.json", roof.meter.device, ...registers, "--sequence", "1");
    expect(foreign).to.deep.equal([1, "KeystoreForeign"]);
    terminal.write("cut.csv", readFileSync(terminal.path("roof.csv"), "utf8").slice(0, -9));
    expect(await refused("roof.key.json", ...registers, "--out", "cut.csv")).to.deep.equal([1, "ReadingsFileInvalid"]);
    terminal.write("bad.csv", "time,import,export\nyesterday,0,0\n");
    const bad = await refused("roof.key.json", "--from-csv", "bad.csv", "--out", "x.csv");
    expect(bad).to.deep.equal([1, "RegistersFileInvalid"]);
    const nowhere = await refused("roof.key.json", ...registers, "--out", "none/x.csv");
    expect(nowhere).to.deep.equal([1, "ReadingsUnwritable"]);
    expect(await refused("roof.key.json", ...registers)).to.deep.equal([2, "UsageInvalid"]);
    expect(await refused("roof.key.json", ...registers, "--sequence", "2")).to.deep.equal([2, "UsageInvalid"]);
  });

  it("printed no password", () => {
    expect(terminal.printed.join("\n")).not.to.include(PASSWORD);
  });
});
