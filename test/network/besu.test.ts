import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { initNetwork, type NetworkFolder, writeNetwork } from "../../network/index.js";
import { skipBecause } from "../../scripts/checks/tests/skipBecause.js";
import { FOUR } from "./support/foundings.js";

/** The Besu to try: `WATTPROOF_BESU`, or one on the path. */
const BESU = process.env.WATTPROOF_BESU ?? "besu";
/** Four Java machines on two cores that others use as well. */
const START_MS = 300_000;
const POLL_MS = 500;

const started: ChildProcess[] = [];
const folders: string[] = [];

const ask = async (port: number, method: string, params: readonly unknown[] = []): Promise<unknown> => {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`http://127.0.0.1:${port}`, { method: "POST", headers, body });
  return ((await answer.json()) as { result?: unknown }).result;
};

/** Ports that nobody uses now; the usual ones may be taken by a chain that somebody runs here. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

interface Running {
  readonly name: string;
  readonly rpcPort: number;
  readonly logFile: string;
}

async function start(network: NetworkFolder): Promise<readonly Running[]> {
  const folder = mkdtempSync(join(tmpdir(), "wattproof-besu-"));
  folders.push(folder);
  writeNetwork(join(folder, "chain"), network);
  const ports = await freePorts(3 * network.own.length);
  return network.own.map(({ name }, at) => {
    const [rpc, ws, metrics] = ports.slice(3 * at);
    const cwd = join(folder, "chain", "nodes", name);
    const logFile = join(cwd, "logs", "out");
    const out = openSync(logFile, "w");
    const env = { ...process.env, LOG4J_CONFIGURATION_FILE: "log4j2.xml", JAVA_OPTS: "-Xmx400m" };
    const options = ["--config-file=config.toml", `--rpc-http-port=${rpc}`, `--rpc-ws-port=${ws}`];
    started.push(spawn(BESU, [...options, `--metrics-port=${metrics}`], { cwd, env, stdio: ["ignore", out, out] }));
    return { name, rpcPort: rpc as number, logFile };
  });
}

/** Waits until every node has the block. */
async function reach(nodes: readonly Running[], height: bigint): Promise<void> {
  const endMs = Date.now() + START_MS;
  for (const { rpcPort, logFile } of nodes) {
    for (;;) {
      const answer = await ask(rpcPort, "eth_blockNumber").catch(() => undefined);
      if (typeof answer === "string" && BigInt(answer) >= height) break;
      if (Date.now() > endMs) expect.fail(readFileSync(logFile, "utf8"));
      await wait(POLL_MS);
    }
  }
}

async function stop(): Promise<void> {
  const running = started.splice(0).filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  await Promise.all(
    running.map((child) => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      return ended;
    }),
  );
}

describe("a generated network on a real Besu", function () {
  this.timeout(2 * START_MS);
  after(async () => {
    await stop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  for (const consensus of ["qbft", "ibft2"] as const) {
    it(`makes blocks with four ${consensus} nodes that know each other alone`, async function () {
      if (spawnSync(BESU, ["--version"]).status !== 0) {
        skipBecause(this, "no besu on the path; WATTPROOF_BESU names one elsewhere");
      }
      const hosts = (await freePorts(4)).map((port) => `127.0.0.1:${port}`);
      const network = initNetwork({ ...FOUR, consensus, blockPeriodS: 1, hosts: JSON.stringify(hosts) });
      const nodes = await start(network);
      await reach(nodes, 2n);
      const [{ rpcPort } = expect.fail()] = nodes;
      const method = consensus === "qbft" ? "qbft" : "ibft";
      expect(await ask(rpcPort, `${method}_getValidatorsByBlockNumber`, ["latest"])).to.deep.equal(
        network.consortium.nodes.map(({ address }) => address).sort(),
      );
      expect(await ask(rpcPort, "perm_getNodesAllowlist")).to.have.length(4);
      await stop();
    });
  }
});
