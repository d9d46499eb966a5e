import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { partOf, type Roots, serializeEvidence, serializeRoots } from "../../protocol/index.js";
import { testDevice } from "../protocol/support/devices.js";
import { HistoryWriter } from "../protocol/support/history.js";
import { makeWorld } from "../protocol/support/world.js";
import { serveChain } from "../support/chain/rpcServer.js";
import { STACK_TRACE, wattproof } from "./support/wattproof.js";

describe("wattproof battery verify", () => {
  let folder: string;
  let evidence: string;
  let roots: Roots;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "wattproof-verify-"));
    const device = testDevice("p256", "battery");
    const writer = new HistoryWriter(device);
    const leaves = [writer.cycle(), writer.cycle(), writer.lose(2), writer.cycle(), writer.cycle()];
    const world = makeWorld({ device, leaves }, testDevice("secp256k1", "stranger"));
    evidence = serializeEvidence(world.bundle);
    roots = world.roots;
    writeFileSync(join(folder, "roots.json"), serializeRoots(roots));
  });
  after(() => rmSync(folder, { recursive: true }));

  const verify = (text: string, ...more: string[]) => {
    writeFileSync(join(folder, "b.evidence.json"), text);
    return wattproof(["battery", "verify", "b.evidence.json", "--roots", "roots.json", ...more], { cwd: folder });
  };

  it("says what faultless evidence proves, and lists the gaps", async () => {
    const { code, stdout, stderr } = await verify(evidence);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(stdout).to.include("Battery urn:battery:B0005: the evidence holds.");
    expect(stdout).to.include("4 records, sequences 1 to 6");
    expect(stdout).to.include("complete up to the checkpoint at sequence 6");
    expect(stdout).to.include(
      "sequences 3 to 4 never came (anchored gap), after 2023-11-15T06:13:20Z, before 2023-11-15T18:13:20Z",
    );
    expect(stdout).to.include("charges 3 at the factory gate and 6 since, discharges 2 and 6");
    expect(stdout).to.include("harmful events since birth: deep discharges 0, over-charges 0, too hot 0.00 h");
    expect(stdout).to.include("harmful events that the device does not measure: too cold");
    expect(stdout).to.include(`judged by chain ${roots.chainId} (genesis ${roots.genesisHash})`);
    expect(stdout).to.include(`and its Directory ${roots.directory}, as the roots file roots.json says`);
  });

  it("gives the report as JSON", async () => {
    const { code, stdout } = await verify(evidence, "--json");
    expect(code).to.equal(0);
    const report = JSON.parse(stdout);
    expect(report).to.include({ ok: true, batteryPassportIdentifier: "urn:battery:B0005" });
    expect(report.trust).to.deep.equal({
      chainId: roots.chainId.toString(),
      genesisHash: roots.genesisHash,
      directory: roots.directory,
      directoryFrom: { kind: "rootsFile", path: "roots.json" },
    });
    expect(report.figures.gaps).to.have.length(1);
    expect(report.figures.gaps[0]).to.include({ fromSequence: "3", toSequence: "4" });
  });

  it("shows ten faults at most, and how many more there are", async () => {
    const device = testDevice("p256", "battery");
    const writer = new HistoryWriter(device);
    const world = makeWorld(
      { device, leaves: Array.from({ length: 15 }, () => writer.cycle()) },
      testDevice("secp256k1", "stranger"),
    );
    const bundle = JSON.parse(serializeEvidence(world.bundle));
    for (const { measurements } of bundle.records) measurements.dischargeMicroAh = "1999999";
    const { stderr } = await verify(JSON.stringify(bundle));
    expect(stderr.match(/^(?:error|also) /gm)).to.have.length(10);
    const [, count] = /first of (\d+) faults/.exec(stderr) ?? [];
    expect(stderr).to.include(`\nand ${Number(count) - 10} more, which --json lists\n`);
  });

  it("asks for roots or a node if it was told neither", async () => {
    writeFileSync(join(folder, "b.evidence.json"), evidence);
    const env = { HOME: folder, WATTPROOF_RPC_URL: "" };
    const { code, stderr } = await wattproof(["battery", "verify", "b.evidence.json"], { cwd: folder, env });
    expect(code).to.equal(1);
    expect(stderr)
      .to.match(/^error TrustMissing: /)
      .and.to.include("--roots");
  });

  it("asks for --cycles where a table was given as evidence", async () => {
    writeFileSync(join(folder, "table.csv"), "cycle,discharge_capacity_ah\n1,2\n");
    const { code, stderr } = await wattproof(["battery", "value", "table.csv"], { cwd: folder });
    expect(code).to.equal(1);
    expect(stderr)
      .to.match(/^error EvidenceNotJson: /)
      .and.to.include("--cycles");
  });

  it("refuses tampered evidence with the first fault's code and the count of all", async () => {
    const bundle = JSON.parse(evidence);
    const cycles = bundle.records.filter((record: { type: string }) => record.type === "ChargeCycle");
    for (const cycle of cycles) cycle.measurements.dischargeMicroAh = "1999999";
    const people = await verify(JSON.stringify(bundle));
    expect(people.code).to.equal(1);
    expect(people.stdout).to.equal("");
    expect(people.stderr).to.match(
      /^error [A-Z]\w+: .+ It is the first of \d+ faults\.\nnext: .+\n(also [A-Z]\w+: .+\n)+(and \d+ more, which --json lists\n)?$/,
    );
    const { code, stdout } = await verify(JSON.stringify(bundle), "--json");
    const report = JSON.parse(stdout);
    expect(code).to.equal(1);
    expect(report.ok).to.equal(false);
    expect(report.faultCount).to.equal(report.faults.length).and.to.be.greaterThan(1);
    expect(report.error.code).to.equal(report.faults[0].code);
    expect(people.stderr).to.include(`error ${report.error.code}:`);
  });

  it("refuses a dropped tail", async () => {
    const bundle = JSON.parse(evidence);
    bundle.records.pop();
    const { code, stdout } = await verify(JSON.stringify(bundle), "--json");
    expect(code).to.equal(1);
    const codes = JSON.parse(stdout).faults.map((fault: { code: string }) => fault.code);
    expect(codes).to.include("HistoryTruncated");
  });

  it("refuses a file that is cut short", async () => {
    const { code, stderr } = await verify(evidence.slice(0, -40));
    expect(code).to.equal(1);
    expect(stderr)
      .to.match(/^error EvidenceUnreadable: /)
      .and.not.match(STACK_TRACE);
  });

  it("refuses roots that are no roots", async () => {
    writeFileSync(join(folder, "wrong.json"), evidence);
    writeFileSync(join(folder, "b.evidence.json"), evidence);
    const args = ["battery", "verify", "b.evidence.json", "--roots", "wrong.json", "--json"];
    const { code, stdout } = await wattproof(args, { cwd: folder });
    expect(code).to.equal(1);
    expect(JSON.parse(stdout).error.code).to.equal("SchemaUnsupported");
  });

  it("refuses roots that contradict themselves", async () => {
    const [batch] = roots.batches;
    const twice = { ...roots, batches: [...roots.batches, { ...(batch as Roots["batches"][0]), count: 77 }] };
    writeFileSync(join(folder, "twice.json"), serializeRoots(twice));
    writeFileSync(join(folder, "b.evidence.json"), evidence);
    const { code, stderr } = await wattproof(["battery", "verify", "b.evidence.json", "--roots", "twice.json"], {
      cwd: folder,
    });
    expect(code).to.equal(1);
    expect(stderr).to.match(
      /^error RootsContradictory: The roots contradict themselves: the batch ".+" is given twice\./,
    );
  });

  it("refuses roots that contradict the node that they are to agree with", async () => {
    const server = await serveChain();
    try {
      const { code, stdout } = await verify(evidence, "--rpc", server.rpcUrl, "--json");
      expect(code).to.equal(1);
      expect(JSON.parse(stdout).error.code).to.equal("RootsContradictChain");
    } finally {
      await server.close();
    }
  });

  it("shows both versions of a corrected cycle, and how much of the history a part is", async () => {
    const device = testDevice("p256", "battery");
    const writer = new HistoryWriter(device);
    const first = writer.cycle();
    const leaves = [first, writer.correct(first, { dischargeMicroAh: 1_900_000n }), writer.cycle()];
    const world = makeWorld({ device, leaves }, testDevice("secp256k1", "stranger"));
    writeFileSync(join(folder, "roots.json"), serializeRoots(world.roots));
    const { stdout } = await verify(serializeEvidence(world.bundle));
    expect(stdout).to.include("record 2 corrects record 1 (calibration): dischargeMicroAh 1853451 → 1900000");
    const tail = partOf(world.bundle, (entry) => world.bundle.records.indexOf(entry) > 0);
    const part = await verify(serializeEvidence(tail));
    expect(part.stdout).to.include("a part of its history, beginning after the battery's first record, reaching the");
    expect(part.stdout).to.include(`record 2 corrects one that is not here, 0x`);
    writeFileSync(join(folder, "roots.json"), serializeRoots(roots));
  });

  it("names a node that does not answer", async () => {
    writeFileSync(join(folder, "b.evidence.json"), evidence);
    const args = ["battery", "verify", "b.evidence.json", "--rpc", "http://user:secret@127.0.0.1:9"];
    const { code, stderr } = await wattproof(args, { cwd: folder });
    expect(code).to.equal(1);
    expect(stderr).to.match(/^error NodeUnreachable: No chain answers at "http:\/\/127\.0\.0\.1:9\/"\./);
    expect(stderr).not.to.include("secret");
  });
});
