import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { Agents } from "./agents.js";
import { type BesuTerminal, freePorts, openBesuTerminal, type StatusDocument } from "./besuTerminal.js";
import { copySharedFiles, separateNode } from "./separateNode.js";
import { until } from "./until.js";

/** What is given up for a named failure, ms. */
const LONGEST_MS = 400_000;
/** In which a chain with a block a second has some, and peers try each other. */
const A_WHILE_MS = 20_000;
const [FIRST, SECOND, THIRD, FOURTH] = [1, 2, 3, 4].map((number) => `org-${number}-node-1`) as [
  string,
  string,
  string,
  string,
];

/** Two of four validators are lost; the others agree outside of the chain to go on, and one of the lost is found again. */
export function lostQuorum(consensus: "qbft" | "ibft2", chainId: number): void {
  describe(`a chain on ${consensus} that lost its quorum`, function () {
    this.timeout(LONGEST_MS);
    this.bail(true);
    this.slow(LONGEST_MS / 100);
    let terminal: BesuTerminal;
    let agents: Agents;
    /** Folder of the organisation whose node is found again. */
    let found: string;
    let halt: { readonly number: string; readonly hash: string };
    let fingerprint: string;
    const height = ({ head }: StatusDocument) => BigInt(head?.number ?? 0);
    const next = () => `${BigInt(halt.number) + 1n}`;
    const recover = (folder: string, ...names: readonly string[]) =>
      terminal.done("network", "recover", folder, "--validators", names.join(","), "--block", next());

    before(async () => {
      terminal = openBesuTerminal(chainId);
      agents = new Agents(terminal);
      found = join(terminal.home, "found");
      const terms = ["--consensus", consensus, "--chain-id", `${chainId}`, "--block-period", "1"];
      await terminal.done(
        "network",
        "init",
        "--out",
        terminal.folder,
        "--nodes",
        "4",
        ...terms,
        ...(await freePorts(4)),
      );
    });
    after(async () => {
      await agents?.kill();
      await terminal?.close();
    });

    it("had four validators, and a deployment that names them", async () => {
      expect(await terminal.up()).to.deep.include({ moves: true, quorum: 3 });
      await terminal.done("deploy", "--network", terminal.folder);
    });

    it("stands once two of them are gone, with their keys and their data", async () => {
      await terminal.done("network", "down", terminal.folder, THIRD, FOURTH);
      separateNode(terminal.folder, THIRD, found);
      rmSync(join(terminal.folder, "nodes", FOURTH), { recursive: true });
      const status = await until(terminal, "a halt", ({ moves }) => !moves);
      expect(status.summary).to.contain("a block needs 3 of the 4 validators");
      if (status.head) halt = status.head;
    });

    it("is recovered from no other block than the next", async () => {
      const args = ["network", "recover", terminal.folder, "--validators", `${FIRST},${SECOND}`, "--block"];
      for (const block of [halt.number, `${BigInt(halt.number) + 2n}`]) {
        const { code, stdout } = await terminal.run(...args, block, "--json");
        expect(code).to.equal(1);
        expect(JSON.parse(stdout).error.code).to.equal("RecoveryUnfit");
      }
    });

    it("gets the same genesis from all who stay, each by itself", async () => {
      const other = join(terminal.home, "other");
      copySharedFiles(terminal.folder, other);
      const here = await recover(terminal.folder, FIRST, SECOND);
      const there = await recover(other, SECOND, FIRST);
      expect(here).to.deep.include({ quorum: 2, asked: [FIRST, SECOND], fingerprint: there.fingerprint });
      expect(there.asked).to.deep.equal([]);
      expect(await terminal.done("network", "compare", terminal.folder, other)).to.deep.include({ isSame: true });
      fingerprint = here.fingerprint;
    });

    it("goes on with those who stay once their nodes are started again, and keeps all that it had", async () => {
      await terminal.done("network", "down", terminal.folder);
      expect(await terminal.up()).to.deep.include({ moves: true, quorum: 2, validatorsHere: 2 });
      const status = await until(terminal, "new blocks", (now) => height(now) > BigInt(halt.number) + 2n);
      expect(status).to.deep.include({ moves: true, fork: null, blocksError: null, foundingDifferences: [] });
      expect(status.validators.map(({ name }) => name)).to.have.members([FIRST, SECOND]);
      const { members } = await terminal.done("consortium", "members", "--rpc", status.nodes[0]?.rpc ?? "");
      expect(members).to.have.length(4);
    });

    it("has agents that ask for nobody who is gone, though the registry names them", async () => {
      for (const name of [FIRST, SECOND]) {
        const path = join(terminal.folder, "nodes", name);
        const { votes } = await terminal.done("network", "agent", path, "--once");
        expect(votes.waits.reason).to.equal("Asleep");
        expect(votes).not.to.include.keys("cast");
        agents.start(terminal.folder, name);
      }
      await sleep(A_WHILE_MS);
      expect((await terminal.status()).validators).to.have.length(2);
    });

    it("leaves a node that is found again where it stood, as long as it has the old genesis", async () => {
      expect(await terminal.upIn(found)).to.deep.include({ moves: false, height: halt.number });
      await sleep(A_WHILE_MS);
      const old = await terminal.status(found);
      expect(old.moves).to.equal(false);
      expect(old.head).to.deep.include({ number: halt.number, hash: halt.hash });
      expect((await terminal.status()).moves).to.equal(true);
    });

    it("takes it back with the new one: it catches up, and is voted in again", async () => {
      expect((await recover(found, FIRST, SECOND)).fingerprint).to.equal(fingerprint);
      await terminal.done("network", "down", found);
      await terminal.upIn(found);
      await until(
        terminal,
        "the node has caught up",
        ({ nodes }) => nodes.some(({ height: at }) => BigInt(at ?? 0) > BigInt(next()) + 5n),
        found,
      );
      const { fork, quorum } = await until(terminal, "three validators", ({ validators }) => validators.length === 3);
      expect({ fork, quorum }).to.deep.equal({ fork: null, quorum: 2 });
    });
  });
}
