import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type JsonRpcProvider, type JsonRpcSigner, JsonRpcProvider as Provider } from "ethers";
import hre from "hardhat";
import { after, before, describe, it } from "mocha";
import { createIndexer } from "../../indexer/index.js";
import type { Hex } from "../../protocol/index.js";
import { AccessManager__factory, Directory__factory } from "../../typechain-types/index.js";
import { failure } from "./support/failure.js";

describe("createIndexer over a socket", () => {
  let server: Awaited<ReturnType<typeof hre.network.createServer>>;
  let rpcUrl: string;
  let chain: JsonRpcProvider;
  let deployer: JsonRpcSigner;
  let folder: string;

  before(async () => {
    server = await hre.network.createServer("embedded", "127.0.0.1", 0);
    const { address, port } = await server.listen();
    rpcUrl = `http://${address}:${port}`;
    chain = new Provider(rpcUrl, 31337, { staticNetwork: true, cacheTimeout: -1 });
    deployer = await chain.getSigner(0);
    folder = mkdtempSync(join(tmpdir(), "wattproof-indexer-"));
  });
  after(async () => {
    chain.destroy();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const readBatch = async () => undefined;

  it("follows a node by its address, also a directory that names nothing yet", async () => {
    const authority = await new AccessManager__factory(deployer).deploy(deployer.address);
    await authority.waitForDeployment();
    const directory = await new Directory__factory(deployer).deploy(authority);
    await directory.waitForDeployment();
    const indexer = await createIndexer({
      rpcUrl,
      directory: (await directory.getAddress()).toLowerCase() as Hex,
      readBatch,
      database: join(folder, "index.sqlite"),
    });
    indexer.start();
    await indexer.waitFor(await chain.getBlockNumber());
    expect(await indexer.queries.chain()).to.deep.include({ contracts: {}, currency: "", decimals: 0 });
    await chain.send("evm_mine", []);
    await indexer.waitFor(await chain.getBlockNumber());
    await indexer.stop();
    await failure(indexer.waitFor(99), "IndexNotReached");
  });

  it("names a node that is not there and a directory that is none", async () => {
    const directory = `0x${"11".repeat(20)}` as const;
    const database = join(folder, "none.sqlite");
    const error = await failure(createIndexer({ rpcUrl, directory, readBatch, database }), "DirectoryUnusable");
    expect(error.facts).to.include({ directory, chainId: "31337" });
    await failure(createIndexer({ rpcUrl: "http://127.0.0.1:9", directory, readBatch, database }), "NodeUnusable");
  });
});
