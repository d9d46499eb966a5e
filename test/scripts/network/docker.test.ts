import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { after, before, beforeEach, describe, it } from "mocha";
import { answersOf, makeChain } from "../../network/support/chainDouble.js";
import { freeBase } from "../../network/support/freeBase.js";
import { openRpcDouble, type RpcDouble } from "../../network/support/rpcDouble.js";
import { makeTestNetwork, NODES, type TestNetwork } from "../../network/support/testNetwork.js";
import { wattproof } from "../support/wattproof.js";

/** Writes down how it was called, and answers as the files beside it say. */
const DOCKER = `#!/bin/sh
here=$(dirname "$0")
echo "$(pwd) $*" >> "$here/calls"
case "$1 $2" in
  "version --format") [ -e "$here/engine" ] || { echo "Cannot connect to the Docker daemon" >&2; exit 1; }; echo 28.0.0;;
  "compose ps") cat "$here/running" 2>/dev/null;;
  "compose up") [ -e "$here/broken" ] && { echo "no such image" >&2; exit 18; }; exit 0;;
esac
`;

describe("wattproof network with Docker", function () {
  this.timeout(120_000);
  let network: TestNetwork;
  let programs: string;
  let doubles: RpcDouble[] = [];

  before(async () => {
    const base = await freeBase();
    network = makeTestNetwork({ rpcPort: base, p2pPort: base + 100 });
    programs = mkdtempSync(join(tmpdir(), "wattproof-docker-"));
    writeFileSync(join(programs, "docker"), DOCKER);
    chmodSync(join(programs, "docker"), 0o755);
    const chain = makeChain({ height: 400, headS: Math.round(Date.now() / 1000) + 200 });
    const startedMs = Date.now();
    const height = () => Math.min(400, Math.floor((Date.now() - startedMs) / 300));
    doubles = await Promise.all(NODES.map((_, at) => openRpcDouble(answersOf({ at, chain, height }), base + 10 * at)));
  });
  beforeEach(() => {
    for (const name of ["calls", "engine", "running", "broken"]) rmSync(join(programs, name), { force: true });
  });
  after(async () => {
    await Promise.all(doubles.map(({ close }) => close()));
    network.remove();
    rmSync(programs, { recursive: true });
  });

  const say = (name: string, text = "") => writeFileSync(join(programs, name), text);
  const calls = () => {
    const path = join(programs, "calls");
    return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
  };
  const run = (...args: readonly string[]) =>
    wattproof(["network", ...args, "--json"], {
      env: { PATH: `${programs}${delimiter}${process.env.PATH}`, BESU_BIN: "/nowhere/besu" },
    });

  it("is how nodes start if an engine answers, in the network's folder, and waits for blocks", async () => {
    say("engine");
    const { code, stdout } = await run("up", network.folder);
    expect(code, stdout).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({ mode: "docker", moves: true, validatorsHere: 4 });
    expect(calls().at(-1)).to.equal(`${network.folder} compose up --detach`);
  });

  it("starts and stops single services", async () => {
    await run("up", network.folder, NODES[1], "--docker");
    await run("down", network.folder, NODES[1], "--docker");
    expect(calls()).to.deep.equal([
      `${network.folder} compose up --detach ${NODES[1]}`,
      `${network.folder} compose stop ${NODES[1]}`,
    ]);
  });

  it("is what down stops if its containers run", async () => {
    say("engine");
    say("running", `${NODES.join("\n")}\n`);
    const { code, stdout } = await run("down", network.folder);
    expect(code, stdout).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({ mode: "docker", stopped: [...NODES] });
    expect(calls().at(-1)).to.equal(`${network.folder} compose down`);
  });

  it("is not used without an engine: then a besu of one's own is needed", async () => {
    const { code, stdout } = await run("up", network.folder);
    expect(code).to.equal(1);
    expect(JSON.parse(stdout).error.code).to.equal("BesuMissing");
  });

  it("passes on what Docker says when it fails", async () => {
    say("broken");
    const { code, stdout } = await run("up", network.folder, "--docker");
    expect(code).to.equal(1);
    const { error } = JSON.parse(stdout);
    expect(error.code).to.equal("DockerFailed");
    expect(error.message).to.contain("docker compose up --detach failed").and.to.contain("no such image");
  });
});
