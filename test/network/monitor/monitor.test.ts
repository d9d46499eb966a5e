import { linkSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { NobodyRegistered } from "../../../network/agent/errors.js";
import { type Alarm, alarmsOf, NetworkMonitor, nodeNames, samplesOf } from "../../../network/index.js";
import { historyFile } from "../../../network/monitor/historyFile.js";
import { METRICS } from "../../../network/monitor/metrics.js";
import type { MonitorOptions } from "../../../network/monitor/monitor.js";
import type { MonitorSnapshot } from "../../../network/monitor/snapshot.js";
import type { Hex } from "../../../protocol/index.js";
import { makeChain, type NodeDouble, VALIDATORS } from "../support/chainDouble.js";
import { openDoubles } from "../support/openDoubles.js";
import { makeTestNetwork, NODES, type TestNetwork } from "../support/testNetwork.js";

const NOW_S = 1_800_000_000;
const DAY_S = 86_400;
const ADDRESSES = VALIDATORS.map(({ address }) => address);
const STRANGER: Hex = `0x${"ab".repeat(20)}`;
/** In turn each validator is the one whose seal is missing. */
const inTurn = (number: number) => VALIDATORS.filter((_, at) => at !== number % VALIDATORS.length);
const chain = makeChain({ height: 60, headS: NOW_S - 1, sealers: inTurn });

describe("the monitor of a network", function () {
  this.timeout(60_000);
  let network: TestNetwork;
  let close = async () => {};

  beforeEach(() => {
    network = makeTestNetwork();
  });
  afterEach(async () => {
    await close();
    network.remove();
  });

  const monitorOf = async (
    nodes: readonly (Omit<NodeDouble, "at"> | undefined)[],
    options: Partial<MonitorOptions> = {},
  ): Promise<NetworkMonitor> => {
    close = await openDoubles(network, nodes);
    return new NetworkMonitor(network.open(), {
      readValidators: async () => ADDRESSES,
      now: () => 1000 * NOW_S,
      ...options,
    });
  };
  const lookAt = async (...of: Parameters<typeof monitorOf>) => (await monitorOf(...of)).look();
  const same = (change: Partial<NodeDouble> = {}) => NODES.map(() => ({ chain, ...change }));
  const alarmsIn = (snapshot: MonitorSnapshot): readonly Alarm[] =>
    // How full the disk of this machine is, is not the tests' business.
    alarmsOf(samplesOf(snapshot, nodeNames(network.open()))).filter(({ code }) => !code.startsWith("Disk"));
  const codesIn = (snapshot: MonitorSnapshot) =>
    alarmsIn(snapshot).map(({ code, node }) => [code, ...(node ? [node] : [])]);
  const write = (path: string, bytes: number) => {
    mkdirSync(join(network.folder, path, ".."), { recursive: true });
    writeFileSync(join(network.folder, path), Buffer.alloc(bytes, 1));
  };

  it("raises no alarm where all is well, and notes nothing", async () => {
    const snapshot = await lookAt(same());
    expect(snapshot.notes).to.deep.equal([]);
    expect(alarmsIn(snapshot)).to.deep.equal([]);
    expect(snapshot).to.deep.include({ atS: NOW_S, asleep: [], laterRoundRatio: 0, undecidedVotes: [] });
  });

  it("has a number for each metric but those of growth, which takes an hour to be seen", async () => {
    const names = new Set(samplesOf(await lookAt(same()), nodeNames(network.open())).map(({ metric }) => metric));
    const missing = Object.keys(METRICS).filter((name) => !names.has(name as keyof typeof METRICS));
    expect(missing).to.deep.equal(["wattproof_node_disk_growth_bytes_per_day", "wattproof_node_disk_days_until_full"]);
  });

  it("tells a chain that stands, and how old its head is", async () => {
    const old = makeChain({ height: 8, headS: NOW_S - 600, sealers: inTurn });
    const snapshot = await lookAt(same({ chain: old }));
    expect(codesIn(snapshot)).to.deep.equal([["ChainStands"], ["HeadOld"]]);
    expect(alarmsIn(snapshot)[1]?.message).to.equal("The newest block is 600 s old.");
  });

  it("tells a head that three failed rounds do not explain, though blocks come", async () => {
    // Two periods and seven timeouts of two seconds.
    const headS = (ageS: number) => ({ height: 8, headS: NOW_S - ageS, sealers: inTurn });
    let asked = 0;
    const height = () => {
      asked += 1;
      return asked < 12 ? 7 : 8;
    };
    expect(codesIn(await lookAt(same({ chain: makeChain(headS(15)), height })))).to.deep.equal([]);
    await close();
    asked = 0;
    expect(codesIn(await lookAt(same({ chain: makeChain(headS(17)), height })))).to.deep.equal([["HeadOld"]]);
  });

  it("names the node that is silent, and those that miss its reserve", async () => {
    const three = VALIDATORS.slice(0, 3);
    const without = makeChain({ height: 60, headS: NOW_S - 1, sealers: () => three });
    const nodes = NODES.map((_, at) => (at < 3 ? { chain: without, peers: 2 } : undefined));
    const snapshot = await lookAt(nodes);
    // In the double's chain it still proposes.
    expect(snapshot.asleep).to.deep.equal([]);
    expect(codesIn(snapshot)).to.deep.equal([
      ["NodeDown", NODES[3]],
      ["ValidatorBlunt", NODES[3]],
    ]);
  });

  it("tells that no validator may fail any more once one makes and seals no block for sixteen", async () => {
    const [asleep, ...awake] = [...VALIDATORS].sort((a, b) => (a.address < b.address ? -1 : 1));
    const since = (blocks: number) => {
      const isAwake = (number: number) => number <= 60 - blocks;
      return makeChain({
        height: 60,
        headS: NOW_S - 1,
        sealers: (number) => (isAwake(number) ? inTurn(number) : awake),
        // The next in turn makes its blocks.
        proposer: (number) => (number % 4 === 0 && !isAwake(number) ? 1 : number),
        round: (number) => (number % 4 === 0 && !isAwake(number) ? 1 : 0),
      });
    };
    const short = await lookAt(same({ chain: since(16) }));
    expect(short.asleep).to.deep.equal([asleep?.address]);
    const [alarm] = alarmsIn(short);
    expect(alarm).to.deep.include({ code: "ValidatorsShort", severity: "critical" });
    const name = NODES[VALIDATORS.findIndex(({ address }) => address === asleep?.address)];
    expect(alarm?.message).to.match(new RegExp(`^Only 3 validators .* the chain\\. Missing: ${name}\\.$`));
    // Who makes and seals nothing is away, not slow.
    expect(codesIn(short).map(([code]) => code)).not.to.include("ValidatorBlunt");
    await close();
    const still = await lookAt(same({ chain: since(10) }));
    expect(still.asleep, asleep?.address).to.deep.equal([]);
  });

  it("names a node with fewer peers than a quorum has others, or with a full pool", async () => {
    const nodes = [
      { chain, peers: 1 },
      { chain, waiting: 3400 },
      { chain, peers: 2 },
      { chain, waiting: 3000 },
    ];
    expect(codesIn(await lookAt(nodes))).to.deep.equal([
      ["PeersFew", NODES[0]],
      ["PoolFull", NODES[1]],
    ]);
  });

  it("counts blocks that needed more than one round", async () => {
    const rounds = (every: number) =>
      makeChain({
        height: 60,
        headS: NOW_S - 1,
        sealers: inTurn,
        round: (number) => (number % every === 0 ? 2 : 0),
      });
    const often = await lookAt(same({ chain: rounds(5) }));
    expect(often.laterRoundRatio).to.equal(0.2);
    expect(alarmsIn(often).map(({ message }) => message)).to.deep.equal([
      "20 % of the newest blocks needed more than one round.",
    ]);
    await close();
    expect(codesIn(await lookAt(same({ chain: rounds(10) })))).to.deep.equal([]);
  });

  it("tells different blocks, and blocks whose seals do not hold", async () => {
    const forked = makeChain({ height: 60, headS: NOW_S - 1, sealers: inTurn, forkedFrom: 37 });
    expect(codesIn(await lookAt([...same().slice(1), { chain: forked }]))).to.deep.include(["NodesDisagree"]);
    await close();
    const unsealed = makeChain({ height: 9, headS: NOW_S - 1, sealers: () => VALIDATORS.slice(0, 2) });
    expect(codesIn(await lookAt(same({ chain: unsealed })))).to.deep.equal([["BlocksUnproven"]]);
  });

  describe("of votes", () => {
    const voting = makeChain({
      height: 60,
      headS: NOW_S - 1,
      sealers: inTurn,
      vote: (number) => (number === 55 ? { recipient: STRANGER, adds: true } : null),
    });

    it("tells one in a block, and one that waits at a node, without a decision behind them", async () => {
      const pendingVotes = [{ recipient: ADDRESSES[0] as Hex, adds: false }];
      const snapshot = await lookAt([{ chain: voting }, { chain: voting }, { chain: voting, pendingVotes }]);
      const proposer = voting[55]?.header.beneficiary as Hex;
      expect(snapshot.undecidedVotes).to.deep.equal([
        { voter: ADDRESSES[2], recipient: ADDRESSES[0], adds: false, block: undefined },
        { voter: proposer, recipient: STRANGER, adds: true, block: 55n },
      ]);
      const voters = alarmsIn(snapshot).filter(({ code }) => code === "VoteUndecided");
      expect(voters.map(({ node }) => node)).to.have.members([NODES[2], NODES[ADDRESSES.indexOf(proposer)]]);
    });

    it("says nothing of those that the members decided on", async () => {
      const snapshot = await lookAt(same({ chain: voting }), { readValidators: async () => [...ADDRESSES, STRANGER] });
      expect(snapshot.undecidedVotes).to.deep.equal([]);
      expect(alarmsIn(snapshot)).to.deep.equal([]);
    });

    it("notes why they were not held against the registry, and raises nothing then", async () => {
      const readValidators = () => Promise.reject(new NobodyRegistered());
      const snapshot = await lookAt(same({ chain: voting }), { readValidators });
      expect(snapshot.undecidedVotes).to.equal(undefined);
      expect(snapshot.notes.map(({ code }) => code)).to.deep.equal(["NobodyRegistered"]);
      expect(alarmsIn(snapshot)).to.deep.equal([]);
    });

    it("holds none against a registry that names nobody: it is another one, or its node has not caught up", async () => {
      const snapshot = await lookAt(same({ chain: voting }), { readValidators: async () => [] });
      expect(snapshot.undecidedVotes).to.equal(undefined);
      expect(snapshot.notes.map(({ code }) => code)).to.deep.equal(["NobodyRegistered"]);
    });

    it("asks for none where a contract selects the validators", async () => {
      network.change("consortium.json", (text) => text.replace('"validators": "header"', '"validators": "contract"'));
      let asked = false;
      const readValidators = async () => {
        asked = true;
        return ADDRESSES;
      };
      const snapshot = await lookAt(same({ chain: voting }), { readValidators });
      expect(network.open().consortium.validators).to.equal("contract");
      expect([snapshot.undecidedVotes, snapshot.notes, asked]).to.deep.equal([[], [], false]);
    });
  });

  describe("of certificates", () => {
    // The test network's begin on 2026-01-01; those of nodes end two years later, those of agencies ten.
    const END_S = Date.parse("2028-01-01T00:00:00Z") / 1000;
    const at = (nowS: number) => ({ now: () => 1000 * nowS });

    it("counts the days of nodes' and of agencies'", async () => {
      const { certificates } = await lookAt([]);
      const ends = (kind: string) =>
        certificates
          .filter((each) => each.kind === kind)
          .map(({ name, endsS }) => [name, new Date(1000 * endsS).toISOString()]);
      expect(ends("node")).to.deep.equal(NODES.map((name) => [name, "2028-01-01T00:00:00.000Z"]));
      expect(ends("agency")).to.deep.equal([1, 2, 3, 4].map((number) => [`org-${number}`, "2036-01-01T00:00:00.000Z"]));
    });

    it("raises an alarm in the last 30 days, and after the end", async () => {
      const ending = async (nowS: number) =>
        alarmsIn(await lookAt([], at(nowS))).filter(({ code }) => code === "CertificateEnds");
      expect(await ending(END_S - 30 * DAY_S)).to.deep.equal([]);
      const soon = await ending(END_S - 29.5 * DAY_S);
      expect(soon.map(({ node }) => node)).to.deep.equal([...NODES]);
      expect(soon[0]?.message).to.equal(`The certificate of the node ${NODES[0]} has 29.5 days left.`);
      expect(await ending(END_S + DAY_S)).to.have.length(4);
    });

    it("notes one that is no certificate, and reads an agency's from consortium.json if its folder is elsewhere", async () => {
      network.change(`nodes/${NODES[1]}/tls/node.crt`, () => "-----BEGIN NOTHING-----\n");
      rmSync(join(network.folder, "organisations"), { recursive: true });
      const { certificates, notes } = await lookAt(same());
      expect(notes.map(({ code }) => code)).to.deep.equal(["CertificateUnreadable"]);
      expect(notes[0]?.message).to.include(NODES[1]);
      expect(certificates).to.have.length(3 + 4);
    });
  });

  describe("of disks", () => {
    const ofFirst = ({ disks }: MonitorSnapshot) => disks.find(({ node }) => node === NODES[0]);

    it("counts the blocks that data and logs take, and what is left", async () => {
      write(`nodes/${NODES[0]}/data/database/000001.sst`, 1024 * 1024);
      write(`nodes/${NODES[0]}/logs/besu.log`, 100 * 1024);
      const disk = ofFirst(await lookAt(same()));
      expect(disk?.dataBytes).to.be.within(1024 * 1024, 1024 * 1024 + 65_536);
      expect(disk?.logBytes).to.be.within(100 * 1024, 100 * 1024 + 65_536);
      expect(disk?.freeBytes)
        .to.be.greaterThan(0)
        .and.below(disk?.sizeBytes ?? 0);
    });

    it("counts a file of two names once, and holes not at all", async () => {
      write(`nodes/${NODES[0]}/data/a`, 1024 * 1024);
      linkSync(join(network.folder, `nodes/${NODES[0]}/data/a`), join(network.folder, `nodes/${NODES[0]}/data/b`));
      write(`nodes/${NODES[0]}/data/hole`, 0);
      truncateSync(join(network.folder, `nodes/${NODES[0]}/data/hole`), 64 * 1024 * 1024);
      expect(ofFirst(await lookAt([]))?.dataBytes).to.be.within(1024 * 1024, 1024 * 1024 + 65_536);
    });

    it("notes a disk that cannot be read, and sees the others", async () => {
      rmSync(join(network.folder, `nodes/${NODES[1]}/data`), { recursive: true });
      writeFileSync(join(network.folder, `nodes/${NODES[1]}/data`), "no folder");
      const { notes, disks } = await lookAt([]);
      expect(notes.map(({ code, facts }) => [code, facts.node])).to.deep.equal([["DiskUnreadable", NODES[1]]]);
      expect(disks.map(({ node }) => node)).to.deep.equal(NODES.filter((_, at) => at !== 1));
    });

    it("remembers growth over a restart", async () => {
      let nowS = NOW_S;
      const now = () => 1000 * nowS;
      const MIB = 1024 * 1024;
      const first = await monitorOf(same(), { now });
      await first.look();
      nowS += DAY_S;
      write(`nodes/${NODES[0]}/data/a`, 8 * MIB);
      const second = new NetworkMonitor(network.open(), { now, readValidators: async () => ADDRESSES });
      const disk = ofFirst(await second.look());
      expect(disk?.growthBytesPerDay).to.be.within(8 * MIB, 8 * MIB + 65_536);
      expect(disk?.daysUntilFull).to.be.greaterThan(0);
    });

    it("keeps nothing of a history that is damaged, puts it aside, and notes it once", async () => {
      const path = historyFile(network.folder);
      mkdirSync(join(network.folder, "run"), { recursive: true });
      const damaged = [
        "",
        "{",
        '{"schema":"wattproof-monitor/2","samples":[]}',
        '{"schema":"wattproof-monitor/1","samples":[{"atS":-1,"nodes":{}}]}',
        '{"schema":"wattproof-monitor/1","samples":[{"atS":2,"nodes":{}},{"atS":1,"nodes":{}}]}',
        '{"schema":"wattproof-monitor/1","samples":[{"atS":2,"nodes":{"a":{"usedBytes":"1","freeBytes":1}}}]}',
        JSON.stringify({
          schema: "wattproof-monitor/1",
          samples: Array.from({ length: 97 }, (_, atS) => ({ atS, nodes: {} })),
        }),
      ];
      for (const text of damaged) {
        writeFileSync(path, text);
        const monitor = await monitorOf(same());
        const first = await monitor.look();
        expect(
          first.notes.map(({ code }) => code),
          text,
        ).to.deep.equal(["MonitorHistoryDamaged"]);
        expect(readFileSync(`${path}.damaged`, "utf8")).to.equal(text);
        expect(JSON.parse(readFileSync(path, "utf8")).samples).to.have.length(1);
        expect((await monitor.look()).notes).to.deep.equal([]);
        await close();
      }
    });

    it("goes on where nothing can be kept, and notes it", async () => {
      rmSync(join(network.folder, "run"), { recursive: true });
      writeFileSync(join(network.folder, "run"), "no folder");
      const snapshot = await lookAt(same());
      expect(snapshot.notes.map(({ code }) => code)).to.deep.equal(["MonitorHistoryUnusable"]);
      expect(snapshot.disks).to.have.length(4);
    });
  });

  it("sees disks and certificates although no node answers", async () => {
    const snapshot = await lookAt([]);
    expect(codesIn(snapshot)).to.deep.equal([["ChainStands"], ...NODES.map((name) => ["NodeDown", name])]);
    expect(snapshot.disks).to.have.length(4);
    expect(snapshot.undecidedVotes).to.equal(undefined);
    expect(snapshot.notes).to.deep.equal([]);
  });
});
