import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, afterEach, before, describe, it } from "mocha";
import { createIndexer, type Indexer } from "../../indexer/index.js";
import { chain, fresh, nowS } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { secp256k1Key } from "../support/chain/deviceKeys.js";
import { bytes32Of } from "../support/chain/devices.js";
import { EVIDENCE, FINDING, five, type Neighbourhood, QUARANTINE_S } from "../support/chain/incidents.js";
import { enrolAnew, rotateKey } from "../support/chain/keys.js";
import { provider } from "./support/scenario.js";

describe("queries of a device's life", () => {
  let folder: string;
  let c: Neighbourhood;
  const opened: Indexer[] = [];
  let files = 0;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "wattproof-indexer-"));
  });
  afterEach(async () => {
    for (const indexer of opened.splice(0)) await indexer.stop();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const synced = async () => {
    const directory = lower(await c.directory.getAddress());
    const database = join(folder, `${files++}.sqlite`);
    const indexer = await createIndexer({
      provider: provider(),
      directory,
      readBatch: async () => undefined,
      database,
    });
    opened.push(indexer);
    await indexer.sync();
    return indexer.queries;
  };
  const meter = async () => (await (await synced()).devices()).find(({ device }) => device === c.device);

  it("follow keys, and the status of one that waits for its key", async () => {
    c = await fresh(five);
    expect(await meter()).to.include({ status: "active", signers: 1, timeSource: null });
    await chain.networkHelpers.time.increase(60);
    await rotateKey(c, c.meter, secp256k1Key("second"));
    expect(await meter()).to.include({ signers: 2, signerSinceS: BigInt(await nowS()) });
    const ticket = secp256k1Key("another ticket");
    await c.devices.connect(c.grid).recover(c.device, ticket.signer, (await nowS()) + 3_600);
    expect(await meter()).to.include({ status: "registered", signers: 2 });
    await chain.networkHelpers.time.increase(60);
    await enrolAnew(c, c.meter, ticket, secp256k1Key("third"));
    expect(await meter()).to.include({ status: "active", signers: 3 });
  });

  it("follow who answers for it, who is paid, and whom it is offered to", async () => {
    c = await fresh(five);
    const grid = lower(c.grid.address);
    const maker = lower(c.maker.address);
    expect(await meter()).to.include({
      maker: grid,
      organisation: grid,
      owner: lower(c.owner.address),
      offeredTo: null,
    });
    await c.devices.connect(c.grid).offerTransfer(c.device, c.maker);
    expect(await meter()).to.include({ organisation: grid, offeredTo: maker });
    await c.devices.connect(c.maker).acceptTransfer(c.device);
    await c.devices.connect(c.owner).setOwner(c.device, c.stranger);
    expect(await meter()).to.include({
      maker: grid,
      organisation: maker,
      organisationName: "Battery Maker",
      owner: lower(c.stranger.address),
      offeredTo: null,
    });
  });

  it("tell an incident from its first report to its clearance", async () => {
    c = await fresh(five);
    const [first, second] = c.neighbours;
    await c.report(0);
    const [open] = await (await synced()).incidents();
    expect(open).to.deep.include({ device: c.device, number: 1, state: "open", category: "tampering" });
    expect(open).to.include({ quarantinedAtS: null, closedAtS: null });
    await c.report(1);
    const quarantinedAtS = BigInt(await nowS());
    await c.incidents.connect(c.grid).appeal(c.device, bytes32Of("it was not us"));
    expect(await meter()).to.include({ status: "quarantined" });
    const [quarantined] = await (await synced()).incidents();
    expect(quarantined).to.include({ state: "quarantined", quarantinedAtS });
    expect(quarantined?.endsAtS).to.equal(quarantinedAtS + BigInt(QUARANTINE_S));
    expect(quarantined?.reports.map(({ account, hash, category }) => [account, hash, category])).to.deep.equal(
      [first, second].map((neighbour) => [lower(neighbour?.account.address ?? ""), EVIDENCE, "tampering"]),
    );
    expect(quarantined?.appeals[0]).to.include({ name: "Grid Operator", hash: bytes32Of("it was not us") });
    await c.clear(2);
    await c.clear(3);
    const [cleared] = await (await synced()).incidents();
    expect(cleared).to.include({ state: "cleared", closedAtS: BigInt(await nowS()) });
    expect(cleared?.clearances.map(({ hash }) => hash)).to.deep.equal([FINDING, FINDING]);
    expect(await meter()).to.include({ status: "active" });
    await c.report(0);
    expect((await (await synced()).incidents()).map(({ number, state }) => [number, state])).to.deep.equal([
      [2, "open"],
      [1, "cleared"],
    ]);
  });
});
