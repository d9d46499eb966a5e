import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { processOf } from "../../../network/index.js";
import { writeBesuDouble } from "../../network/support/besuProgram.js";
import { freeBase } from "../../network/support/freeBase.js";
import { makeTestNetwork, NODES, type TestNetwork } from "../../network/support/testNetwork.js";
import { BIN, wattproof } from "../support/wattproof.js";

describe("wattproof network up, status, logs and down", function () {
  this.timeout(180_000);
  let network: TestNetwork;
  let programs: string;
  let environment: Record<string, string>;

  before(async () => {
    const base = await freeBase();
    network = makeTestNetwork({ rpcPort: base, p2pPort: base + 100 });
    programs = mkdtempSync(join(tmpdir(), "wattproof-programs-"));
    environment = { BESU_BIN: writeBesuDouble(programs), JAVA_OPTS: "-Dmine=1", WATTPROOF_PASSWORD: "not for Besu" };
  });
  after(async () => {
    await run("down", network.folder, "--native");
    network.remove();
    rmSync(programs, { recursive: true });
  });

  const run = (...args: readonly string[]) => wattproof(["network", ...args], { env: environment });
  const refused = async (...args: readonly string[]) => {
    const { code, stdout } = await run(...args, "--json");
    expect(code, stdout).to.equal(1);
    return JSON.parse(stdout).error as { code: string; message: string; next: string };
  };
  const states = () => NODES.map((name) => processOf(network.folder, name).state);

  it("says what to do where there is no Besu, and starts nothing", async () => {
    const { code, stdout } = await wattproof(["network", "up", network.folder, "--native", "--json"], {
      env: { BESU_BIN: "/nowhere/besu" },
    });
    expect(code).to.equal(1);
    const { error } = JSON.parse(stdout);
    expect(error.code).to.equal("BesuMissing");
    expect(error.message).to.contain('BESU_BIN names "/nowhere/besu"');
    expect(states()).to.deep.equal(Array(4).fill("stopped"));
  });

  it("says that nothing runs, and with 3 that no node answers", async () => {
    expect((await refused("down", network.folder)).code).to.equal("NothingRuns");
    const { code, stdout } = await run("status", network.folder);
    expect(code).to.equal(3);
    expect(stdout.trim().split("\n").at(-1)).to.contain("None of the 4 nodes of this folder answers");
  });

  it("starts the named nodes, waits for what they can do alone, and says what to do next", async () => {
    const { code, stdout, stderr } = await run("up", network.folder, NODES[0], "--native", "--heap", "64");
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain("1 node runs.").and.to.contain(`  ${NODES[0]}  http://127.0.0.1:`);
    expect(stdout).to.contain(`next: wattproof network status ${network.folder}`);
    expect(stderr).to.contain("Waiting until the nodes answer");
    expect(states()).to.deep.equal(["running", "stopped", "stopped", "stopped"]);
  });

  it("starts nothing where one of the nodes runs, and names those that do not", async () => {
    const error = await refused("up", network.folder, "--native");
    expect(error.code).to.equal("NodesRunning");
    expect(error.message).to.equal(`${NODES[0]} runs already.`);
    expect(error.next).to.contain(`${NODES[1]} ${NODES[2]} ${NODES[3]}`);
    expect(states()).to.deep.equal(["running", "stopped", "stopped", "stopped"]);
  });

  it("names a node that ends while it starts, with its own words", async () => {
    const path = join(network.folder, "nodes", NODES[1], "fail");
    writeFileSync(path, "Error: Unknown option in TOML configuration file\n");
    const error = await refused("up", network.folder, NODES[1], NODES[2], "--native", "--timeout", "60");
    rmSync(path);
    expect(error.code).to.equal("NodeEnded");
    expect(error.message).to.contain(`${NODES[1]} ended while it started`).and.to.contain("Unknown option in TOML");
  });

  it("starts the others once that is mended, and says that blocks come", async () => {
    const running = states().map((state) => state === "running");
    const names = NODES.filter((_, at) => !running[at]);
    const { code, stdout } = await run("up", network.folder, ...names, "--native", "--json");
    expect(code, stdout).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({ mode: "native", moves: true, quorum: 3, validatorsHere: 4 });
    expect(states()).to.deep.equal(Array(4).fill("running"));
  });

  it("gives Besu its options, a bounded heap, its log's configuration, and no secret", async () => {
    const { stdout } = await run("logs", network.folder, NODES[3], "--tail", "5", "--json");
    const [{ node, lines }] = JSON.parse(stdout).logs;
    expect(node).to.equal(NODES[3]);
    expect(lines[0]).to.equal(
      `${NODES[3]} began with --config-file=config.toml --color-enabled=false -Xmx512m -Dmine=1`,
    );
    expect(lines[1]).to.contain(join(network.folder, "nodes", NODES[3], "log4j2.xml OFF"));
  });

  it("lets no log steer the terminal", async () => {
    const { stdout } = await run("logs", network.folder, NODES[3]);
    expect(stdout).to.contain(`${NODES[3]} | `).and.to.contain("\\u{1b}[31mred");
    expect(stdout).not.to.contain("\u001b");
  });

  it("tells the status in tables with a last line that sums it up", async () => {
    const { code, stdout } = await run("status", network.folder);
    expect(code, stdout).to.equal(0);
    expect(stdout).to.match(/^Chain 20260, qbft, 4 validators, 3 of which make a block\.$/m);
    for (const name of NODES) expect(stdout).to.match(new RegExp(`^${name}  validator +[0-9]+ +3 +3 `, "m"));
    expect(stdout.trim().split("\n").at(-1)).to.match(/^The chain moves; 4 of the 4 nodes here answer\./);
  });

  it("follows logs until Ctrl-C, which stops no node", async () => {
    const child = spawn(process.execPath, [BIN, "network", "logs", network.folder, "--follow"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    let text = "";
    const shown = new Promise<void>((resolve) => {
      child.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes("a new line")) resolve();
      });
    });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    writeFileSync(join(network.folder, "nodes", NODES[0], "logs", "besu.log"), "a new line\n", { flag: "a" });
    await shown;
    child.kill("SIGINT");
    expect(await ended).to.equal(0);
    expect(states()).to.deep.equal(Array(4).fill("running"));
  });

  it("stops what it is told to, then all", async () => {
    const one = await run("down", network.folder, NODES[2], "--json");
    expect(JSON.parse(one.stdout)).to.deep.include({ stopped: [NODES[2]], ended: [] });
    expect(states()).to.deep.equal(["running", "running", "stopped", "running"]);
    const { code, stdout } = await run("down", network.folder);
    expect(code).to.equal(0);
    expect(stdout).to.contain(`Stopped: ${NODES[0]}, ${NODES[1]}, ${NODES[3]}.`);
    expect(states()).to.deep.equal(Array(4).fill("stopped"));
  });

  it("knows no nodes but those of the folder, and no folder but a network's", async () => {
    expect((await refused("up", network.folder, "another", "--native")).code).to.equal("NodeNotHere");
    expect((await refused("status", programs)).code).to.equal("NetworkFolderInvalid");
    expect((await refused("logs", join(programs, "nothing"))).code).to.equal("NetworkFolderInvalid");
    expect((await run("up", network.folder, "--native", "--docker")).code).to.equal(2);
  });
});
