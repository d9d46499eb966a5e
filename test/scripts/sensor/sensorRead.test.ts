import { readFileSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { randomSecret, sealDevice } from "../../../identity/index.js";
import { openSignedRecords } from "../../../oracle/ingest/index.js";
import { type Hex, type SignedRecord, structHashOf, TimeSource, ZERO_HASH } from "../../../protocol/index.js";
import { openTerminal, PASSWORD, type Terminal } from "../support/deviceCommands.js";

const DEVICE: Hex = `0x${"5e".repeat(32)}`;
/** A guess costs next to nothing: this key guards nothing. */
const CHEAP = { N: 2, r: 8, p: 1 };

describe("wattproof sensor read", function () {
  this.timeout(120_000);
  let terminal: Terminal;

  before(async () => {
    terminal = await openTerminal();
    const { key, ...sealed } = await sealDevice("secp256k1", randomSecret("secp256k1"), {
      password: PASSWORD,
      cost: CHEAP,
    });
    terminal.write("s.key.json", sealed.bound({ chainId: 31337n, directory: terminal.directory, device: DEVICE }));
  });
  after(() => terminal?.close());

  const read = (...args: string[]) => terminal.run("sensor", "read", "--keystore", "s.key.json", ...args);
  const done = async (...args: string[]) => {
    const { code, stdout, stderr } = await read("--field", "temperature", "--json", ...args);
    expect({ code, error: code === 0 ? "" : stdout + stderr }).to.deep.equal({ code: 0, error: "" });
    return JSON.parse(stdout);
  };
  const refused = async (...args: string[]) => {
    const { code, stdout } = await read("--field", "temperature", "--json", ...args);
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

  it("signs one value after the other into a file, each linked to the one before, whatever the field", async () => {
    const cold = await done("--value", "-20.5", "--at", "2026-10-01T08:00:00Z", "--out", "own.csv");
    expect(cold.readings[0]).to.include({ device: DEVICE, sequence: "1", field: "temperature", value: "-20.5" });
    const dry = await read("--field", "humidity", "--value", "40", "--out", "own.csv");
    expect(dry.code, dry.stderr).to.equal(0);
    expect(dry.stdout).to.include(`Record 2 of sensor ${DEVICE}: humidity 40 %`);
    const [one, two] = await recordsOf("own.csv");
    expect([one!.previous, two!.previous]).to.deep.equal([ZERO_HASH, structHashOf(one!.record)]);
    expect(one!.record).to.include({ field: "temperature", valueMilli: -20_500n });
    expect(one!.record.header.timeSource).to.equal(TimeSource.Synthetic);
    expect(two!.record).to.include({ field: "humidity", valueMilli: 40_000n });
    expect(two!.record.header.timeSource).to.equal(TimeSource.Device);
  });

  it("signs all rows of a logger's file, and prints rows without --out", async () => {
    terminal.write("log.csv", "timestamp,air_c,other\n2026-10-01 08:00:00,-20.1,1\n2026-10-01 08:00:10,-7.25,2\n");
    const signed = await read(
      "--field",
      "temperature",
      "--from-csv",
      "log.csv",
      "--column",
      "air_c",
      "--out",
      "log.out.csv",
    );
    expect(signed.stdout.trim()).to.equal("2 readings were signed.");
    const values = (await recordsOf("log.out.csv")).map(({ record }) => "valueMilli" in record && record.valueMilli);
    expect(values).to.deep.equal([-20_100n, -7250n]);
    const { stdout } = await read(DEVICE, "--field", "light", "--value", "3", "--sequence", "1");
    terminal.write("alone.csv", stdout);
    expect((await recordsOf("alone.csv"))[0]?.record).to.include({ field: "light", valueMilli: 3000n });
  });

  it("refuses by name what would contradict its file or is no sample, and signs nothing", async () => {
    const before = readFileSync(terminal.path("own.csv"), "utf8");
    const out = ["--out", "own.csv"];
    const earlier = await refused("--value", "1", "--at", "2026-10-01T07:59:59Z", ...out);
    expect(earlier).to.deep.equal([1, "SensorTimeEarlier"]);
    expect(await refused("--value", "1", ...out, "--sequence", "2")).to.deep.equal([1, "SensorSequenceTaken"]);
    terminal.write("bad.csv", "timestamp,air_c\n2026-10-01 08:00:00,warm\n");
    const bad = ["--from-csv", "bad.csv", "--column", "air_c", "--out", "x.csv"];
    expect(await refused(...bad)).to.deep.equal([1, "SensorLogInvalid"]);
    expect(await refused("--from-csv", "bad.csv", "--column", "nosuch", "--out", "x.csv")).to.deep.equal([
      1,
      "CsvHeaderInvalid",
    ]);
    terminal.write("empty.csv", "timestamp,air_c\n");
    const empty = await refused("--from-csv", "empty.csv", "--column", "air_c", "--out", "x.csv");
    expect(empty).to.deep.equal([1, "SensorLogInvalid"]);
    const foreign = await refused(`0x${"5f".repeat(32)}`, "--value", "1", "--sequence", "1");
    expect(foreign).to.deep.equal([1, "KeystoreForeign"]);
    for (const usage of [
      ["--value", "1.0005", ...out],
      ["--value", "1"],
      ["--from-csv", "log.csv", ...out],
    ]) {
      expect((await read("--field", "temperature", ...usage)).code, usage.join(" ")).to.equal(2);
    }
    expect((await read("--field", "warmth", "--value", "1", ...out)).code).to.equal(2);
    expect(readFileSync(terminal.path("own.csv"), "utf8")).to.equal(before);
  });
});
