import { expect } from "chai";
import { encodeBytes32String, id } from "ethers";
import { after, before, describe, it } from "mocha";
import { toJson } from "../../api/json.js";
import type { Agreement } from "../../api/types.js";
import { openChain } from "../../dashboard/src/verify/openChain.js";
import { checkSettlement } from "../../dashboard/src/verify/settlement.js";
import { verdictOf } from "../../dashboard/src/verify/steps.js";
import { DeviceStatus, type Hex } from "../../protocol/index.js";
import { EnergySettlement__factory, RecordAnchor__factory } from "../../typechain-types/index.js";
import { failure } from "../indexer/support/failure.js";
import { agreeWithGrid, closeIncomplete, peopleOf } from "../indexer/support/gridSupply.js";
import { bench } from "../indexer/support/open.js";
import { PRICE } from "../indexer/support/scenario.js";
import { TestStream } from "../support/chain/batches.js";
import { chain } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";
import { type RpcServer, serveChain } from "../support/chain/rpcServer.js";

/** Nodes refuse wider queries than some bound; 10,000 blocks is the narrowest that is common. */
const WIDEST_QUERY_BLOCKS = 10_000;

describe("dashboard: openChain", () => {
  const the = bench();
  let node: RpcServer;
  before(async () => {
    node = await serveChain();
  });
  after(() => node.close());

  const open = (atBlock?: number) => openChain({ rpcUrl: node.rpcUrl, directory: the.scene.directory }, atBlock);

  it("reads devices, anchors, blocks and settlement", async () => {
    const { batches, devices, agreements, consortium } = the.scene;
    const reader = await open();
    const [genesis, latest] = [await chain.ethers.provider.getBlock(0), await chain.ethers.provider.getBlock("latest")];
    expect(reader).to.include({ chainId: 31337n, directory: the.scene.directory, genesisHash: genesis?.hash });
    expect(reader.block).to.deep.equal({ number: BigInt(latest!.number), timestampS: BigInt(latest!.timestamp) });
    expect(await reader.blockHash(0)).to.equal(genesis?.hash);
    expect(await reader.blockHash(1_000_000)).to.equal(undefined);

    const meter = await reader.deviceOf(devices.b02);
    expect(meter).to.include({ device: devices.b02, kind: 1, statusNow: DeviceStatus.Active });
    expect(meter).to.include({
      organisation: lower(consortium.grid.address),
      owner: lower(consortium.people[1]!.address),
    });
    expect(meter.statuses.at(-1)?.status).to.equal(DeviceStatus.Active);

    const [first] = batches;
    const stored = await consortium.anchor.batchOf(first!.stream, first!.sequence, first!.root);
    expect(await reader.anchoredAtS(first!)).to.equal(stored.anchoredAtS);
    expect(await reader.anchoredAtS({ ...first!, root: bytes32Of("never") })).to.equal(0n);

    const settled = await reader.settlementOf(agreements.b02);
    expect(settled.terms).to.deep.equal({ pricePerKWh: PRICE, importMeter: devices.b02, exportMeter: devices.b01 });
    expect(settled.deliveries).to.deep.equal([{ deliveredWh: 299n, owed: 0n }]);
    expect(settled).to.deep.include({ countedWh: 299n, claim: 0n, claimsPaid: 0n, endsAtHead: true });
  });

  it("proves what neighbours and grid suppliers settled, claims included, as the page shows it", async () => {
    const { consortium, directory } = the.scene;
    const { third } = peopleOf(the.scene);
    await agreeWithGrid(the.scene);
    await consortium.settlement.connect(third).deposit(third, 1_000_000n);
    await closeIncomplete(the.scene);
    await consortium.settlement.connect(third).deposit(third, 300_000n);
    const { queries } = await the.synced();
    for (const { id, owed } of await queries.agreements()) if (owed > 0n) await consortium.settlement.payClaim(id);
    const { queries: paid } = await the.synced();
    const shown = toJson(await paid.agreements()) as unknown as Agreement[];
    expect(shown.map(({ kind, owed }) => [kind, owed])).to.deep.equal([
      ["neighbour", "578800"],
      ["neighbour", "0"],
      ["grid", "1318000"],
    ]);
    const reader = await open();
    const trust = { rpcUrl: node.rpcUrl, directory };
    const job = { kind: "settlement" as const, agreements: shown, atBlock: 1, genesisHash: reader.genesisHash, trust };
    const { steps, chain: found } = await checkSettlement(job, reader);
    expect(verdictOf(steps), JSON.stringify(steps)).to.equal("holds");
    expect(found).to.include({ deliveries: 4, deliveredWh: 899n + 600n + 1_199n });
    const [first, ...others] = shown as [Agreement, ...Agreement[]];
    const wrong = { ...job, agreements: [...others, { ...first, paid: String(BigInt(first.paid) + 1n) }] };
    expect(verdictOf((await checkSettlement(wrong, reader)).steps)).to.equal("fails");
  });

  it("reads as of a block", async () => {
    const { agreements, consortium, devices } = the.scene;
    const before = await chain.ethers.provider.getBlockNumber();
    await consortium.devices.suspend(devices.b02);
    expect((await (await open()).deviceOf(devices.b02)).statusNow).to.equal(DeviceStatus.Suspended);
    const then = await open(before);
    expect(then.block.number).to.equal(BigInt(before));
    expect((await then.deviceOf(devices.b02)).statusNow).to.equal(DeviceStatus.Active);
    expect((await then.settlementOf(agreements.b02)).deliveries).to.have.length(1);
  });

  it("accepts the batches of every RecordAnchor that the directory ever named", async () => {
    const { consortium, batches, directory } = the.scene;
    const { administrator, authority, oracle } = consortium;
    const anchor = await new RecordAnchor__factory(administrator).deploy(authority);
    await authority.setTargetFunctionRole(anchor, [id("openStream(bytes32,bytes32)").slice(0, 10)], 1n);
    const stream = await TestStream.open({ ...consortium, anchor: anchor.connect(oracle) }, "moved");
    const latest = await stream.anchor([bytes32Of("record")]);
    await consortium.directory.connect(administrator).set(encodeBytes32String("RecordAnchor"), anchor);
    const reader = await openChain({ rpcUrl: node.rpcUrl, directory });
    expect(await reader.anchoredAtS(latest)).not.to.equal(0n);
    for (const batch of batches) expect(await reader.anchoredAtS(batch)).not.to.equal(0n);
  });

  it("keeps what was settled when the directory names newer contracts", async () => {
    const { consortium, agreements } = the.scene;
    const { administrator, authority, devices, token } = consortium;
    const before = await (await open()).settlementOf(agreements.b03);
    const settlement = await new EnergySettlement__factory(administrator).deploy(authority, devices, token, 3_600n);
    const directory = consortium.directory.connect(administrator);
    await directory.set(encodeBytes32String("SupplyAgreements"), await settlement.AGREEMENTS());
    await directory.set(encodeBytes32String("EnergySettlement"), settlement);
    expect(await (await open()).settlementOf(agreements.b03)).to.deep.equal(before);
    expect(before.deliveries).to.have.length(1);
  });

  it("asks for logs in ranges that nodes answer", async () => {
    const { agreements } = the.scene;
    const before = await (await open()).settlementOf(agreements.b02);
    await chain.networkHelpers.mine(2 * WIDEST_QUERY_BLOCKS);
    node.asked.splice(0);
    expect(await (await open()).settlementOf(agreements.b02)).to.deep.equal(before);
    const ranges = node.asked
      .filter(({ method }) => method === "eth_getLogs")
      .map(({ params }) => params[0] as { fromBlock: string; toBlock: string })
      .map(({ fromBlock, toBlock }) => Number(toBlock) - Number(fromBlock) + 1);
    expect(ranges.length).to.be.greaterThan(4);
    expect(Math.max(...ranges)).to.be.at.most(WIDEST_QUERY_BLOCKS);
  });

  it("names an unknown agreement, a directory that is not there, and one that names nothing", async () => {
    await failure((await open()).settlementOf(bytes32Of("no agreement")), "ChainUnreadable");
    const at = (directory: string) => openChain({ rpcUrl: node.rpcUrl, directory });
    const nothing = await failure(at(`0x${"11".repeat(20)}`), "DirectoryMissing");
    expect(nothing.facts).to.include({ directory: `0x${"11".repeat(20)}`, chainId: 31337n });
    const token: Hex = lower(await the.scene.consortium.token.getAddress());
    await failure(at(token), "ChainUnreadable");
    await failure(openChain({ rpcUrl: "http://127.0.0.1:9", directory: the.scene.directory }), "NodeUnreachable");
  });
});
