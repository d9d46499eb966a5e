import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { Wallet, ZeroAddress } from "ethers";
import { before, describe, it } from "mocha";
import { createOracle, type OracleOptions } from "../../oracle/index.js";
import { structHashOfLeaf } from "../../protocol/archive.js";
import { type Hex, leafOf, MerkleTree, type PipelineCounts, ZERO_HASH } from "../../protocol/index.js";
import { RecordAnchor__factory } from "../../typechain-types/index.js";
import { codeOf, temporaryFolder } from "./support/files.js";
import { addressOfContract, reading, useWorld } from "./support/world.js";

describe("oracle/service", () => {
  const folder = temporaryFolder();
  const world = useWorld(before);
  let states = 0;
  const statePath = () => join(folder.path, `state-${states++}`);

  const create = async (options: Partial<OracleOptions>) => {
    const { rpcUrl, contracts, wallet } = world();
    const given = { rpcUrl, directory: contracts.directory, signer: wallet, stateDirectory: statePath(), ...options };
    const oracle = await createOracle(given);
    await oracle.close();
  };

  it("takes readings from their devices to the chain", async () => {
    const meters = [await world().enrol(), await world().enrol({ p256: true })];
    const oracle = await world().oracle(statePath());
    const heard: PipelineCounts[] = [];
    oracle.onChange((counts) => heard.push(counts));
    const records = meters.flatMap((meter) => [
      reading(meter, 3600),
      reading(meter, 7200, 5),
      reading(meter, 10800, 9),
    ]);
    const results = await oracle.submit(records);
    expect(results.map(({ outcome }) => outcome)).to.deep.equal(Array(6).fill("buffered"));
    await oracle.flush();
    const six = {
      received: 6,
      verified: 6,
      buffered: 6,
      batched: 6,
      submitted: 6,
      anchored: 6,
      rejected: 0,
      delayed: 0,
    };
    expect(oracle.counts()).to.deep.equal(six);
    const anchor = RecordAnchor__factory.connect(await addressOfContract(world(), "RecordAnchor"), world().provider);
    const batch = await oracle.readBatch(oracle.stream, 1n);
    if (!batch) throw new Error("no batch");
    expect(batch.leaves).to.deep.equal(records);
    const tree = MerkleTree.of(batch.leaves.map((leaf) => leafOf(structHashOfLeaf(leaf))));
    expect(tree.root).to.equal(batch.root);
    for (const leaf of batch.leaves) {
      const hash = structHashOfLeaf(leaf);
      expect(await anchor.verify(oracle.stream, 1n, batch.root, hash, tree.proofOf(leafOf(hash)))).to.not.equal(0n);
    }
    expect(await oracle.readBatch(ZERO_HASH, 1n)).to.equal(undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heard.at(-1)).to.deep.equal(six);
    await oracle.close();
    expect(await codeOf(oracle.submit(records))).to.equal("OracleClosed");
  });

  it("goes on in the same stream after a restart, with what was left", async () => {
    const path = statePath();
    const meter = await world().enrol({ p256: true });
    const first = await world().oracle(path, { batchMaxAgeMs: 60_000 });
    await first.submit([reading(meter, 3600), reading(meter, 7200)]);
    await first.close();
    const second = await world().oracle(path);
    expect(second.stream).to.equal(first.stream);
    expect(second.counts()).to.include({ buffered: 2, anchored: 0 });
    await second.submit([reading(meter, 10800)]);
    await second.flush();
    expect(second.counts()).to.include({ anchored: 3 });
    await second.close();
  });

  it("names a chain, directory or account that is not the state's", async () => {
    const path = statePath();
    await create({ stateDirectory: path });
    expect(await codeOf(create({ rpcUrl: "http://127.0.0.1:1" }))).to.equal("ChainUnreachable");
    expect(await codeOf(create({ directory: `0x${"12".repeat(20)}` }))).to.equal("DirectoryNotFound");
    const registry = (await world().contracts.devices.getAddress()) as Hex;
    expect(await codeOf(create({ directory: registry }))).to.equal("DirectoryNotFound");
    expect(await codeOf(create({ stateDirectory: path, signer: Wallet.createRandom() }))).to.equal("PublisherChanged");
    // A chain that was wiped and started anew has the same id and the same addresses: only its genesis differs.
    const wiped = statePath();
    await create({ stateDirectory: wiped });
    const file = new DatabaseSync(join(wiped, "oracle.sqlite"));
    file.prepare("UPDATE meta SET value = ? WHERE key = 'genesisHash'").run(ZERO_HASH);
    file.close();
    expect(await codeOf(create({ stateDirectory: wiped }))).to.equal("StateOfAnotherChain");
    const oracle = await world().oracle(path);
    expect(await codeOf(create({ stateDirectory: path }))).to.equal("StateInUse");
    await oracle.close();
    const blocked = join(folder.path, "blocked");
    mkdirSync(join(blocked, "oracle.sqlite"), { recursive: true });
    expect(await codeOf(create({ stateDirectory: blocked }))).to.equal("StateUnusable");
  });

  it("says that its account may not publish", async () => {
    const wallet = Wallet.createRandom();
    const administrator = await world().provider.getSigner(0);
    await (await administrator.sendTransaction({ to: wallet.address, value: 10n ** 18n })).wait();
    const oracle = await world().oracle(statePath(), { signer: wallet });
    expect((await oracle.failed).code).to.equal("PublisherNotAllowed");
    expect(await codeOf(oracle.flush())).to.equal("PublisherNotAllowed");
    await oracle.close();
  });

  it("stops when the stream holds a batch that is not its own", async () => {
    const { wallet, provider } = world();
    const path = statePath();
    const first = await world().oracle(path);
    await first.flush();
    const anchor = RecordAnchor__factory.connect(
      await addressOfContract(world(), "RecordAnchor"),
      wallet.connect(provider),
    );
    for (;;) {
      if ((await anchor.streamOf(first.stream)).publisher !== ZeroAddress) break;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await first.close();
    const root = `0x${"77".repeat(32)}`;
    const batch = { stream: first.stream, sequence: 1, previousRoot: ZERO_HASH, root, count: 1, fromS: 1, toS: 1 };
    await (await anchor.anchor(batch)).wait();
    const second = await world().oracle(path);
    expect((await second.failed).code).to.equal("StreamForked");
    await second.close();
  });

  it("outlives somebody else's use of its account", async () => {
    const { provider } = world();
    const wallet = new Wallet(Wallet.createRandom().privateKey);
    const administrator = await provider.getSigner(0);
    await (await administrator.sendTransaction({ to: wallet.address, value: 10n ** 18n })).wait();
    await (await world().contracts.authority.connect(administrator).grantRole(1n, wallet.address, 0)).wait();
    const meter = await world().enrol({ p256: true });
    const oracle = await world().oracle(statePath(), { signer: wallet });
    await oracle.submit([reading(meter, 3600)]);
    await oracle.flush();
    await (await wallet.connect(provider).sendTransaction({ to: wallet.address })).wait();
    await oracle.submit([reading(meter, 7200)]);
    await oracle.flush();
    expect(oracle.counts()).to.include({ anchored: 2 });
    await oracle.close();
  });
});
