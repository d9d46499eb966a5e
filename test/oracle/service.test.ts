import { join } from "node:path";
import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { before, describe, it } from "mocha";
import { structHashOfLeaf } from "../../protocol/archive.js";
import { leafOf } from "../../protocol/merkle/leaf.js";
import { MerkleTree } from "../../protocol/merkle/tree.js";
import { Directory__factory, RecordAnchor__factory } from "../../typechain-types/index.js";
import { temporaryFolder } from "./support/files.js";
import { reading, useWorld } from "./support/world.js";

describe("oracle/service", () => {
  const folder = temporaryFolder();
  const world = useWorld(before);

  it("takes a reading from its device to the chain", async () => {
    const { contracts, provider } = world();
    const meters = [await world().enrol(), await world().enrol({ p256: true })];
    const oracle = await world().oracle(join(folder.path, "first"));
    const records = meters.flatMap((meter) => [
      reading(meter, 3600),
      reading(meter, 7200, 5),
      reading(meter, 10800, 9),
    ]);
    const results = await oracle.submit(records);
    expect(results.map(({ outcome }) => outcome)).to.deep.equal(Array(6).fill("buffered"));
    await oracle.flush();
    expect(oracle.counts()).to.deep.equal({
      received: 6,
      verified: 6,
      buffered: 6,
      batched: 6,
      submitted: 6,
      anchored: 6,
      rejected: 0,
      delayed: 0,
    });
    const directory = Directory__factory.connect(contracts.directory, provider);
    const anchor = RecordAnchor__factory.connect(
      await directory.addressOf(encodeBytes32String("RecordAnchor")),
      provider,
    );
    const batch = await oracle.readBatch(oracle.stream, 1n);
    if (!batch) throw new Error("no batch");
    expect(batch.leaves).to.deep.equal(records);
    const tree = MerkleTree.of(batch.leaves.map((leaf) => leafOf(structHashOfLeaf(leaf))));
    expect(tree.root).to.equal(batch.root);
    for (const leaf of batch.leaves) {
      const hash = structHashOfLeaf(leaf);
      expect(await anchor.verify(oracle.stream, 1n, batch.root, hash, tree.proofOf(leafOf(hash)))).to.not.equal(0n);
    }
    await oracle.close();
  });
});
