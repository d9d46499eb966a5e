import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseEther, Wallet } from "ethers";
import { after, before, describe, it } from "mocha";
import { createOracle } from "../../../oracle/index.js";
import { structHashOf } from "../../../protocol/index.js";
import { cycleContent, enrolBattery, FACTS } from "../../support/chain/batteries.js";
import { lower, ROLE } from "../../support/chain/consortium.js";
import { Recorder, type SignedChargeCycle } from "../../support/chain/recorder.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";

const CYCLES = 40;
const BATTERY = FACTS.batteryPassportIdentifier;
const { batteryPassportIdentifier: _identifier, limits: LIMITS, ...REST } = FACTS;

/** Facts as a --facts file states them. */
const facts = () => JSON.stringify({ ...texts(REST), limits: texts(LIMITS) });
const texts = (object: object) =>
  Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, typeof value === "bigint" ? `${value}` : value]),
  );

describe("wattproof battery: passports, custody and evidence", function () {
  this.timeout(120_000);
  let terminal: Terminal;
  let device: string;
  let maker: string;
  let keeper: string;
  let archive: string;

  const run = async (...args: string[]) => {
    const { code, stdout } = await terminal.run("battery", ...args, "--directory", terminal.directory, "--json");
    return { code, result: JSON.parse(stdout) };
  };
  const done = async (...args: string[]) => {
    const { code, result } = await run(...args);
    expect(code, JSON.stringify(result)).to.equal(0);
    return result;
  };
  const refused = async (...args: string[]): Promise<string> => {
    const { code, result } = await run(...args);
    expect(code, JSON.stringify(result)).to.equal(1);
    return result.error.code;
  };
  const offline = async (...args: string[]) => {
    const { code, stdout } = await terminal.run("battery", ...args, "--json");
    return { code, result: JSON.parse(stdout) };
  };

  before(async () => {
    terminal = await openTerminal();
    const { consortium } = terminal;
    maker = lower(consortium.maker.address);
    keeper = lower(consortium.grid.address);
    const enrolled = await enrolBattery(consortium);
    device = enrolled.device;
    archive = await anchorCycles(new Recorder(enrolled, consortium.domain));
  });
  after(() => terminal.close());

  /** Anchors the battery's cycles with an oracle of its own. @returns Its state's folder, once it has stopped. */
  async function anchorCycles(recorder: Recorder): Promise<string> {
    const { consortium, directory, path } = terminal;
    const wallet = new Wallet(Wallet.createRandom().privateKey);
    await consortium.authority.grantRole(ROLE.oracle, wallet.address, 0);
    await consortium.administrator.sendTransaction({ to: wallet.address, value: parseEther("1") });
    const stateDirectory = path("oracle");
    const oracle = await createOracle({
      rpcUrl: terminal.rpcUrl,
      directory,
      signer: wallet,
      stateDirectory,
      pollMs: 20,
    });
    const cycles = Array.from({ length: CYCLES }, (_, index) =>
      recorder.cycle(1_000_000 + index * 7_200, fading(index)),
    );
    expect((await oracle.submit(cycles)).every(({ outcome }) => outcome === "buffered")).to.equal(true);
    await oracle.flush();
    latest = cycles.at(-1) as SignedChargeCycle;
    await oracle.close();
    return stateDirectory;
  }
  let latest: SignedChargeCycle;

  it("registers a battery from a file, with its device", async () => {
    terminal.write("cell.json", facts());
    expect(await refused("status", BATTERY)).to.equal("PassportMissing");
    const result = await done("register", BATTERY, "--facts", "cell.json", "--device", device, "--from", maker);
    expect(result).to.include({ batteryPassportIdentifier: BATTERY, maker, device });
    expect(result.transactions).to.have.length(2);
    const checkpoint = await done("checkpoint", BATTERY, "--archive", archive, "--publish", "--from", maker);
    expect(checkpoint).to.deep.include({ device, sequence: `${CYCLES}`, published: true });
    expect(await refused("checkpoint", BATTERY, "--archive", archive, "--from", maker)).to.equal(
      "BatteryPassportCheckpointNotNewer",
    );
  });

  it("registers another from options alone, in the units that people use", async () => {
    const options = ["--rated-ah", "2.5", "--rated-wh", "9", "--voltage-min", "2.5", "--voltage-max", "4.25"];
    const temperatures = ["--temperature-min", "-20", "--temperature-max", "60.5"];
    const charging = ["--charging-temperature-min", "0", "--charging-temperature-max", "45"];
    await done(
      "register",
      "B2",
      "--model",
      "M",
      "--chemistry",
      "LFP",
      ...options,
      ...temperatures,
      ...charging,
      "--from",
      maker,
    );
    const status = await done("status", "B2");
    expect(status).to.include({ ratedCapacityMicroAh: "2500000", batteryStatus: "original", checkpoint: null });
    expect(status.limits).to.include({ temperatureMinMilliC: "-20000", temperatureMaxMilliC: "60500" });
    expect(status.devices).to.deep.equal([]);
  });

  it("names what is wrong with facts, and what the contract refuses", async () => {
    expect(await refused("register", BATTERY, "--facts", "cell.json", "--from", maker)).to.equal(
      "BatteryPassportAlreadyIssued",
    );
    expect(await refused("register", "B3", "--model", "M", "--from", maker)).to.equal("PassportFactsInvalid");
    terminal.write("bad.json", facts().replace('"2000000"', '"-1"'));
    expect(await refused("register", "B3", "--facts", "bad.json", "--from", maker)).to.equal("PassportFactsInvalid");
    terminal.write("list.json", "[]");
    terminal.write("maker.json", facts().replace("{", `{"maker":"${maker}",`));
    const { result: superfluous } = await run("register", "B3", "--facts", "maker.json", "--from", maker);
    expect(superfluous.error.message).to.include("too many: maker (");
    terminal.write("few.json", facts().replace('"chemistry":"NMC",', "").replace('"model":"18650",', ""));
    const { result: few } = await run("register", "B3", "--facts", "few.json", "--from", maker);
    expect(few.error.message).to.include("missing: model, chemistry.");
    expect(await refused("register", "B3", "--facts", "list.json", "--from", maker)).to.equal("PassportFactsInvalid");
    const stranger = lower(terminal.consortium.stranger.address);
    expect(await refused("register", "B3", "--facts", "cell.json", "--from", stranger)).to.equal(
      "BatteryPassportNotMember",
    );
    expect(await refused("register", "B3", "--facts", "cell.json", "--voltage-min", "5", "--from", maker)).to.equal(
      "PassportFactsInvalid",
    );
  });

  it("shows facts, keeper, devices and checkpoint", async () => {
    const status = await done("status", BATTERY);
    expect(status.keeper).to.deep.equal({ address: maker, name: "Battery Maker" });
    expect(status.checkpoint).to.include({ sequence: `${CYCLES}`, recordHash: structHashOf(latest.record) });
    expect(status.publishedCounters.counters).to.include({ dischargeCount: "42", timeExtremeHighTempChargingMs: null });
    expect(status.devices[0]).to.include({ device, firstSequence: "1", lastSequence: null, status: "active" });
    const { stdout } = await terminal.run("battery", "status", BATTERY, "--directory", terminal.directory);
    expect(stdout).to.include(`Battery ${BATTERY} is original.`).and.include("2.5 to 4.25 V");
  });

  it("exports the whole history with roots, which verifies and is valued without a node", async () => {
    const result = await done("export", BATTERY, "--archive", archive, "--out", "all.json", "--roots", "roots.json");
    expect(result).to.include({ records: CYCLES, firstSequence: "1", lastSequence: `${CYCLES}` });
    expect((await offline("verify", "all.json", "--roots", "roots.json")).result).to.include({ ok: true });
    const { code, result: valued } = await offline("value", "all.json", "--roots", "roots.json", "--eol", "0.7");
    expect(code, JSON.stringify(valued)).to.equal(0);
    expect(valued.source).to.include({ kind: "evidence", batteryPassportIdentifier: BATTERY });
    expect(valued.evidence).to.include({ ratedCapacityAh: 2, chemistry: "NMC", cyclesGiven: CYCLES, firstCycle: 3 });
    const early = await offline("value", "all.json", "--roots", "roots.json", "--eol", "0.7", "--at-cycle", "22");
    expect(early.result.evidence).to.include({ lastCycle: 22, cyclesGiven: 20 });
    expect((await offline("value", "all.json", "--roots", "roots.json", "--at-cycle", "2")).result.error.code).to.equal(
      "CycleNotFound",
    );
  });

  it("values nothing that does not hold", async () => {
    const bundle = JSON.parse(readFileSync(terminal.path("all.json"), "utf8"));
    bundle.records[20].measurements.dischargeMicroAh = "1999999";
    writeFileSync(terminal.path("forged.json"), JSON.stringify(bundle));
    const { code, result } = await offline("value", "forged.json", "--roots", "roots.json");
    expect(code).to.equal(1);
    expect(result).to.have.all.keys("error");
    const verdict = (await offline("verify", "forged.json", "--roots", "roots.json")).result;
    expect(result.error.code).to.equal(verdict.error.code);
  });

  it("exports a part, and one record alone", async () => {
    const part = await done("export", BATTERY, "--archive", archive, "--from", "5", "--to", "9", "--out", "part.json");
    expect(part).to.include({ records: 5, firstSequence: "5", lastSequence: "9" });
    expect((await done("verify", "part.json")).scope).to.equal("part");
    await done(
      "export",
      BATTERY,
      "--archive",
      archive,
      "--record",
      "7",
      "--out",
      "one.json",
      "--roots",
      "one.roots.json",
    );
    const one = await offline("verify", "one.json", "--roots", "one.roots.json");
    expect(one.result).to.include({ ok: true, scope: "part" });
    const text = readFileSync(terminal.path("one.json"), "utf8");
    expect(JSON.parse(text).records).to.have.length(1);
    expect((await offline("value", "one.json", "--roots", "one.roots.json")).result.error.code).to.equal(
      "ValueHistoryIsPart",
    );
  });

  it("names what it cannot export", async () => {
    expect(await refused("checkpoint", "B2", "--archive", archive, "--from", maker)).to.equal("CycleMissing");
    expect(await refused("export", "B9", "--archive", archive)).to.equal("PassportMissing");
    expect(await refused("export", BATTERY, "--archive", archive, "--record", "99")).to.equal("PartNotInHistory");
    expect(await refused("export", BATTERY, "--archive", archive, "--from", "1")).to.equal("PartNotInHistory");
    expect(await refused("export", BATTERY, "--archive", terminal.path("nowhere"))).to.equal("StateMissing");
    const backwards = await run("export", BATTERY, "--archive", archive, "--from", "20", "--to", "10");
    expect(backwards.code).to.equal(2);
    expect(backwards.result.error.message).to.include("--from 20 is above --to 10");
    expect(await refused("export", BATTERY, "--api", "http://127.0.0.1:1")).to.equal("ApiUnusable");
    expect(await refused("export", BATTERY, "--archive", archive, "--out", join("no", "folder.json"))).to.equal(
      "ExportUnwritable",
    );
  });

  it("hands a battery over in two steps", async () => {
    expect(await refused("transfer", "accept", BATTERY, "--from", keeper)).to.equal("BatteryPassportNotOffered");
    await done("transfer", "offer", BATTERY, "--to", keeper, "--from", maker);
    expect((await done("status", BATTERY)).offeredTo.address).to.equal(keeper);
    await done("transfer", "withdraw", BATTERY, "--from", maker);
    expect((await done("status", BATTERY)).offeredTo).to.equal(null);
    await done("transfer", "offer", BATTERY, "--to", keeper, "--from", maker);
    await done("transfer", "accept", BATTERY, "--from", keeper);
    expect((await done("status", BATTERY)).keeper.address).to.equal(keeper);
    expect(await refused("transfer", "offer", BATTERY, "--to", maker, "--from", maker)).to.equal(
      "BatteryPassportNotKeeper",
    );
  });

  it("changes the status, its keeper alone, and makes successors", async () => {
    expect(await refused("status", BATTERY, "--set", "waste", "--from", maker)).to.equal("BatteryPassportNotKeeper");
    await done("status", BATTERY, "--set", "reused", "--from", keeper);
    expect((await done("status", BATTERY)).batteryStatus).to.equal("reused");
    const made = ["--made-of", BATTERY, "--as", "repurposed", "--from", keeper];
    await done("register", "B4", "--facts", "cell.json", ...made);
    expect(await done("status", "B4")).to.deep.include({ batteryStatus: "repurposed", predecessors: [BATTERY] });
    expect((await done("status", BATTERY)).successor).to.equal("B4");
    expect(await refused("status", BATTERY, "--set", "waste", "--from", keeper)).to.equal("BatteryPassportSucceeded");
    expect(await refused("status", "B9", "--set", "waste", "--from", keeper)).to.equal("ERC721NonexistentToken");
  });
});

/** The cycle of the battery `FACTS` at `index`, whose capacity fades. */
function fading(index: number) {
  const { measurements, counters } = cycleContent(BigInt(index + 1));
  const dischargeMicroAh = (at: number) => 1_850_000n - BigInt(at) * 5_000n;
  let capacityThroughputMicroAh = 0n;
  for (let at = 0; at <= index; at++) capacityThroughputMicroAh += dischargeMicroAh(at);
  return {
    measurements: { ...measurements, dischargeMicroAh: dischargeMicroAh(index) },
    counters: {
      ...counters,
      capacityThroughputMicroAh,
      numberOfFullCycles: capacityThroughputMicroAh / FACTS.ratedCapacityMicroAh,
    },
  };
}
