import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { Agents } from "./agents.js";
import { type BesuTerminal, freePortBase, openBesuTerminal, portOptions, type StatusDocument } from "./besuTerminal.js";
import { agreeOnQuickTerms, Members } from "./members.js";
import { until } from "./until.js";

/** What is given up for a named failure, ms. */
const LONGEST_MS = 400_000;
const FOUNDERS = [1, 2, 3, 4].map((number) => `org-${number}-node-1`);
const NEWCOMER = "newcomer-node-1";

/** Nodes join, are cut off, come back and leave, all by votes of members and by agents beside the nodes. */
export function membershipLife(consensus: "qbft" | "ibft2", chainId: number): void {
  describe(`a consortium on ${consensus} that changes`, function () {
    this.timeout(LONGEST_MS);
    this.bail(true);
    this.slow(LONGEST_MS / 100);
    let terminal: BesuTerminal;
    let agents: Agents;
    let members: Members;
    let ports: { readonly rpc: number; readonly p2p: number };
    /** Folders of the newcomer: its keys, and its node's. */
    let keys: string;
    let entered: string;
    const addresses = new Map<string, string>();

    before(async () => {
      terminal = openBesuTerminal(chainId);
      agents = new Agents(terminal);
      [keys, entered] = [join(terminal.home, "keys"), join(terminal.home, "entered")];
      ports = await freePortBase(FOUNDERS.length + 1);
      const terms = ["--consensus", consensus, "--chain-id", `${chainId}`, "--block-period", "1"];
      const shape = ["--out", terminal.folder, "--nodes", `${FOUNDERS.length}`];
      const { nodes } = await terminal.done("network", "init", ...shape, ...terms, ...portOptions(ports));
      for (const { name, address } of nodes) addresses.set(name, address);
      agreeOnQuickTerms(terminal);
    });
    after(async () => {
      await agents?.kill();
      await terminal?.close();
    });

    const addressOf = (name: string) => addresses.get(name) ?? "";
    const folderOf = (name: string) => (name === NEWCOMER ? entered : terminal.folder);
    const startAgents = (names: readonly string[]) => {
      for (const name of names) agents.start(folderOf(name), name);
    };
    const validates = ({ validators }: StatusDocument, name: string) =>
      validators.some(({ address }) => address === addressOf(name));
    const seals = ({ participation }: StatusDocument, name: string) =>
      participation.some(({ address, sealed }) => address === addressOf(name) && sealed > 0);
    const peersOf = ({ nodes }: StatusDocument, name: string) => nodes.find((node) => node.name === name)?.peers;
    const listsOf = (name: string) =>
      ["permissions_config.toml", "static-nodes.json"].map((file) =>
        readFileSync(join(folderOf(name), "nodes", name, file), "utf8"),
      );
    const movesOn = async () => {
      const { head } = await terminal.status();
      const isAhead = (status: StatusDocument) => BigInt(status.head?.number ?? 0) > BigInt(head?.number ?? 0) + 2n;
      const { fork } = await until(terminal, "new blocks", isAhead);
      expect(fork).to.equal(null);
    };

    it("is founded, deployed, and has an agent beside each node", async () => {
      const { nodes } = await terminal.up();
      await terminal.done("deploy", "--network", terminal.folder);
      members = new Members(terminal, nodes[0]?.rpc ?? "");
      for (const number of [1, 2, 3, 4]) {
        const organisation = `org-${number}`;
        await members.add(organisation, join(terminal.folder, "organisations", organisation, "account.key"));
      }
      for (const name of FOUNDERS) {
        const path = join(terminal.folder, "nodes", name);
        const { changes, dropped, votes } = await terminal.done("network", "agent", path, "--once");
        const none = { added: [], removed: [] };
        expect({ changes, dropped, discard: votes.discard }).to.deep.equal({ changes: none, dropped: [], discard: [] });
      }
      startAgents(FOUNDERS);
    });

    it("lets nobody in who was not admitted: a newcomer's node starts and stands at the first block", async () => {
      const hosts = join(terminal.home, "hosts.json");
      writeFileSync(hosts, JSON.stringify([`127.0.0.1:${ports.p2p + FOUNDERS.length}`]));
      const options = ["--hosts", hosts, "--chain-id", `${chainId}`, "--out", keys];
      await terminal.done("network", "keygen", "--org", "newcomer", "--nodes", "1", ...options);
      const rpc = ["--rpc-port", `${ports.rpc + 10 * FOUNDERS.length}`];
      const made = await terminal.done("network", "enter", terminal.folder, "--own", keys, "--out", entered, ...rpc);
      addresses.set(NEWCOMER, made.nodes[0].address);
      const started = await terminal.upIn(entered);
      expect(started).to.deep.include({ moves: false, height: "0" });
      expect(started.next).to.contain("propose admit-node newcomer.founding.json").and.not.to.contain("deploy");
      startAgents([NEWCOMER]);
    });

    it("admits it as a member and its node as a validator, which catches up and seals", async () => {
      const account = await members.add("newcomer", join(keys, "organisations", "newcomer", "account.key"));
      await members.decide("admit-member", account, "--name", "newcomer");
      await members.decide("admit-node", join(keys, "newcomer.founding.json"), "--node", NEWCOMER);
      const { quorum } = await until(
        terminal,
        "the newcomer validates and seals",
        (status) => validates(status, NEWCOMER) && seals(status, NEWCOMER),
      );
      expect(quorum).to.equal(4);
      await until(terminal, "the newcomer is connected to all", (status) => peersOf(status, NEWCOMER) === 4, entered);
      // Its agent waited while its copy of the registry was one without it.
      expect(agents.said(entered, NEWCOMER)).to.contain("NodeBehind");
      expect(listsOf(NEWCOMER).every((list) => list.includes(`:${ports.p2p + FOUNDERS.length}`))).to.equal(true);
    });

    it("cuts off a node whose certificate is revoked, and goes on, though all agents are killed meanwhile", async () => {
      await members.decide("revoke-certificate", "org-3-node-1");
      expect(await agents.kill()).to.equal(5);
      startAgents([...FOUNDERS, NEWCOMER]);
      const cut = await until(
        terminal,
        "org-3's node is dropped and no validator",
        (status) => !validates(status, "org-3-node-1") && peersOf(status, "org-3-node-1") === 0,
      );
      expect(cut.validators).to.have.length(4);
      expect(cut.nodes.filter(({ peers }) => peers === 3)).to.have.length(3);
      await movesOn();
      const [old, now] = (await terminal.status()).nodes.filter(({ name }) => /org-[23]-/.test(name)).reverse();
      expect(Number(old?.height)).to.be.below(Number(now?.height));
    });

    it("takes it back when it is reinstated: it catches up, validates and seals", async () => {
      await members.decide("reinstate-certificate", "org-3-node-1");
      const back = await until(
        terminal,
        "org-3's node validates again, and has the others' newest block",
        (status) =>
          validates(status, "org-3-node-1") && seals(status, "org-3-node-1") && peersOf(status, "org-3-node-1") === 4,
      );
      expect(back.validators).to.have.length(5);
      expect(back.fork).to.equal(null);
    });

    it("lets a founder's node go that is removed, and is as many as before with the newcomer", async () => {
      await members.decide("remove-node", "org-4-node-1");
      const { validators } = await until(
        terminal,
        "org-4's node is dropped and no validator",
        (status) => !validates(status, "org-4-node-1") && peersOf(status, "org-4-node-1") === 0,
      );
      expect(validators).to.have.length(4);
      await terminal.done("network", "down", terminal.folder, "org-4-node-1");
      await movesOn();
      const { nodes } = await terminal.done(
        "consortium",
        "nodes",
        "--rpc",
        (await terminal.status()).nodes[0]?.rpc ?? "",
      );
      expect(nodes.map(({ name }: { readonly name: string }) => name)).to.have.members([
        ...FOUNDERS.slice(0, 3),
        NEWCOMER,
      ]);
    });
  });
}
