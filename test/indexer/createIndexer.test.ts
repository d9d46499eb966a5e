import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { Change } from "../../indexer/index.js";
import { chain, nextBlockAt, nowS } from "../support/chain/chain.js";
import { dump } from "./support/dump.js";
import { failure } from "./support/failure.js";
import { bench } from "./support/open.js";
import { provider } from "./support/scenario.js";

/**
 * Mines blocks, the first `waitS` after the latest: blocks at the same height differ if their times do, and times that
 * follow the clock of the machine may not.
 */
async function mineAfter(waitS: number, count: number): Promise<void> {
  await nextBlockAt((await nowS()) + waitS);
  await chain.networkHelpers.mine(count);
}

describe("createIndexer", () => {
  const the = bench();

  it("fills the same rows again after its file was deleted", async () => {
    const first = await the.synced();
    await first.stop();
    const rows = dump(the.file());
    for (const suffix of ["", "-wal", "-shm"]) rmSync(`${the.file()}${suffix}`, { force: true });
    await (await the.synced()).stop();
    expect(dump(the.file())).to.deep.equal(rows);
    expect(rows.records).to.have.length(16);
    expect(rows.gaps).to.have.length(1);
  });

  it("fills the same rows block by block as in one go, and goes on where it stopped", async () => {
    await (await the.synced()).stop();
    const rows = dump(the.file());
    const steps = await the.synced({ database: the.file("steps"), blocksPerRound: 1 });
    await steps.stop();
    expect(dump(the.file("steps"))).to.deep.equal(rows);

    let asked = 0;
    const counting = provider();
    const send = counting.send.bind(counting);
    counting.send = (method, params) => {
      if (method === "eth_getLogs") asked += 1;
      return send(method, params as unknown[]);
    };
    await the.synced({ database: the.file("steps"), provider: counting });
    expect(asked, "event queries after everything is indexed").to.equal(0);
  });

  it("commits a range's rows with its checkpoint or not at all", async () => {
    const indexer = await the.open();
    const blocker = new DatabaseSync(the.file());
    const { stream } = the.scene;
    blocker
      .prepare(
        "insert into batches values (?, '00000000000000000003', '0x', '0x', 1, '0', '0', 0, '0x', '0x', 'held', null, 0, 0)",
      )
      .run(stream.id);
    const before = dump(the.file());
    try {
      await indexer.sync();
      expect.fail("The third batch's row was there already.");
    } catch (error) {
      expect(String(error)).to.match(/UNIQUE/);
    }
    expect(dump(the.file())).to.deep.equal(before);
    blocker.exec("delete from batches");
    blocker.close();
    await indexer.sync();
    expect((await indexer.queries.totals()).batches).to.equal(4);
  });

  it("refuses to go on when an indexed block was replaced", async () => {
    const snapshot = await chain.networkHelpers.takeSnapshot();
    await mineAfter(100, 2);
    const indexer = await the.synced();
    await snapshot.restore();
    await mineAfter(200, 4);
    const error = await failure(indexer.sync(), "ReorgDetected");
    expect(error.facts).to.have.keys("blockNumber", "indexedHash", "foundHash");
  });

  it("refuses at its start a chain that no longer holds the checkpoint, and waits for a node that is behind", async () => {
    const snapshot = await chain.networkHelpers.takeSnapshot();
    await mineAfter(100, 3);
    await (await the.synced()).stop();
    await snapshot.restore();
    const behind = await the.open();
    await failure(behind.sync(), "NodeUnusable");
    await mineAfter(200, 3);
    await failure(the.open(), "ReorgDetected");
  });

  it("binds its file to one chain and one directory", async () => {
    await (await the.synced()).stop();
    const foreign = provider();
    const send = foreign.send.bind(foreign);
    foreign.send = async (method, params) => {
      const answer = await send(method, params as unknown[]);
      const isGenesis = method === "eth_getBlockByNumber" && (params as unknown[])[0] === "0x0";
      return isGenesis ? { ...answer, hash: `0x${"99".repeat(32)}` } : answer;
    };
    const error = await failure(the.open({ provider: foreign }), "ReadModelOfAnotherChain");
    expect(error.facts.what).to.equal("the genesis block");
    const directory = `0x${"11".repeat(20)}` as const;
    await failure(the.open({ directory }), "ReadModelOfAnotherChain");
    await failure(the.open({ directory, database: the.file("other") }), "DirectoryUnusable");
  });

  it("fills a file of another version anew", async () => {
    await (await the.synced()).stop();
    const rows = dump(the.file());
    const older = new DatabaseSync(the.file());
    older.exec("update checkpoint set schemaVersion = 0; delete from devices");
    older.close();
    await (await the.synced()).stop();
    expect(dump(the.file())).to.deep.equal(rows);
  });

  it("notices another writer of its file", async () => {
    const slow = provider();
    const send = slow.send.bind(slow);
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    slow.send = async (method, params) => {
      if (method === "eth_getLogs") await held;
      return send(method, params as unknown[]);
    };
    const first = (await the.open({ provider: slow })).sync();
    await the.synced();
    goOn();
    await failure(first, "ReadModelShared");
  });

  it("follows a growing chain, tells of changes and lets others wait for a block", async () => {
    const changes: Change[] = [];
    const indexer = await the.open({ pollMs: 20 });
    indexer.onChange((change) => changes.push(change));
    indexer.start();
    await indexer.waitFor(await chain.ethers.provider.getBlockNumber());
    changes.length = 0;
    const { consortium, devices } = the.scene;
    await consortium.devices.connect(consortium.grid).suspend(devices.b02);
    const block = await chain.ethers.provider.getBlockNumber();
    await indexer.waitFor(block);
    expect(changes.flatMap(({ kinds }) => kinds)).to.deep.equal(["devices"]);
    const found = (await indexer.queries.devices()).find(({ device }) => device === devices.b02);
    expect(found?.status).to.equal("suspended");
    await failure(indexer.waitFor(block + 1, { timeoutMs: 50 }), "IndexNotReached");
  });

  it("outlives a node that does not answer for a while", async () => {
    const problems: unknown[] = [];
    const flaky = provider();
    const send = flaky.send.bind(flaky);
    let down = false;
    flaky.send = (method, params) => (down ? Promise.reject(new Error("no route")) : send(method, params as unknown[]));
    const indexer = await the.open({ provider: flaky, pollMs: 10, onProblem: (error) => problems.push(error) });
    down = true;
    indexer.start();
    while (problems.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(problems[0]).to.have.property("code", "NodeUnusable");
    down = false;
    await indexer.waitFor(await chain.ethers.provider.getBlockNumber());
  });

  it("ends with the error of a replaced block and tells everybody who waits", async () => {
    const problems: unknown[] = [];
    const snapshot = await chain.networkHelpers.takeSnapshot();
    await mineAfter(100, 1);
    const indexer = await the.synced({ pollMs: 10, onProblem: (error) => problems.push(error) });
    await snapshot.restore();
    await mineAfter(200, 5);
    indexer.start();
    await failure(indexer.waitFor(await chain.ethers.provider.getBlockNumber()), "ReorgDetected");
    expect(problems).to.have.length(1);
  });
});
