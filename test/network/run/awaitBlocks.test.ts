import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, afterEach, before, describe, it } from "mocha";
import { awaitBlocks, type StartProgress } from "../../../network/index.js";
import { answersOf, makeChain } from "../support/chainDouble.js";
import { openRpcDouble, type Question, type RpcDouble } from "../support/rpcDouble.js";
import { makeTestNetwork, NODES, type TestNetwork } from "../support/testNetwork.js";

const HEIGHT = 12;

describe("waiting for a network's blocks", function () {
  this.timeout(60_000);
  let network: TestNetwork;
  let doubles: RpcDouble[] = [];
  const chain = makeChain({ height: HEIGHT, headS: 1_800_000_000 });

  before(() => {
    network = makeTestNetwork();
  });
  after(() => network.remove());
  afterEach(async () => {
    await Promise.all(doubles.map(({ close }) => close()));
    doubles = [];
  });

  /** Nodes whose chain grows by a block at each question for its height; those that are silent give no answer. */
  const start = async (isSilent: (at: number, question: Question, asked: number) => boolean, timeoutMs = 30_000) => {
    for (const [at, name] of NODES.entries()) {
      let height = 3;
      let asked = 0;
      const answer = answersOf({ at, chain, height: () => Math.min(HEIGHT, height) });
      const double = await openRpcDouble((question) => {
        asked++;
        if (isSilent(at, question, asked)) return undefined;
        if (question.method === "eth_blockNumber") height++;
        return answer(question);
      });
      doubles.push(double);
      network.change(`nodes/${name}/config.toml`, (text) =>
        text.replace(/^rpc-http-port = .*$/m, `rpc-http-port = ${double.port}`),
      );
    }
    const opened = network.open();
    const progress: StartProgress[] = [];
    const onProgress = (each: StartProgress) => progress.push(each);
    const started = await awaitBlocks({
      network: opened,
      nodes: opened.nodes,
      isNative: false,
      timeoutMs,
      onProgress,
    });
    return { started, progress };
  };

  it("ends when each node has a new block", async () => {
    const { started, progress } = await start(() => false);
    expect(started).to.deep.include({
      moves: true,
      quorum: 3,
      validatorsHere: 4,
      validatorsConnected: 4,
      validators: 4,
    });
    expect(progress.at(-1)).to.deep.equal({ phase: "blocks", done: 4, total: 4 });
  });

  it("counts validators elsewhere by the connections to them, where a quorum is not here", async () => {
    const double = await openRpcDouble(answersOf({ at: 0, chain: makeChain({ height: 0, headS: 1 }), peers: 3 }));
    doubles.push(double);
    const alone = makeTestNetwork();
    try {
      for (const name of NODES.slice(1)) rmSync(join(alone.folder, "nodes", name, "key"));
      alone.change(`nodes/${NODES[0]}/config.toml`, (text) =>
        text.replace(/^rpc-http-port = .*$/m, `rpc-http-port = ${double.port}`),
      );
      const opened = alone.open();
      const wait = { network: opened, nodes: opened.nodes, isNative: false, timeoutMs: 20_000, onProgress: () => {} };
      expect(await awaitBlocks(wait)).to.deep.equal({
        ...{ height: 0n, moves: false, quorum: 3 },
        ...{ validatorsHere: 1, validatorsConnected: 4, validators: 4 },
      });
    } finally {
      alone.remove();
    }
  });

  it("bears a node that answers, and then is silent for a while", async () => {
    const { started } = await start((at, _, asked) => at === 1 && asked > 2 && asked < 5);
    expect(started.moves).to.equal(true);
  });

  it("bears a silence of the node that is asked for the validators", async () => {
    let silences = 0;
    const { started } = await start((_, { method }) => method.includes("Validators") && silences++ === 0);
    expect(started).to.deep.include({ moves: true, quorum: 3 });
  });

  it("names the nodes that never answer", async () => {
    const refusal = await start((at) => at === 2, 3_000).catch((error: unknown) => error);
    expect(refusal).to.have.property("code", "NodesSilent");
    expect((refusal as Error).message).to.include(NODES[2]);
  });
});
