import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { after, afterEach, before, describe, it } from "mocha";
import { connect } from "../../evidence/index.js";
import { failure } from "../indexer/support/failure.js";
import { chain } from "../support/chain/chain.js";
import { type RpcServer, serveChain } from "../support/chain/rpcServer.js";

describe("connect", () => {
  let node: RpcServer;
  const others: Server[] = [];
  before(async () => {
    node = await serveChain();
  });
  afterEach(() => {
    for (const server of others.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });
  after(() => node.close());

  /** Address of a server that is no chain's node; without an answer it stays silent. */
  async function serverThatSays(answer: string | undefined, status = 200): Promise<string> {
    const server = createServer((_, response) => {
      response.statusCode = status;
      if (answer !== undefined) response.end(answer);
    });
    others.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it("says which chain the node is of", async () => {
    const { provider, chainId, genesisHash } = await connect(node.rpcUrl);
    expect(chainId).to.equal(31337n);
    expect(genesisHash).to.equal((await chain.ethers.provider.getBlock(0))?.hash);
    expect(await provider.getBlockNumber()).to.equal(await chain.ethers.provider.getBlockNumber());
    provider.destroy();
  });

  it("asks anew each time, for one moment's questions together unless told otherwise", async () => {
    for (const batched of [true, false]) {
      const { provider } = await connect(node.rpcUrl, { batched });
      const before = node.asked.length;
      await Promise.all([provider.getBlockNumber(), provider.getBlockNumber()]);
      expect(node.asked.slice(before).map(({ method }) => method)).to.deep.equal([
        "eth_blockNumber",
        "eth_blockNumber",
      ]);
      provider.destroy();
    }
  });

  it("names a node that is not there, silent, failing, or no node at all", async () => {
    await failure(connect("http://127.0.0.1:9"), "NodeUnreachable");
    await failure(connect(await serverThatSays(undefined), { timeoutMs: 50 }), "NodeUnreachable");
    await failure(connect(await serverThatSays("{}", 503)), "NodeUnreachable");
    await failure(connect(await serverThatSays("<html>hello</html>")), "NodeUnreachable");
    await failure(connect(await serverThatSays('{"jsonrpc":"2.0","id":1,"result":"many"}')), "NodeUnreachable");
    await failure(connect("no address"), "NodeUnreachable");
  });

  it("names a chain without a first block", async () => {
    await failure(connect(await serverThatSays('{"jsonrpc":"2.0","id":1,"result":"0x1"}')), "NodeUnreachable");
  });

  it("keeps what is secret in an address to itself", async () => {
    const error = await failure(connect("http://me:hunter2@127.0.0.1:9/?key=hunter2"), "NodeUnreachable");
    expect(JSON.stringify(error)).to.include("127.0.0.1:9").and.not.include("hunter2");
  });
});
