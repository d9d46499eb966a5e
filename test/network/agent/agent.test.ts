import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { type AgentOptions, agentRound, type Registered } from "../../../network/agent/agent.js";
import { readPeerLists } from "../../../network/agent/peerLists.js";
import { permissionsConfig, staticNodes } from "../../../network/files/permissions.js";
import { NodeAnswerStrange, NodeRefuses } from "../../../network/rpc/errors.js";
import { enodeUrl, type WattproofError } from "../../../protocol/index.js";
import { endpoint, FOUR, lower, NOW_S, ToldNode } from "./toldNode.js";

const ACCOUNT = `0x${"aa".repeat(20)}`;

describe("an agent beside a node", () => {
  let folder: string;
  let node: ToldNode;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wattproof-agent-"));
    writeFileSync(join(folder, "permissions_config.toml"), permissionsConfig(FOUR.map(endpoint), [ACCOUNT]));
    writeFileSync(join(folder, "static-nodes.json"), staticNodes(FOUR.map(endpoint)));
    node = newNode();
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  const refused = async (run: () => Promise<unknown>) =>
    run().then(
      () => expect.fail("nothing was refused"),
      (error: WattproofError) => error,
    );
  const newNode = (): ToldNode => Object.assign(new ToldNode(), { lists: () => [...readPeerLists(folder).allowed] });
  const round = (
    numbers: readonly number[],
    change: Partial<AgentOptions> = {},
    registered: Partial<Registered> = {},
  ) =>
    agentRound({
      node,
      self: { id: endpoint(1).id, address: lower(1) },
      lists: folder,
      keepsAddresses: false,
      casts: true,
      blockPeriodS: 2,
      now: () => Number(NOW_S) * 1000,
      readRegistered: async () => ({
        blockNumber: 7n,
        peers: numbers.map(endpoint),
        validators: numbers.map(lower),
        ...registered,
      }),
      addressOf: (id) => lower([1, 2, 3, 4, 5, 6].find((number) => endpoint(number).id === id) ?? 0),
      ...change,
    });
  const listed = () => readPeerLists(folder).allowed.map(({ host }) => host);

  it("does nothing where all is as the members decided", async () => {
    const before = readFileSync(join(folder, "permissions_config.toml"), "utf8");
    const { changes, dropped, votes } = await round(FOUR);
    expect(node.told).to.deep.equal([]);
    expect({ changes, dropped }).to.deep.equal({ changes: { added: [], removed: [] }, dropped: [] });
    expect(votes?.cast).to.deep.equal([]);
    expect(readFileSync(join(folder, "permissions_config.toml"), "utf8")).to.equal(before);
  });

  it("lets a new node in, connects to it, and votes for it once it is there", async () => {
    const first = await round([...FOUR, 5]);
    expect(listed()).to.deep.equal(["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"]);
    expect(readPeerLists(folder).fixed).to.deep.equal([...FOUR, 5].map(endpoint));
    expect(readPeerLists(folder).accounts).to.deep.equal([ACCOUNT]);
    expect(first.votes?.waits).to.deep.equal({ vote: { recipient: lower(5), adds: true }, reason: "Asleep" });
    expect(node.told).to.deep.equal(["reload", `connect ${enodeUrl(endpoint(5))}`]);

    node.connected = [2, 3, 4, 5].map((number) => endpoint(number).id);
    const second = await round([...FOUR, 5]);
    expect(second.votes?.cast).to.deep.equal([{ recipient: lower(5), adds: true }]);
    expect(node.told.slice(2)).to.deep.equal([`let in ${lower(5)}`]);
  });

  it("takes seals in older blocks for no sign that a former validator is there", async () => {
    node.actual = [1, 2].map(lower);
    node.connected = [endpoint(2).id];
    const { votes } = await round(FOUR);
    expect(votes?.waits?.reason).to.equal("Asleep");
    expect(votes?.cast).to.deep.equal([]);
  });

  it("drops a node that was removed or whose certificate is revoked, and votes it out", async () => {
    node.actual = [...FOUR, 5].map(lower);
    writeFileSync(join(folder, "permissions_config.toml"), permissionsConfig([...FOUR, 5].map(endpoint), []));
    writeFileSync(join(folder, "static-nodes.json"), staticNodes([...FOUR, 5].map(endpoint)));
    node.connected = [2, 3, 4, 5].map((number) => endpoint(number).id);
    node.allowed = [...FOUR, 5].map(endpoint);
    const { changes, dropped } = await round(FOUR);
    expect(changes.removed).to.deep.equal([endpoint(5)]);
    expect(dropped).to.deep.equal([endpoint(5).id]);
    expect(listed()).not.to.include("10.0.0.5");
    expect(node.told)
      .to.include("reload")
      .and.include(`let go ${lower(5)}`);
    expect(node.told.filter((each) => each.startsWith("drop"))).to.have.length(2);
  });

  it("drops a node with another key at a listed address, which Besu itself lets in", async () => {
    const stranger = endpoint(6).id;
    node.connected.push(stranger);
    const { dropped } = await round(FOUR);
    expect(dropped).to.deep.equal([stranger]);
    expect(node.told).to.deep.equal([`drop ${enodeUrl({ id: stranger, host: "127.0.0.1", port: 1 }).slice(0, 20)}`]);
  });

  it("does again what it was killed in: a second agent ends where the first would have", async () => {
    node.connected = [2, 3, 4, 5].map((number) => endpoint(number).id);
    node.castVote = () => Promise.reject(new Error("killed"));
    await round([...FOUR, 5]).then(
      () => expect.fail("it went through"),
      () => undefined,
    );
    const again = newNode();
    again.allowed = [...FOUR, 5].map(endpoint);
    again.connected = [2, 3, 4, 5].map((number) => endpoint(number).id);
    node = again;
    await round([...FOUR, 5]);
    expect(again.told).to.deep.equal([`let in ${lower(5)}`]);
    await round([...FOUR, 5]);
    expect(again.told).to.have.length(1);
  });

  it("has the node read its list again if it was killed before it could", async () => {
    const reload = node.reloadPermissions;
    node.reloadPermissions = () => Promise.reject(new Error("killed"));
    await refused(() => round([...FOUR, 5]));
    expect(listed()).to.have.length(5);
    node.reloadPermissions = reload;
    await round([...FOUR, 5]);
    expect(node.told)
      .to.include("reload")
      .and.include(`connect ${enodeUrl(endpoint(5))}`);
    expect(node.allowed).to.have.length(5);
  });

  it("mends what was half-written: static nodes that are not in step are written again", async () => {
    writeFileSync(join(folder, "static-nodes.json"), staticNodes([1, 2].map(endpoint)));
    await round(FOUR);
    expect(readPeerLists(folder).fixed).to.deep.equal(FOUR.map(endpoint));
    expect(node.told).to.deep.equal(["reload"]);
    expect(readdirSync(folder).sort()).to.deep.equal(["permissions_config.toml", "static-nodes.json"]);
  });

  it("keeps the addresses that containers have, and learns those of nodes that it does not know", async () => {
    const bridged = FOUR.map((number) => ({ ...endpoint(number), host: `10.113.0.${number}` }));
    writeFileSync(join(folder, "permissions_config.toml"), permissionsConfig(bridged, []));
    writeFileSync(join(folder, "static-nodes.json"), staticNodes(bridged));
    await round([...FOUR, 5], { keepsAddresses: true });
    expect(listed()).to.deep.equal(["10.113.0.1", "10.113.0.2", "10.113.0.3", "10.113.0.4", "10.0.0.5"]);
  });

  it("casts no votes where a contract selects the validators, and asks for none", async () => {
    node.pendingVotes = () => Promise.reject(new Error("such a node has no votes"));
    const { votes } = await round([...FOUR, 5], { casts: false });
    expect(votes).to.equal(undefined);
    expect(node.told).to.deep.equal(["reload", `connect ${enodeUrl(endpoint(5))}`]);
  });

  it("follows a node that moved", async () => {
    const moved = FOUR.map((number) => (number === 4 ? { ...endpoint(4), host: "10.0.9.9" } : endpoint(number)));
    await round(FOUR, {}, { peers: moved });
    expect(listed()).to.deep.equal(["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.9.9"]);
    expect(node.told).to.include("reload");
    node.connected = [2, 3].map((number) => endpoint(number).id);
    await round(FOUR, {}, { peers: moved });
    expect(node.told.at(-1)).to.equal(`connect ${enodeUrl({ ...endpoint(4), host: "10.0.9.9" })}`);
  });

  it("never empties its lists, whatever the registry says", async () => {
    const error = await refused(() => round([]));
    expect(error.code).to.equal("NobodyRegistered");
    expect(listed()).to.have.length(4);
    expect(node.told).to.deep.equal([]);
  });

  describe("beside a node that is behind", () => {
    /** The registry as it was before nodes 1 and 4 were admitted. */
    const OLD = [2, 3];
    const untouched = async () => {
      const error = await refused(() => round(OLD));
      expect(error.code).to.equal("NodeBehind");
      expect(listed()).to.have.length(4);
      expect(readPeerLists(folder).fixed).to.have.length(4);
      expect(node.told).to.deep.equal([]);
      return error;
    };

    it("leaves everything as it is while the node catches up, and says so in the same words each time", async () => {
      node.syncing = true;
      const first = await untouched();
      node.headNumber += 500n;
      expect((await untouched()).message).to.equal(first.message);
    });

    it("leaves everything as it is where the node knows nobody who is ahead, and has old blocks alone", async () => {
      node.headTimestampS = NOW_S - 41n;
      const first = await untouched();
      node.headTimestampS = 1_492_009_146n;
      expect((await untouched()).message).to.equal(first.message);
    });

    it("does not read the registry: before the deployment's block there is none", async () => {
      node.syncing = true;
      const readRegistered = () => Promise.reject(new Error("no such contract yet"));
      expect((await refused(() => round(FOUR, { readRegistered }))).code).to.equal("NodeBehind");
    });

    it("waits longer where blocks are rarer", async () => {
      node.headTimestampS = NOW_S - 330n;
      await round(FOUR, { blockPeriodS: 60 });
      node.headTimestampS = NOW_S - 331n;
      expect((await refused(() => round(FOUR, { blockPeriodS: 60 }))).code).to.equal("NodeBehind");
    });

    it("goes on once it has caught up, also where its clock is behind the proposer's", async () => {
      node.syncing = true;
      await untouched();
      node.syncing = false;
      node.headTimestampS = NOW_S + 60n;
      await round([...FOUR, 5]);
      expect(listed()).to.have.length(5);
    });
  });

  it("votes and keeps its lists all the same where one peer's name is longer than an answer may be", async () => {
    const strange = new NodeAnswerStrange("node", "admin_peers", "it is longer than 4194304 bytes");
    Object.assign(node, { peers: () => Promise.reject(strange) });
    const { votes, troubles } = await round([1, 2, 3]);
    expect(votes?.cast).to.deep.equal([{ recipient: lower(4), adds: false }]);
    expect(listed()).to.have.length(3);
    expect(troubles).to.deep.equal([strange]);
  });

  it("connects to the others where one cannot be added", async () => {
    const refusal = new NodeRefuses("node", "admin_addPeer", -32_000, "no such address");
    const added: string[] = [];
    Object.assign(node, {
      peers: async () => [],
      addPeer: async (enode: string) => {
        if (added.push(enode) === 1) throw refusal;
      },
    });
    const { troubles, votes } = await round(FOUR);
    expect(added).to.have.length(3);
    expect({ troubles, waits: votes?.waits }).to.deep.equal({ troubles: [refusal], waits: undefined });
  });

  it("keeps its own node in its lists, whoever else is taken from them", async () => {
    const { changes } = await round([2, 3, 5]);
    expect(changes).to.deep.equal({ added: [endpoint(5)], removed: [endpoint(4)] });
    expect(listed()).to.deep.equal(["10.0.0.2", "10.0.0.3", "10.0.0.5", "10.0.0.1"]);
    expect(readPeerLists(folder).fixed.map(({ host }) => host)).to.deep.equal(listed());
    const before = node.told.length;
    await round([2, 3, 5]);
    expect(node.told.slice(before)).not.to.include("reload");
  });

  it("changes nothing where it alone is no longer registered", async () => {
    const { changes, dropped } = await round([2, 3, 4]);
    expect({ changes, dropped }).to.deep.equal({ changes: { added: [], removed: [] }, dropped: [] });
    expect(readPeerLists(folder).fixed).to.have.length(4);
  });

  for (const [what, file, text] of [
    ["a permissions file that is no TOML", "permissions_config.toml", "nodes-allowlist = ["],
    ["an enode URL of nothing", "permissions_config.toml", 'nodes-allowlist = ["enode://1234@x"]'],
    ["static nodes that are no list", "static-nodes.json", "{}"],
  ] as const) {
    it(`refuses ${what} by name, and changes nothing`, async () => {
      writeFileSync(join(folder, file), text);
      const error = await refused(() => round([...FOUR, 5]));
      expect(error.code).to.equal("PeerListsUnusable");
      expect(error.message).to.include(file);
      expect(readFileSync(join(folder, file), "utf8")).to.equal(text);
      expect(node.told).to.deep.equal([]);
    });
  }

  it("names the file that it may not write", async () => {
    mkdirSync(join(folder, "static-nodes.json.new"));
    const error = await refused(() => round([...FOUR, 5]));
    expect(error.code).to.equal("PeerListsUnusable");
    expect(error.message).to.include("written");
  });
});
