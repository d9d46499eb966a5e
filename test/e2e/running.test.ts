import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { runWattproof } from "./support/runCommand.js";
import { type RunningDemo, startDemo } from "./support/startDemo.js";

describe("wattproof battery verify --rpc against a running demo", () => {
  const folder = mkdtempSync(join(tmpdir(), "wattproof-running-"));
  const file = join(folder, "B0006.evidence.json");
  let demo: RunningDemo;
  let rpcUrl: string;
  let directory: string;

  const ask = async (path: string): Promise<Response> => fetch(`${demo.url}/api/${path}`);

  before(async function () {
    this.timeout(90_000);
    demo = await startDemo(["--limit", "24"]);
    for (let finished = false; !finished; await sleep(200)) {
      finished = ((await (await ask("overview")).json()) as { progress: { finished: boolean } }).progress.finished;
    }
    ({ rpcUrl, directory } = (await (await ask("chain")).json()) as { rpcUrl: string; directory: string });
    writeFileSync(file, await (await ask("batteries/B0006/evidence")).text());
  });

  after(async () => {
    await demo?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("holds with roots read from the chain", async () => {
    const run = await runWattproof(["battery", "verify", file, "--rpc", rpcUrl, "--directory", directory, "--json"]);
    expect(run.exitCode, run.stdout + run.stderr).to.equal(0);
  }).timeout(30_000);

  it("refuses a file that leaves out the latest cycles", async () => {
    const bundle = JSON.parse(await (await ask("batteries/B0006/evidence")).text());
    bundle.records.length -= 2;
    const cut = join(folder, "cut.evidence.json");
    writeFileSync(cut, JSON.stringify(bundle));
    const run = await runWattproof(["battery", "verify", cut, "--rpc", rpcUrl, "--directory", directory, "--json"]);
    expect(run.exitCode).to.equal(1);
    expect(run.stdout).to.contain("HistoryTruncated");
  }).timeout(30_000);

  it("prints a command that bills a home", async () => {
    const bill = /^Bill of \S+: npx wattproof (statement .+)$/m;
    for (let seen = false; !seen; await sleep(200)) seen = bill.test(demo.printed());
    const args = bill.exec(demo.printed())?.[1]?.split(" ") ?? [];
    const run = await runWattproof([...args, "--json"]);
    expect(run.exitCode, run.stdout + run.stderr).to.equal(0);
    expect(JSON.parse(run.stdout).lines.length).to.be.above(0);
  }).timeout(30_000);

  it("never takes the directory from the bundle", async () => {
    const run = await runWattproof(["battery", "verify", file, "--rpc", rpcUrl, "--json"], folder);
    expect(run.exitCode).to.not.equal(0);
    expect(run.stdout).to.contain('"error"');
  }).timeout(30_000);
});
