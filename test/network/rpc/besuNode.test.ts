import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { type BesuNode, besuNode } from "../../../network/index.js";
import { type BftConsensus, verifySeals } from "../../../protocol/bft/index.js";
import { WattproofError } from "../../../protocol/index.js";
import { type Answer, openRpcDouble, type Question, type RpcDouble, recorded, resultOf } from "../support/rpcDouble.js";

describe("reading a Besu node", () => {
  let double: RpcDouble | undefined;
  afterEach(async () => {
    await double?.close();
    double = undefined;
  });

  let asked: Question[] = [];
  const nodeThatSays = async (answer: Answer | undefined, consensus: BftConsensus = "qbft"): Promise<BesuNode> => {
    asked = [];
    double = await openRpcDouble((question) => {
      asked.push(question);
      return answer;
    });
    return besuNode({ name: "org-1-node-1", url: double.url, consensus, timeoutMs: 500 });
  };
  const refusal = async (question: Promise<unknown>): Promise<WattproofError> => {
    const outcome = await question.catch((error: unknown) => error);
    if (!(outcome instanceof WattproofError)) throw new Error(`it was not refused: ${JSON.stringify(outcome)}`);
    return outcome;
  };

  describe("answers that Besu gave", () => {
    it("height, chain id and number of peers", async () => {
      expect(await (await nodeThatSays(recorded("eth_blockNumber"))).height()).to.equal(0x88n);
      await double?.close();
      expect(await (await nodeThatSays(recorded("eth_chainId"))).chainId()).to.equal(1337n);
      await double?.close();
      expect(await (await nodeThatSays(recorded("net_peerCount"))).peerCount()).to.equal(3);
    });

    for (const [consensus, name, number] of [
      ["qbft", "eth_getBlockByNumber__qbft", 0x44n],
      ["qbft", "eth_getBlockByNumber__qbft_with_vote", 0x108n],
      ["ibft2", "eth_getBlockByNumber__ibft", 0x28n],
      ["ibft2", "eth_getBlockByNumber__ibft_with_vote", 0x28n],
    ] as const) {
      it(`a block of ${consensus} (${name}), whose hash and seals hold`, async () => {
        const block = await (await nodeThatSays(recorded(name), consensus)).block(number);
        expect(block?.header.number).to.equal(number);
        const { validators } = block?.extra ?? { validators: [] };
        expect(validators).to.have.length(4);
        const sealers = verifySeals({ consensus, header: block!.header, validators });
        expect(sealers.length).to.be.at.least(3);
        expect(validators).to.include.members(sealers);
      });
    }

    for (const consensus of ["qbft", "ibft2"] as const) {
      it(`the genesis of ${consensus}, which nobody sealed`, async () => {
        const name = consensus === "qbft" ? "eth_getBlockByNumber__qbft_genesis" : "eth_getBlockByNumber__ibft_genesis";
        const block = await (await nodeThatSays(recorded(name), consensus)).block(0n);
        expect(block?.extra).to.deep.include({ round: 0, seals: [] });
        expect(asked).to.deep.include({
          jsonrpc: "2.0",
          id: 1,
          method: "eth_getBlockByNumber",
          params: ["0x0", false],
        });
      });

      it(`validators and pending votes of ${consensus}, by the method of its API`, async () => {
        const prefix = consensus === "qbft" ? ("qbft" as const) : ("ibft" as const);
        const validators = await nodeThatSays(recorded(`${prefix}_getValidatorsByBlockNumber`), consensus);
        expect(await validators.validators("latest")).to.have.length(4);
        expect(asked[0]?.method).to.equal(`${prefix}_getValidatorsByBlockNumber`);
        await double?.close();
        const votes = await (
          await nodeThatSays(recorded(`${prefix}_getPendingVotes__add_and_drop`), consensus)
        ).pendingVotes();
        expect(votes.map(({ adds }) => adds)).to.deep.equal([false, true]);
        expect(votes[1]?.recipient).to.equal(`0x${"11".repeat(20)}`);
      });
    }

    it("nothing for a block that is not there yet, nor for its validators", async () => {
      expect(await (await nodeThatSays(recorded("eth_getBlockByNumber__missing"))).block(0xffffffn)).to.equal(
        undefined,
      );
      await double?.close();
      const node = await nodeThatSays(recorded("qbft_getValidatorsByBlockNumber__future"));
      expect(await node.validators(0xffffffn)).to.equal(undefined);
    });

    it("who the node is, and who is connected, by ids of one form", async () => {
      const info = await (await nodeThatSays(recorded("admin_nodeInfo"))).info();
      expect(info).to.deep.include({ networkId: 1337n });
      expect(info.id).to.match(/^0x[0-9a-f]{128}$/);
      expect(info.client).to.match(/^besu\//);
      await double?.close();
      const peers = await (await nodeThatSays(recorded("admin_peers__inbound_and_outbound"))).peers();
      for (const { id } of peers) expect(id).to.match(/^0x[0-9a-f]{128}$/);
      expect(new Set(peers.map(({ isInbound }) => isInbound))).to.deep.equal(new Set([true, false]));
    });

    it("how full the pool is, and that it does not catch up", async () => {
      const pool = await (await nodeThatSays(recorded("txpool_besuStatistics__one_queued"))).pool();
      expect(pool).to.deep.equal({ maxSize: 4096, localCount: 2, remoteCount: 0 });
      await double?.close();
      expect(await (await nodeThatSays(recorded("eth_syncing"))).syncing()).to.equal(undefined);
    });

    it("how far it has come in catching up", async () => {
      const node = await nodeThatSays(resultOf({ startingBlock: "0x0", currentBlock: "0x10", highestBlock: "0x1f" }));
      expect(await node.syncing()).to.deep.equal({ startingBlock: 0n, currentBlock: 16n, highestBlock: 31n });
    });
  });

  describe("refuses", () => {
    it("silence: a closed port, and an answer that does not come", async () => {
      const node = await nodeThatSays(undefined);
      const late = await refusal(node.height());
      expect(late.code).to.equal("NodeSilent");
      expect(late.message).to.contain("nothing came within 0.5 s");
      await double?.close();
      const closed = await refusal(node.height());
      expect(closed.code).to.equal("NodeSilent");
      expect(closed.message).to.contain("org-1-node-1").and.to.contain("ECONNREFUSED");
    });

    it("an API that is not offered, also because the chain has the other consensus", async () => {
      const other = await nodeThatSays(recorded("ibft_getValidatorsByBlockNumber__on_qbft_chain"), "ibft2");
      const error = await refusal(other.validators("latest"));
      expect(error.code).to.equal("NodeApiDisabled");
      expect(error.facts).to.include({ api: "IBFT", method: "ibft_getValidatorsByBlockNumber" });
    });

    it("what is no JSON-RPC: Besu's page for a host that it does not know, HTML, another id, nothing", async () => {
      for (const answer of [
        recorded("error__host_not_allowed"),
        { body: "<html>hello</html>" },
        { body: '{"jsonrpc":"2.0","id":7,"result":"0x1"}' },
        { body: "" },
        { body: "null" },
      ]) {
        const error = await refusal((await nodeThatSays(answer)).height());
        expect(error.code).to.equal("NodeAnswerStrange");
        await double?.close();
      }
    });

    it("an error of the node's, with its words made harmless", async () => {
      const body = '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"no\\u001b[2J"}}';
      const error = await refusal((await nodeThatSays({ body })).height());
      expect(error.code).to.equal("NodeRefuses");
      expect(error.facts).to.include({ errorCode: -32000 });
    });

    it("to be sent elsewhere", async () => {
      const node = await nodeThatSays({ status: 307, headers: { location: "http://127.0.0.1:9/" }, body: "" });
      expect((await refusal(node.height())).code).to.equal("NodeSilent");
    });

    it("an answer without end", async () => {
      const error = await refusal((await nodeThatSays({ body: " ".repeat(5 * 1024 * 1024) })).height());
      expect(error.code).to.equal("NodeAnswerStrange");
      expect(error.message).to.contain("longer than");
    });

    it("numbers and addresses of another form", async () => {
      for (const result of ["0x", "0x01", "12", 12, null, "-0x1", `0x1${"0".repeat(64)}`]) {
        expect((await refusal((await nodeThatSays(resultOf(result))).height())).code).to.equal("NodeAnswerStrange");
        await double?.close();
      }
      for (const result of [["0x12"], [`0x${"AB".repeat(20)}`], {}, "0x"]) {
        const node = await nodeThatSays(resultOf(result));
        expect((await refusal(node.validators("latest"))).code).to.equal("NodeAnswerStrange");
        await double?.close();
      }
      for (const result of [{ "0x12": true }, { [`0x${"11".repeat(20)}`]: "true" }, null, []]) {
        const node = await nodeThatSays(resultOf(result));
        expect((await refusal(node.pendingVotes())).code).to.equal("NodeAnswerStrange");
        await double?.close();
      }
    });

    it("another block than the one asked for", async () => {
      const error = await refusal((await nodeThatSays(recorded("eth_getBlockByNumber__qbft"))).block(7n));
      expect(error.code).to.equal("NodeAnswerStrange");
      expect(error.message).to.contain("it is block 68, not 7");
    });

    it("a block whose header does not have the hash that is said, or is of the other consensus", async () => {
      const answer = recorded("eth_getBlockByNumber__qbft");
      const forged = { body: answer.body.replace('"gasUsed":"0x0"', '"gasUsed":"0x1"') };
      const error = await refusal((await nodeThatSays(forged)).block("latest"));
      expect(error.code).to.equal("NodeAnswerStrange");
      expect((error.cause as WattproofError).code).to.equal("HeaderHashDiffers");
      await double?.close();
      const other = await refusal((await nodeThatSays(recorded("eth_getBlockByNumber__ibft"))).block("latest"));
      expect(other.code).to.equal("NodeAnswerStrange");
    });
  });
});
