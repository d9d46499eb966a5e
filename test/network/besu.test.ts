import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
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
const START_MS = 180_000;
const POLL_MS = 500;

const started: ChildProcess[] = [];
const folders: string[] = [];

const ask = async (port: number, method: string, params: readonly unknown[] = []): Promise<unknown> => {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`http://127.0.0.1:${port}`, { method: "POST", headers, body });
  return ((await answer.json()) as { result?: unknown }).result;
};

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

async function start(network: NetworkFolder): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "wattproof-besu-"));
  folders.push(folder);
  writeNetwork(join(folder, "chain"), network);
  for (const { name } of network.own) {
    const cwd = join(folder, "chain", "nodes", name);
    const out = openSync(join(cwd, "logs", "out"), "w");
    const env = { ...process.env, LOG4J_CONFIGURATION_FILE: "log4j2.xml", JAVA_OPTS: "-Xmx400m" };
    started.push(spawn(BESU, ["--config-file=config.toml"], { cwd, env, stdio: ["ignore", out, out] }));
  }
  return folder;
}

/** Waits until every node has the block. */
async function reach(network: NetworkFolder, height: bigint, folder: string): Promise<void> {
  const endMs = Date.now() + START_MS;
  for (const { rpcHttp, name } of network.own) {
    for (;;) {
      const answer = await ask(rpcHttp, "eth_blockNumber").catch(() => undefined);
      if (typeof answer === "string" && BigInt(answer) >= height) break;
      if (Date.now() > endMs) expect.fail(readFileSync(join(folder, "chain", "nodes", name, "logs", "out"), "utf8"));
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
      const network = initNetwork({ ...FOUR, consensus, blockPeriodS: 1 });
      const ports = network.own.flatMap(({ port, rpcHttp, rpcWs, metrics }) => [port, rpcHttp, rpcWs, metrics]);
      const free = await Promise.all(ports.map(isFree));
      if (free.includes(false)) skipBecause(this, "ports of the generated nodes are in use on this machine");

      const folder = await start(network);
      await reach(network, 2n, folder);
      const [{ rpcHttp } = expect.fail()] = network.own;
      const method = consensus === "qbft" ? "qbft" : "ibft";
      expect(await ask(rpcHttp, `${method}_getValidatorsByBlockNumber`, ["latest"])).to.deep.equal(
        network.consortium.nodes.map(({ address }) => address).sort(),
      );
      expect(await ask(rpcHttp, "perm_getNodesAllowlist")).to.have.length(4);
      await stop();
    });
  }
});
