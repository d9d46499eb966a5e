import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type BesuTerminal, freePorts, openBesuTerminal } from "./besuTerminal.js";
import { until } from "./until.js";

/** What is given up for a named failure, ms. */
const LONGEST_MS = 300_000;
/** For a chain that has a block every second. */
const SOME_BLOCKS_MS = 5_000;

/** The life of a network of four validators, each of an organisation of its own. */
export function networkLife(consensus: "qbft" | "ibft2", chainId: number): void {
  describe(`a network of four nodes with ${consensus}`, function () {
    this.timeout(LONGEST_MS);
    this.bail(true);
    this.slow(LONGEST_MS / 100);
    const names = [1, 2, 3, 4].map((number) => `org-${number}-node-1`);
    let terminal: BesuTerminal;
    let heightAtHalt: bigint;

    before(async () => {
      terminal = openBesuTerminal(chainId);
      const ports = await freePorts(names.length);
      const terms = ["--consensus", consensus, "--chain-id", `${chainId}`, "--block-period", "1"];
      await terminal.done("network", "init", "--out", terminal.folder, "--nodes", "4", ...terms, ...ports);
    });
    after(() => terminal?.close());

    it("starts, and says so when blocks come", async () => {
      const started = await terminal.up();
      expect(started).to.deep.include({ moves: true, quorum: 3, validatorsHere: 4 });
    });

    it("refuses to start what runs", async () => {
      const { code, stdout } = await terminal.run("network", "up", terminal.folder, "--native", "--json");
      expect(code).to.equal(1);
      expect(JSON.parse(stdout).error.code).to.be.oneOf(["NodesRunning", "PortsTaken"]);
    });

    it("tells that the chain moves, that all are connected, and who seals", async () => {
      await sleep(SOME_BLOCKS_MS);
      const { moves, nodes, validators, participation, fork, blocksError, foundingDifferences } = await until(
        terminal,
        "all connected to all",
        (status) => status.nodes.every(({ peers }) => peers === 3),
      );
      expect({ moves, fork, blocksError, foundingDifferences }).to.deep.equal({
        moves: true,
        fork: null,
        blocksError: null,
        foundingDifferences: [],
      });
      expect(nodes.map(({ name, answers, peers }) => ({ name, answers, peers }))).to.deep.equal(
        names.map((name) => ({ name, answers: true, peers: 3 })),
      );
      expect(validators.map(({ name }) => name)).to.have.members(names);
      expect(participation.filter(({ sealed }) => sealed > 0)).to.have.length(4);
    });

    it("takes a deployment, and a member's transaction that other nodes have, too", async () => {
      const { contracts } = await terminal.done("deploy", "--network", terminal.folder);
      expect(contracts).to.include.keys("Directory", "Membership", "NodeRegistry");
      const { nodes } = await terminal.status();
      const rpc = (at: number) => ["--rpc", nodes[at]?.rpc ?? ""];
      const [key, account, sealing] = ["key", "account.json", "sealing.json"].map(
        (name) => `${terminal.folder}/${name}`,
      );
      writeFileSync(key as string, terminal.read("organisations/org-1/account.key"), { mode: 0o600 });
      const { address } = await terminal.done("account", "create", account as string, "--import-file", key as string);
      const { publicKey } = await terminal.done("sealing", "create", sealing as string);
      await terminal.done("sealing", "publish", sealing as string, "--account", account as string, ...rpc(0));
      await sleep(SOME_BLOCKS_MS);
      const told = await terminal.done("sealing", "show", address, ...rpc(3));
      expect(told.publicKey).to.equal(publicKey);
    });

    it("runs the demo, whose evidence holds on it", async () => {
      const out = `${terminal.folder}-demo`;
      const replay = ["demo", "--network", terminal.folder, "--once", "--limit", "2", "--out", out];
      const { batteries } = await terminal.done(...replay);
      expect(batteries).to.have.length.above(0);
      for (const { evidence } of batteries) {
        const { code, stdout } = await terminal.run(
          "battery",
          "verify",
          `${out}/${evidence}`,
          "--roots",
          `${out}/roots.json`,
        );
        expect(code, stdout).to.equal(0);
      }
    });

    it("goes on while one of four is down", async () => {
      const stopped = await terminal.done("network", "down", terminal.folder, "org-2-node-1");
      expect(stopped.stopped).to.deep.equal(["org-2-node-1"]);
      const before = BigInt((await terminal.status()).head?.number ?? 0);
      const status = await until(terminal, "new blocks", ({ head }) => BigInt(head?.number ?? 0) > before + 2n);
      expect(status.moves).to.equal(true);
      expect(status.nodes.find(({ name }) => name === "org-2-node-1")?.answers).to.equal(false);
      expect(status.summary).to.contain("org-2-node-1 is silent").and.to.contain("No further validator may fail");
    });

    it("stands when two of four are down, without a fork, and status ends with 3", async () => {
      await terminal.done("network", "down", terminal.folder, "org-3-node-1");
      const { head } = await until(terminal, "a halt", ({ moves }) => !moves);
      heightAtHalt = BigInt(head?.number ?? 0);
      const { code, stdout } = await terminal.run("network", "status", terminal.folder, "--json");
      expect(code).to.equal(3);
      const status = JSON.parse(stdout);
      expect(status).to.deep.include({ moves: false, fork: null });
      expect(BigInt(status.head.number)).to.equal(heightAtHalt);
      expect(status.summary).to.contain(`The chain stands at block ${heightAtHalt}`);
    });

    it("moves again once they are back, and those have caught up", async () => {
      await terminal.up("org-2-node-1", "org-3-node-1");
      const status = await until(terminal, "new blocks on all nodes", ({ nodes, moves }) => {
        const heights = nodes.map(({ height }) => BigInt(height ?? 0));
        return moves && heights.every((height) => height > heightAtHalt + 1n);
      });
      expect(status.fork).to.equal(null);
      expect(status.nodes.every(({ syncing }) => syncing === null)).to.equal(true);
    });

    it("refuses data of another chain, and names what differs", async () => {
      await terminal.done("network", "down", terminal.folder, "org-4-node-1");
      const genesis = terminal.read("genesis.json");
      writeFileSync(`${terminal.folder}/genesis.json`, genesis.replace('"0x3938700"', '"0x3938701"'));
      const args = ["network", "up", terminal.folder, "org-4-node-1", "--native", "--json"];
      const { code, stdout } = await terminal.run(...args);
      writeFileSync(`${terminal.folder}/genesis.json`, genesis);
      expect(code).to.equal(1);
      expect(JSON.parse(stdout).error).to.deep.include({ code: "ChainDataDiffers" });
      expect(JSON.parse(stdout).error.facts.fields).to.equal("gasLimit");
    });

    it("stops, and leaves no process behind", async () => {
      const { stopped } = await terminal.done("network", "down", terminal.folder);
      expect(stopped).to.have.members(["org-1-node-1", "org-2-node-1", "org-3-node-1"]);
      const { code, stdout } = await terminal.run("network", "down", terminal.folder, "--native", "--json");
      expect(code).to.equal(1);
      expect(JSON.parse(stdout).error.code).to.equal("NothingRuns");
      const status = await terminal.status();
      expect(status.nodes.every(({ answers }) => !answers)).to.equal(true);
    });
  });
}
