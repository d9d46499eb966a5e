import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { exposition, NetworkMonitor, nodeNames, samplesOf } from "../../../network/index.js";
import { makeChain, VALIDATORS } from "../../network/support/chainDouble.js";
import { openDoubles } from "../../network/support/openDoubles.js";
import { makeTestNetwork, NODES, type TestNetwork } from "../../network/support/testNetwork.js";
import { BIN, ROOT, STACK_TRACE, wattproof } from "../support/wattproof.js";

const inTurn = (number: number) => VALIDATORS.filter((_, at) => at !== number % VALIDATORS.length);

describe("wattproof network monitor", function () {
  this.timeout(180_000);
  let network: TestNetwork;
  let home: string;
  let close = async () => {};
  let child: ChildProcess | undefined;

  before(() => {
    network = makeTestNetwork();
    home = mkdtempSync(join(tmpdir(), "wattproof-home-"));
  });
  after(async () => {
    child?.kill("SIGKILL");
    await close();
    network.remove();
    rmSync(home, { recursive: true });
  });

  /** A chain whose head is as young as this moment, and stands there. */
  const openFresh = async (nodes: number) => {
    await close();
    const chain = makeChain({ height: 60, headS: Math.floor(Date.now() / 1000), sealers: inTurn });
    // As of a chain with a block a second.
    const born = Date.now();
    const height = () => Math.min(60, 50 + Math.floor((Date.now() - born) / 1000));
    close = await openDoubles(
      network,
      NODES.map((_, at) => (at < nodes ? { chain, height } : undefined)),
    );
  };
  const run = (...args: readonly string[]) => wattproof(["network", "monitor", ...args], { env: { HOME: home } });
  const start = (...args: readonly string[]) => {
    const started = spawn(process.execPath, [BIN, "network", "monitor", network.folder, ...args], {
      cwd: ROOT,
      env: { ...process.env, HOME: home },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    const said = { out: "", error: "" };
    started.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
    started.stderr.on("data", (chunk: Buffer) => (said.error += chunk.toString()));
    const until = async (isThere: () => boolean | Promise<boolean>) => {
      while (!(await isThere())) {
        expect(started.exitCode, said.error).to.equal(null);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    const stop = async () => {
      started.kill("SIGINT");
      return once(started, "close");
    };
    return { said, until, stop };
  };
  const metricsUrl = ({ error }: { readonly error: string }) => /note: metrics: (\S+)/.exec(error)?.[1] ?? "";

  it("gives one look as JSON, with alarms and what could not be seen", async () => {
    await openFresh(3);
    const { code, stdout, stderr } = await run(network.folder, "--once", "--json");
    expect(code, stderr).to.equal(0);
    const look = JSON.parse(stdout);
    expect(look).to.deep.include({
      moves: true,
      chainId: "20260",
      quorum: 3,
      validatorsAwake: 4,
      undecidedVotes: null,
    });
    const silent = look.alarms.filter((alarm: { code: string }) => alarm.code === "NodeDown");
    expect(silent).to.deep.equal([
      {
        ...{ code: "NodeDown", severity: "warning", node: NODES[3] },
        message: `${NODES[3]} does not answer as itself.`,
      },
    ]);
    expect(look.notes).to.have.length(1);
    expect(look.disks.map(({ node }: { node: string }) => node)).to.deep.equal([...NODES]);
    expect(look.disks[0]).to.deep.include({ growthBytesPerDay: null, daysUntilFull: null }).and.not.have.key("device");
    expect(look.certificates).to.have.length(8);
    for (const { daysLeft } of look.certificates) expect(daysLeft).to.be.a("number");
  });

  it("gives one look as lines, and notes the Directory that it does not know", async () => {
    await openFresh(4);
    const { code, stdout, stderr } = await run(network.folder, "--once");
    expect(code, stderr).to.equal(0);
    expect(stdout).to.include("Votes were not held against the registry of nodes.");
    expect(stdout.trim().split("\n").at(-1)).to.include("The chain moves; 4 of the 4 nodes here answer.");
    expect(stderr)
      .to.match(/^note: [A-Z]\w+: /)
      .and.not.match(STACK_TRACE);
  });

  it("ends with 3 where no node answers, and still has disks", async () => {
    await openFresh(0);
    const { code, stdout } = await run(network.folder, "--once", "--json");
    expect(code).to.equal(3);
    const { disks, alarms } = JSON.parse(stdout);
    expect(disks).to.have.length(4);
    expect(alarms[0]).to.deep.include({ code: "ChainStands", severity: "critical" });
  });

  it("gives Prometheus the numbers, tells what changes in a line each, and ends with Ctrl-C", async () => {
    await openFresh(4);
    const { said, until, stop } = start("--port", "0", "--every", "1");
    await until(() => metricsUrl(said) !== "");
    const url = metricsUrl(said);
    await until(async () => (await fetch(url)).status === 200);
    const text = await (await fetch(url)).text();
    expect(text).to.include(`wattproof_node_up{node="${NODES[3]}"} 1`);

    const expected = exposition(
      samplesOf(
        await new NetworkMonitor(network.open(), {
          readValidators: async () => VALIDATORS.map(({ address }) => address),
        }).look(),
        nodeNames(network.open()),
      ),
    );
    const namesIn = (of: string) => new Set([...of.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const names = namesIn(expected);
    names.delete("wattproof_node_undecided_votes");
    expect(namesIn(text)).to.deep.equal(names);

    await openFresh(0);
    // Ports of doubles are chosen anew, and the monitor has the folder as it was.
    await until(() => said.out.includes(`NodeDown: ${NODES[3]}`));
    expect(said.out).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z critical ChainStands: /m);
    expect(await stop()).to.deep.equal([0, null]);
    expect(said.error).not.to.match(STACK_TRACE);
    expect(said.out.match(/NodeDown: /g)).to.have.length(4);
  });

  it("gives a document for each look with --json", async () => {
    await openFresh(4);
    const { said, until, stop } = start("--json", "--port", "0", "--every", "1");
    await until(() => (said.out.match(/^}$/gm)?.length ?? 0) >= 2);
    expect(await stop()).to.deep.equal([0, null]);
    const looks = said.out.split(/(?<=^})\n/m).filter((each) => each !== "");
    for (const look of looks) expect(JSON.parse(look)).to.have.property("alarms").that.is.an("array");
  });

  it("refuses what it cannot do by name", async () => {
    await openFresh(0);
    const refusal = async (...args: readonly string[]) => {
      const { code, stdout } = await run(...args, "--json");
      return [code, JSON.parse(stdout).error.code];
    };
    expect(await refusal(home)).to.deep.equal([1, "NetworkFolderInvalid"]);
    expect(await refusal(network.folder, "--every", "0")).to.deep.equal([2, "UsageInvalid"]);
    expect(await refusal(network.folder, "--every", "3601")).to.deep.equal([2, "UsageInvalid"]);
    expect(await refusal(network.folder, "--directory", "0x12")).to.deep.equal([2, "UsageInvalid"]);
    const { until, stop, said } = start("--port", "0", "--every", "3600");
    await until(() => metricsUrl(said) !== "");
    const { port } = new URL(metricsUrl(said));
    expect(await refusal(network.folder, "--port", port)).to.deep.equal([1, "MonitorPortTaken"]);
    await stop();
  });
});
