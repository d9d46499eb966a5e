import { expect } from "chai";
import { describe, it } from "mocha";
import {
  domainSeparator,
  leafOf,
  parseEvidence,
  serializeEvidence,
  structHashOf,
  verifyProof,
  verifySignature,
} from "../../protocol/index.js";
import { chain, nextBlockAt, nowS } from "../support/chain/chain.js";
import { failure } from "./support/failure.js";
import { bench } from "./support/open.js";
import { HOUR_S, IDENTIFIER, PRICE, RATED_MICRO_AH } from "./support/scenario.js";

describe("queries", () => {
  const the = bench();

  it("tell the chain that they are of", async () => {
    const { consortium, directory } = the.scene;
    const { queries } = await the.synced();
    const found = await queries.chain();
    const block = await chain.ethers.provider.getBlock("latest");
    expect(found).to.deep.include({ chainId: 31337n, directory, currency: "NOK", decimals: 6 });
    expect(found.genesisHash).to.equal((await chain.ethers.provider.getBlock(0))?.hash);
    expect(found.block).to.deep.equal({ number: block?.number, timestampS: BigInt(block?.timestamp ?? 0) });
    expect(found.contracts.RecordAnchor).to.equal((await consortium.anchor.getAddress()).toLowerCase());
    expect(Object.keys(found.contracts)).to.have.length((await consortium.directory.names()).length);
  });

  it("add up energy and money as the contracts do", async () => {
    const { consortium, agreements } = the.scene;
    const { queries } = await the.synced();
    expect(await queries.totals()).to.deep.equal({
      batches: 4,
      settlement: {
        intervals: 2,
        settledWh: 899n,
        paid: 858_800n,
        gridWh: 0n,
        gridPaid: 0n,
        owed: 220_000n,
        unsettledWh: 1_201n - 899n,
        importWh: 1_600n + 2_500n,
        exportWh: 2_700n + 5n,
      },
      token: { totalSupply: await consortium.token.totalSupply(), attestedReserves: 10_000_000n },
    });
    for (const answer of await queries.agreements()) {
      expect(answer.deliveredWh).to.equal(await consortium.settlement.deliveredWhOf(answer.id));
      expect(answer.owed).to.equal(await consortium.settlement.claimOf(answer.id));
    }
    expect((await queries.agreements()).map(({ id, owed }) => [id, owed])).to.deep.equal([
      [agreements.b02, 0n],
      [agreements.b03, 220_000n],
    ]);
  });

  it("follow escrows through deposits, deliveries, claims and withdrawals", async () => {
    const { consortium, agreements } = the.scene;
    const { settlement, people } = consortium;
    const [supplier, , late] = people;
    if (supplier === undefined || late === undefined) throw new TypeError("The scenario has three people.");
    await settlement.connect(late).deposit(late, 100_000n);
    await settlement.payClaim(agreements.b03);
    await settlement.connect(supplier).withdraw(supplier, 58_800n);
    const { queries } = await the.synced();
    const expected = await Promise.all(people.slice(0, 3).map((person) => settlement.escrowOf(person)));
    expect((await queries.meters()).map(({ escrow }) => escrow)).to.deep.equal(expected);
    expect(expected).to.deep.equal([900_000n, 141_200n, 0n]);
    const [, second] = await queries.agreements();
    expect(second).to.include({ paid: 600_000n, owed: 120_000n, deliveredWh: 600n, intervals: 1 });
    expect((await queries.meters()).map(({ role, earned, spent }) => [role, earned, spent])).to.deep.equal([
      ["supplier", 958_800n, 0n],
      ["consumer", 0n, 358_800n],
      ["consumer", 0n, 600_000n],
    ]);
  });

  it("list deliveries, latest first", async () => {
    const { agreements, readings, settle, startS } = the.scene;
    await settle(
      2,
      [readings.b01[2], readings.b02[2]].filter((reading) => reading !== undefined),
    ).then(
      () => expect.fail("An interval without b03's reading must wait."),
      () => undefined,
    );
    const { queries } = await the.synced();
    const found = await queries.deliveries({ agreement: agreements.b02, limit: 10 });
    expect(found).to.have.length(1);
    expect(found?.[0]).to.include({
      endS: BigInt(startS + HOUR_S),
      importWh: 400n,
      deliveredWh: (900n * 400n) / 1_201n,
      paid: (299n * PRICE) / 1_000n,
      owed: 0n,
    });
    expect(await queries.deliveries({ agreement: `0x${"00".repeat(32)}`, limit: 1 })).to.equal(undefined);
  });

  it("name devices as the installation does, and show status and signer as the registry does", async () => {
    const { consortium, devices } = the.scene;
    const labels = new Map<string, string>();
    const { queries, sync } = await the.synced({ labels });
    labels.set(devices.b01, "b01");
    const now = await nowS();
    await nextBlockAt(now);
    await consortium.devices.connect(consortium.grid).suspend(devices.b01);
    await nextBlockAt(now);
    await consortium.devices.connect(consortium.grid).reinstate(devices.b01);
    await consortium.devices.connect(consortium.grid).revoke(devices.b03);
    await sync();
    const found = await queries.devices();
    expect(found.map(({ label }) => label.length)).to.deep.equal([3, 11, 11, 11]);
    expect(found.map(({ status }) => status)).to.deep.equal(["active", "active", "revoked", "active"]);
    expect(found.map(({ kind }) => kind)).to.deep.equal(["meter", "meter", "meter", "battery"]);
    expect(found.map(({ signerType }) => signerType)).to.deep.equal(["secp256k1", "secp256k1", "p256", "p256"]);
    expect(found.map(({ organisationName }) => organisationName)).to.deep.equal([
      "Grid Operator",
      "Grid Operator",
      "Grid Operator",
      "Battery Maker",
    ]);
    expect(found.map(({ batteryPassportIdentifier }) => batteryPassportIdentifier)).to.deep.equal([
      null,
      null,
      null,
      IDENTIFIER,
    ]);
  });

  it("show a battery by its latest anchored cycle and its checkpoint", async () => {
    const { cycles, startS } = the.scene;
    const { queries } = await the.synced();
    const [battery, ...others] = await queries.batteries();
    expect(others).to.deep.equal([]);
    expect(battery).to.include({
      batteryPassportIdentifier: IDENTIFIER,
      makerName: "Battery Maker",
      batteryStatus: "original",
      ratedCapacityMicroAh: RATED_MICRO_AH,
      numberOfFullCycles: 2n,
      stateOfHealth: 0.94,
      chargeCount: 3n,
      records: 3,
      lastRecordAtS: BigInt(startS + 2 * HOUR_S),
      timeSource: "synthetic",
    });
    const third = cycles[2];
    expect(battery?.checkpoint).to.include({ sequence: 3n, recordHash: third && structHashOf(third.record) });
    const found = await queries.cycles({ batteryPassportIdentifier: IDENTIFIER, limit: 2 });
    expect(found?.map(({ sequence, stateOfHealth }) => [sequence, stateOfHealth])).to.deep.equal([
      [1n, 0.95],
      [2n, 0.945],
    ]);
    expect(found?.[0]).to.include({ dischargeTemperatureMaxMilliC: -1_250n, timeSource: "synthetic" });
    expect(await queries.cycles({ batteryPassportIdentifier: "none", limit: 1 })).to.equal(undefined);
  });

  it("prove a record with nothing but its answer", async () => {
    const { directory, readings, devices } = the.scene;
    const { queries } = await the.synced();
    const domain = domainSeparator({ chainId: 31337n, directory });
    for (const signed of [...readings.b01, ...readings.b03]) {
      const answer = await queries.recordProof(structHashOf(signed.record));
      if (answer === undefined) return expect.fail("The record is held here.");
      const { record, structHash, leaf, proof, batch, signer, signature } = answer;
      expect(structHashOf(record)).to.equal(structHash);
      expect(leafOf(structHash)).to.equal(leaf);
      expect(verifyProof({ root: batch.root, leaf, proof: [...proof] })).to.equal(true);
      expect(verifySignature({ signer: signer.signer, domain, structHash, signature })).to.equal(true);
      expect(answer).to.deep.include({ previous: signed.previous, salt: signed.salt });
      expect(signer.type).to.equal(record.header.device === devices.b03 ? "p256" : "secp256k1");
    }
    expect(await queries.recordProof(`0x${"00".repeat(32)}`)).to.equal(undefined);
  });

  it("build evidence that parses, and refuse a battery without a passport by name", async () => {
    const { queries } = await the.synced();
    const bundle = await queries.evidenceOf(IDENTIFIER);
    expect(parseEvidence(serializeEvidence(bundle))).to.deep.equal(bundle);
    expect(bundle.records).to.have.length(3);
    await failure(queries.evidenceOf("B9999"), "PassportNotFound");
  });
});
