import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { after, afterEach, before, describe, it } from "mocha";
import { openNetwork, processOf, startNodes, stopNodes } from "../../../network/index.js";
import { birthOf } from "../../../network/run/birth.js";
import { pidFile, rememberProcess } from "../../../network/run/pidFile.js";
import { freeBase } from "../support/freeBase.js";
import { makeTestNetwork, NODES, type TestNetwork } from "../support/testNetwork.js";

const NODE = NODES[0];
const NEVER_MS = 10_000;

describe("processes of nodes", function () {
  this.timeout(60_000);
  let network: TestNetwork;
  const children: ReturnType<typeof spawn>[] = [];

  before(async () => {
    const base = await freeBase();
    network = makeTestNetwork({ rpcPort: base, p2pPort: base + 100 });
    mkdirSync(join(network.folder, "run"), { recursive: true });
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    for (const name of NODES) rmSync(pidFile(network.folder, name), { force: true });
  });
  after(() => network.remove());

  const sleeper = (command = "sleep 100") => {
    const child = spawn("sh", ["-c", `exec ${command}`], { stdio: "ignore" });
    children.push(child);
    return child.pid as number;
  };
  const codeOf = async (outcome: Promise<unknown>): Promise<string> => {
    const error = await outcome.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return (error as { code?: string } | undefined)?.code ?? `nothing was refused (${error})`;
  };
  const stop = (timeoutMs = NEVER_MS) => {
    const opened = openNetwork(network.folder);
    return stopNodes({ network: opened, nodes: opened.nodes, timeoutMs });
  };

  it("are told apart from later ones of the same id", () => {
    const pid = sleeper();
    rememberProcess(network.folder, NODE, pid);
    expect(processOf(network.folder, NODE)).to.deep.equal({ state: "running", pid });
    expect(statSync(pidFile(network.folder, NODE)).mode & 0o777).to.equal(0o600);
    writeFileSync(pidFile(network.folder, NODE), `${process.pid}\n${birthOf(pid)}\n`);
    expect(processOf(network.folder, NODE)).to.deep.equal({ state: "reused", pid: process.pid });
  });

  it("are none of ours if their id was given to another, which is left alone, as are all others", async () => {
    const ours = sleeper();
    rememberProcess(network.folder, NODE, ours);
    const foreign = sleeper();
    writeFileSync(pidFile(network.folder, NODES[1]), `${foreign}\nanother boot 1\n`);
    expect(await codeOf(stop())).to.equal("ProcessNotOurs");
    expect(birthOf(foreign)).to.be.a("string");
    expect(birthOf(ours)).to.be.a("string");
  });

  it("are not guessed from a file that holds no id", async () => {
    for (const text of ["", "0\n", "-1\n", "1e3\n", "12 34\n", "99999999999999\n"]) {
      writeFileSync(pidFile(network.folder, NODE), text);
      expect(await codeOf(stop())).to.equal("PidFileInvalid");
    }
  });

  it("end when told to, and are forgotten then", async () => {
    const pids = NODES.map(() => sleeper());
    for (const [at, name] of NODES.entries()) rememberProcess(network.folder, name, pids[at] as number);
    expect(await stop()).to.deep.equal({ stopped: [...NODES], ended: [] });
    expect(pids.map(birthOf)).to.deep.equal([undefined, undefined, undefined, undefined]);
    expect(processOf(network.folder, NODE).state).to.equal("stopped");
    expect(await codeOf(stop())).to.equal("NothingRuns");
  });

  it("are named apart if they ended by themselves", async () => {
    const gone = sleeper("true");
    rememberProcess(network.folder, NODE, gone);
    writeFileSync(pidFile(network.folder, NODE), `${gone}\nsome birth\n`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const pid = sleeper();
    rememberProcess(network.folder, NODES[1], pid);
    expect(await stop()).to.deep.equal({ stopped: [NODES[1]], ended: [NODE] });
  });

  it("are named with their ids if they do not end in time", async () => {
    const child = spawn(
      process.execPath,
      ["-e", "process.on('SIGTERM',()=>{});console.log(1);setInterval(()=>{},1e6)"],
      {
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    children.push(child);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    rememberProcess(network.folder, NODE, child.pid as number);
    const error = await stop(300).catch((reason: unknown) => reason);
    expect(error).to.include({ code: "NodesUnstoppable" });
    expect((error as Error).message).to.contain(`${NODE} (process ${child.pid})`);
    expect(processOf(network.folder, NODE).state).to.equal("running");
  });

  it("are not started where a port is taken, and the error names node, service and port", async () => {
    const opened = openNetwork(network.folder);
    const [, second] = opened.nodes;
    const taken = second?.listeners.find(({ service }) => service === "metrics");
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(taken?.port, "127.0.0.1", resolve));
    const error = await startNodes({
      network: opened,
      nodes: opened.nodes,
      besu: "/bin/false",
      heapMb: 64,
    }).catch((reason: unknown) => reason);
    server.close();
    expect(error).to.include({ code: "PortsTaken" });
    expect((error as Error).message).to.contain(`${NODES[1]}'s metrics port ${taken?.port} (another process)`);
    expect(opened.nodes.map(({ name }) => processOf(network.folder, name).state)).to.deep.equal(
      Array(4).fill("stopped"),
    );
  });

  it("are not started where two of them would listen on one port", async () => {
    const path = `nodes/${NODES[1]}/config.toml`;
    const before = readFileSync(join(network.folder, path), "utf8");
    const first = openNetwork(network.folder).nodes[0]?.listeners.find(({ service }) => service === "WebSocket")?.port;
    network.change(path, (text) => text.replace(/^metrics-port = .*$/m, `metrics-port = ${first}`));
    const opened = openNetwork(network.folder);
    const error = await startNodes({ network: opened, nodes: opened.nodes, besu: "/bin/false", heapMb: 64 }).catch(
      (reason: unknown) => reason,
    );
    network.change(path, () => before);
    expect(error).to.include({ code: "PortsTaken" });
    expect((error as Error).message).to.contain(`(${NODES[0]}'s WebSocket)`);
  });

  it("are not started from a program that cannot run", async () => {
    const opened = openNetwork(network.folder);
    const besu = join(network.folder, "genesis.json");
    expect(await codeOf(startNodes({ network: opened, nodes: opened.nodes, besu, heapMb: 64 }))).to.equal(
      "NodeNotStarted",
    );
  });
});
