import { expect } from "chai";
import { after, afterEach, before, describe, it } from "mocha";
import { type NetworkStatus, networkStatus } from "../../../network/index.js";
import { answersOf, makeChain, type NodeDouble, VALIDATORS } from "../support/chainDouble.js";
import { openRpcDouble, type RpcDouble, resultOf } from "../support/rpcDouble.js";
import { makeTestNetwork, NODES, type TestNetwork } from "../support/testNetwork.js";

const NOW_S = 1_800_000_000;
/** Nothing listens there. */
const NOBODY = 9;

describe("the status of a network", function () {
  this.timeout(60_000);
  let network: TestNetwork;
  let doubles: RpcDouble[] = [];
  const files = new Map<string, string>();

  before(() => {
    network = makeTestNetwork();
  });
  after(() => network.remove());
  afterEach(async () => {
    await Promise.all(doubles.map(({ close }) => close()));
    doubles = [];
    for (const [path, text] of files) network.change(path, () => text);
    files.clear();
  });

  const change = (path: string, by: (text: string) => string) =>
    network.change(path, (text) => {
      if (!files.has(path)) files.set(path, text);
      return by(text);
    });
  /** Doubles in the places of the nodes; undefined leaves a place empty. */
  const statusOf = async (nodes: readonly (Omit<NodeDouble, "at"> | undefined)[]): Promise<NetworkStatus> => {
    for (const [at, name] of NODES.entries()) {
      const node = nodes[at];
      const double = node && (await openRpcDouble(answersOf({ ...node, at })));
      if (double) doubles.push(double);
      change(`nodes/${name}/config.toml`, (text) =>
        text.replace(/^rpc-http-port = .*$/m, `rpc-http-port = ${double?.port ?? NOBODY}`),
      );
    }
    return networkStatus(network.open(), { now: () => 1000 * NOW_S });
  };
  const chain = makeChain({ height: 60, headS: NOW_S - 1 });
  const same = (count: number) => Array.from({ length: count }, () => ({ chain }));

  it("is that of a chain that moves, with its head's age, validators and quorum", async () => {
    const status = await statusOf(same(4));
    expect(status).to.deep.include({ moves: true, quorum: 3, fork: undefined, blocksError: undefined });
    expect(status.foundingDifferences).to.deep.equal([]);
    expect(status.head).to.deep.equal({ number: 60n, hash: chain[60]?.hash, ageS: 1 });
    expect(status.validators).to.have.members(VALIDATORS.map(({ address }) => address));
    expect(status.nodes.map(({ report }) => report?.peers.length)).to.deep.equal([3, 3, 3, 3]);
    expect(status.blocks).to.have.length(50);
    expect(status.blocks[0]?.number).to.equal(60n);
    expect(status.blocks.at(-1)?.number).to.equal(11n);
  });

  it("counts a validator's part over all copies, and finds the blunt one", async () => {
    const [, , third, fourth] = VALIDATORS;
    // The third node's seals reach its own copy alone.
    const ownCopy = makeChain({ height: 60, headS: NOW_S - 1, sealers: () => [VALIDATORS[0]!, third!, fourth!] });
    const others = makeChain({
      height: 60,
      headS: NOW_S - 1,
      sealers: () => [VALIDATORS[0]!, VALIDATORS[1]!, fourth!],
    });
    const { participation, fork } = await statusOf([
      { chain: others },
      { chain: others },
      { chain: ownCopy },
      { chain: others },
    ]);
    expect(fork).to.equal(undefined);
    const blunt = participation.filter(({ agility }) => agility === "blunt").map(({ address }) => address);
    expect(blunt).to.deep.equal([third?.address]);
    expect(participation.find(({ address }) => address === third?.address)).to.deep.include({ copies: 150, sealed: 0 });
  });

  it("says which node is silent, and goes on with the others", async () => {
    const status = await statusOf([{ chain }, undefined, { chain }, { chain }]);
    expect(status.moves).to.equal(true);
    expect(status.nodes.map(({ error }) => error?.code)).to.deep.equal([undefined, "NodeSilent", undefined, undefined]);
  });

  it("is empty if none answers", async () => {
    const status = await statusOf([]);
    expect(status).to.deep.include({ moves: false, head: undefined, blocks: [], validators: [] });
  });

  it("looks again at an old head: clocks may differ", async () => {
    const old = makeChain({ height: 8, headS: NOW_S - 600 });
    let asked = 0;
    const grows = () => {
      asked += 1;
      return asked < 12 ? 7 : 8;
    };
    expect((await statusOf(Array(4).fill({ chain: old, height: grows }))).moves).to.equal(true);
  });

  it("is that of a chain that stands, if no block comes in the time that a failed round takes", async () => {
    const status = await statusOf(Array(4).fill({ chain: makeChain({ height: 8, headS: NOW_S - 600 }) }));
    expect(status.moves).to.equal(false);
    expect(status.head?.ageS).to.equal(600);
  });

  it("finds the first block of which nodes hold different ones", async () => {
    const forked = makeChain({ height: 58, headS: NOW_S - 3, forkedFrom: 37 });
    const { fork } = await statusOf([{ chain }, { chain }, { chain: forked }, { chain }]);
    expect(fork?.number).to.equal(37n);
    expect(fork?.held.find(({ node }) => node === NODES[2])?.hash).to.equal(forked[37]?.hash);
    expect(fork?.held).to.have.length(4);
  });

  it("names the members in which a node's first block is not that of the genesis file", async () => {
    const other = makeChain({ height: 60, headS: NOW_S - 1, genesis: { gasLimit: 30_000_000n, timestampS: 1n } });
    const { fork, foundingDifferences } = await statusOf([{ chain }, { chain }, { chain: other }, { chain }]);
    expect(fork?.number).to.equal(0n);
    expect(foundingDifferences.map(({ node, where }) => [node, where])).to.deep.equal([[NODES[2], "chain"]]);
    expect(foundingDifferences[0]?.differences.map(({ path }) => path)).to.deep.equal(["gasLimit", "timestamp"]);
  });

  it("names the members in which a node's own genesis file is another one", async () => {
    change("genesis.json", (text) => text);
    network.change(`nodes/${NODES[1]}/log4j2.xml`, () =>
      files.get("genesis.json")!.replace('"blockperiodseconds": 1', '"blockperiodseconds": 3'),
    );
    change(`nodes/${NODES[1]}/config.toml`, (text) => text.replace("../../genesis.json", "log4j2.xml"));
    const { foundingDifferences } = await statusOf(same(4));
    expect(foundingDifferences.map(({ node, where }) => [node, where])).to.deep.equal([[NODES[1], "file"]]);
    expect(foundingDifferences[0]?.differences).to.deep.equal([
      { path: "config.qbft.blockperiodseconds", a: "1", b: "3" },
    ]);
  });

  it("believes no node that is another one", async () => {
    const [first, second] = await Promise.all([0, 1].map((at) => openRpcDouble(answersOf({ at, chain }))));
    doubles.push(first!, second!);
    await statusOf([]);
    change(`nodes/${NODES[0]}/config.toml`, (text) =>
      text.replace(/^rpc-http-port = .*$/m, `rpc-http-port = ${second?.port}`),
    );
    const { nodes } = await networkStatus(network.open());
    expect(nodes[0]?.error?.code).to.equal("NodeIsOther");
  });

  it("shows no blocks whose seals do not hold, and says why", async () => {
    const twoSeals = makeChain({ height: 5, headS: NOW_S - 1, sealers: () => VALIDATORS.slice(0, 2) });
    const status = await statusOf([{ chain: twoSeals }]);
    expect(status.blocks).to.deep.equal([]);
    expect(status.blocksError?.code).to.equal("QuorumMissing");
  });

  /** Three honest nodes, and one that answers one question its own way. */
  const withLiar = async (asks: string, answer: unknown): Promise<NetworkStatus> => {
    const honest = [0, 1, 2, 3].map((at) => answersOf({ at, chain }));
    for (const [at, name] of NODES.entries()) {
      const double = await openRpcDouble((question) =>
        at === 3 && question.method === "eth_getBlockByNumber" && question.params[0] === asks
          ? resultOf(answer)
          : (honest[at] as (typeof honest)[number])(question),
      );
      doubles.push(double);
      change(`nodes/${name}/config.toml`, (text) =>
        text.replace(/^rpc-http-port = .*$/m, `rpc-http-port = ${double.port}`),
      );
    }
    return networkStatus(network.open(), { now: () => 1000 * NOW_S });
  };

  it("is that of the others where a node's blocks are rubbish, and says so", async () => {
    const status = await withLiar("0x3c", { hash: `0x${"00".repeat(32)}` });
    expect(status).to.deep.include({ moves: true, fork: undefined });
    expect(status.blocks).to.have.length(50);
    expect(status.blocksError?.message).to.include(NODES[3]);
  });

  it("counts the others' blocks where a node lacks one below its head", async () => {
    const status = await withLiar("0x20", null);
    expect(status.blocks).to.have.length(50);
    expect(status.blocks[0]?.copies).to.have.length(3);
    expect(status.blocksError?.code).to.equal("NodeAnswerStrange");
  });
});
