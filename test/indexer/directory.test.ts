import { expect } from "chai";
import { encodeBytes32String, id } from "ethers";
import { describe, it } from "mocha";
import { DeviceRegistry__factory, RecordAnchor__factory } from "../../typechain-types/index.js";
import { TestStream } from "../support/chain/batches.js";
import { dump } from "./support/dump.js";
import { bench } from "./support/open.js";

describe("a directory that moves a name", () => {
  const the = bench();

  it("makes the indexer follow the new contract from its first event, and the old one on", async () => {
    const indexer = await the.synced();
    const { consortium, archive, cycles } = the.scene;
    const { administrator, authority, directory, oracle } = consortium;
    const anchor = await new RecordAnchor__factory(administrator).deploy(authority);
    await authority.setTargetFunctionRole(anchor, [id("openStream(bytes32,bytes32)").slice(0, 10)], 1n);
    const stream = await TestStream.open({ ...consortium, anchor: anchor.connect(oracle) }, "moved");
    const [cycle] = cycles.slice(-1);
    if (cycle === undefined) return expect.fail("The scenario has cycles.");
    await archive.anchor(stream, [cycle]);
    await indexer.sync();
    expect((await indexer.queries.totals()).batches, "before the name moved").to.equal(4);

    await directory.connect(administrator).set(encodeBytes32String("RecordAnchor"), anchor);
    await indexer.sync();
    await indexer.sync();
    expect((await indexer.queries.totals()).batches).to.equal(5);
    expect((await indexer.queries.chain()).contracts.RecordAnchor).to.equal((await anchor.getAddress()).toLowerCase());
    await indexer.stop();
    await (await the.synced({ database: the.file("anew") })).stop();
    expect(dump(the.file())).to.deep.equal(dump(the.file("anew")));
  });

  it("has no contract for a name that is retired, and follows what stood there on", async () => {
    const indexer = await the.synced();
    const { administrator, directory } = the.scene.consortium;
    await directory.connect(administrator).retire(encodeBytes32String("RecordAnchor"));
    await indexer.sync();
    await indexer.sync();
    expect((await indexer.queries.chain()).contracts).not.to.have.property("RecordAnchor");
    expect((await indexer.queries.totals()).batches).to.equal(4);
    await indexer.stop();
    await (await the.synced({ database: the.file("anew") })).stop();
    expect(dump(the.file())).to.deep.equal(dump(the.file("anew")));
  });

  it("leaves names alone that nothing here follows, readable or not", async () => {
    const indexer = await the.synced();
    const { administrator, directory } = the.scene.consortium;
    const registry = DeviceRegistry__factory.connect(await the.scene.consortium.devices.getAddress(), administrator);
    await directory.connect(administrator).set(`0x${"ff".repeat(32)}`, registry);
    await directory.connect(administrator).set(encodeBytes32String("Weather"), registry);
    await indexer.sync();
    const { contracts } = await indexer.queries.chain();
    expect(contracts).to.include.keys("Weather", `0x${"ff".repeat(32)}`);
    expect((await indexer.queries.totals()).batches).to.equal(4);
  });
});
