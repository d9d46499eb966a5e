import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { parseSignedRecord } from "../../identity/index.js";
import { signedRecordRow, signedRecordsHeader } from "../../oracle/index.js";
import { type SignedRecord, structHashOf } from "../../protocol/index.js";
import { temporaryFolder } from "./support/files.js";
import { startOracle } from "./support/oracleProcess.js";
import { reading, useWorld } from "./support/world.js";

describe("oracle/main", () => {
  const folder = temporaryFolder();
  const world = useWorld(before);

  it("takes a file to the chain, rejects its bad rows, and does nothing twice when it is read again", async () => {
    const { rpcUrl, contracts, wallet } = world();
    const meter = await world().enrol({ p256: true });
    const [a, b, c] = [reading(meter, 3600), reading(meter, 7200, 5), reading(meter, 10800, 9)] as [
      SignedRecord,
      SignedRecord,
      SignedRecord,
    ];
    const rows = [a, b, { ...c, signature: a.signature }, c].map(signedRecordRow);
    const file = folder.write("readings.csv", `${signedRecordsHeader("MeterReading") + rows.join("")}0x11,what\n`);
    const args = ["--rpc", rpcUrl, "--directory", contracts.directory, "--state", join(folder.path, "state")];
    for (let time = 0; time < 2; time++) {
      const { code, output, log } = await startOracle([...args, "--records", file, "--once"], wallet.privateKey).ended;
      expect(code, log).to.equal(0);
      expect(JSON.parse(output)).to.deep.include({ received: 5, anchored: 3, rejected: 2, delayed: 0 });
      expect(log).to.not.contain(wallet.privateKey.slice(2));
    }
  });

  it("keeps both records of an equivocation beside its state", async () => {
    const { rpcUrl, contracts, wallet } = world();
    const meter = await world().enrol();
    const first = reading(meter, 3600, 1);
    const record = { type: "MeterReading" as const, header: first.record.header, importWh: 9n, exportWh: 0n };
    const second = { ...first, record, signature: meter.signStruct(structHashOf(record)) };
    const rows = [first, second].map(signedRecordRow).join("");
    const file = folder.write("forked.csv", signedRecordsHeader("MeterReading") + rows);
    const state = join(folder.path, "forked");
    const args = ["--rpc", rpcUrl, "--directory", contracts.directory, "--state", state, "--records", file, "--once"];
    const { code, log } = await startOracle(args, wallet.privateKey).ended;
    expect(code, log).to.equal(0);
    const kept = readdirSync(join(state, "equivocations")).map((name) => {
      const text = readFileSync(join(state, "equivocations", name), "utf8");
      return parseSignedRecord(text);
    });
    const anchors = kept.map(({ record: { header }, signature, anchor }) => [
      header.sequence,
      signature,
      anchor !== null,
    ]);
    expect(anchors).to.have.deep.members([
      [1n, first.signature, true],
      [1n, second.signature, false],
    ]);
  });

  it("stops cleanly on a signal", async () => {
    const { rpcUrl, contracts, wallet } = world();
    const args = ["--rpc", rpcUrl, "--directory", contracts.directory, "--state", join(folder.path, "signal")];
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const { child, started, ended } = startOracle(args, wallet.privateKey);
      await started;
      child.kill(signal);
      const { code, log } = await ended;
      expect(code, log).to.equal(0);
    }
  });

  it("says in one line what is wrong, without the key", async () => {
    const { rpcUrl, contracts } = world();
    const args = ["--rpc", rpcUrl, "--directory", contracts.directory, "--state", join(folder.path, "errors")];
    const key = `0x${"ab".repeat(31)}`;
    const bad = await startOracle(args, key).ended;
    expect(bad.code).to.equal(1);
    expect(JSON.parse(bad.log)).to.include({ code: "OracleKeyInvalid" });
    expect(bad.log).to.not.contain("abab");
    expect((await startOracle(["--directory", "nowhere"], key).ended).code).to.equal(2);
    const missing = join(folder.path, "none.csv");
    const { code, log } = await startOracle([...args, "--records", missing, "--once"], world().wallet.privateKey).ended;
    expect(code).to.equal(1);
    expect(log).to.contain("CsvUnreadable");
  });
});
