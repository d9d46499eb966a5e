import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { describe, it } from "mocha";
import {
  Buffer,
  type ChainIdentity,
  emptyGroup,
  type Group,
  openArchiveFile,
  STATE_FILE,
} from "../../../oracle/buffer/index.js";
import {
  CorrectionReason,
  countersSaltOf,
  GapReason,
  type Hex,
  linkOf,
  type SignedRecord,
  structHashOf,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { codeOf, collect, temporaryFolder } from "../support/files.js";

const hash = (n: number): Hex => `0x${n.toString(16).padStart(64, "0")}`;
const CHAIN: ChainIdentity = { chainId: 31337n, genesisHash: hash(1), directory: `0x${"22".repeat(20)}` };

const MEASUREMENTS = {
  chargeMicroAh: 1n,
  dischargeMicroAh: 2n,
  chargeMicroWh: 3n,
  dischargeMicroWh: 4n,
  chargeDurationMs: 5n,
  dischargeDurationMs: 6n,
  voltageMaxMicroV: 7n,
  voltageMinMicroV: 8n,
  chargeCurrentMaxMicroA: null,
  dischargeCurrentMaxMicroA: 2_000_000n,
  chargeTemperatureMaxMilliC: -9n,
  chargeTemperatureMinMilliC: null,
  dischargeTemperatureMaxMilliC: 10n,
  dischargeTemperatureMinMilliC: null,
  supersedes: hash(98),
  correctionReason: CorrectionReason.Calibration,
};
const COUNTERS = {
  chargeCount: 11n,
  dischargeCount: 12n,
  numberOfFullCycles: 13n,
  energyThroughputMicroWh: 2n ** 64n - 1n,
  capacityThroughputMicroAh: 15n,
  deepDischargeCount: 16n,
  overChargeCount: 0n,
  timeExtremeHighTempMs: 17n,
  timeExtremeLowTempMs: null,
  timeExtremeHighTempChargingMs: 0n,
  timeExtremeLowTempChargingMs: null,
};

function signed(device: Hex, sequence: number, type: "MeterReading" | "ChargeCycle" | "SensorReading"): SignedRecord {
  const [previous, salt, signature] = [hash(sequence - 1), hash(99), `0x${"33".repeat(64)}`] as const;
  const link = linkOf(previous, salt);
  const header = {
    device,
    sequence: BigInt(sequence),
    timestampS: BigInt(100 * sequence),
    timeSource: 1,
    signedBy: 0,
    link,
  } as const;
  const record =
    type === "MeterReading"
      ? { type, header, importWh: 2n ** 64n - 1n, exportWh: 7n }
      : type === "ChargeCycle"
        ? {
            type,
            header,
            measurements: { ...MEASUREMENTS, salt },
            counters: { ...COUNTERS, salt: countersSaltOf(salt) },
          }
        : { type, header, field: "temperature", valueMilli: -2500n };
  return { record, previous, salt, signature };
}

describe("oracle/buffer", () => {
  const folder = temporaryFolder();
  let states = 0;
  const statePath = () => join(folder.path, `state-${states++}`);

  /** A group that accepts the leaves as one device's. */
  function groupOf(buffer: Buffer, leaves: readonly SignedRecord[]): Group {
    const group = emptyGroup();
    for (const leaf of leaves) {
      const { device, sequence, timestampS } = leaf.record.header;
      const head = [...group.heads].find((of) => of.device === device) ?? buffer.newHead(device);
      head.sequence = Number(sequence);
      head.latestReadingS = Number(timestampS);
      group.heads.add(head);
      group.accepted.push({
        head,
        leaf,
        structHash: structHashOf(leaf.record),
        timestampS: Number(timestampS),
        receivedAtS: 1,
      });
    }
    return group;
  }

  it("gives back every kind of leaf as it was, after a restart too", async () => {
    const path = statePath();
    const first = await Buffer.open(path, CHAIN);
    const leaves = [
      signed(hash(7), 1, "MeterReading"),
      signed(hash(7), 2, "ChargeCycle"),
      signed(hash(7), 3, "SensorReading"),
    ];
    const group = groupOf(first, leaves);
    const [head] = group.heads;
    if (!head) throw new Error("no head");
    const gap = {
      type: "Gap",
      device: hash(7),
      fromSequence: 4n,
      toSequence: 6n,
      reason: GapReason.NeverArrived,
    } as const;
    group.accepted.push({ head, leaf: gap, structHash: structHashOf(gap), timestampS: 5, receivedAtS: 1 });
    head.sequence = 6;
    await first.commit(group);
    const batch = {
      sequence: 1,
      firstId: 1,
      lastId: 4,
      count: 4,
      gaps: 1,
      root: hash(5),
      previousRoot: ZERO_HASH,
      fromS: 5,
      toS: 300,
    };
    await first.addBatch({ ...batch, state: "batched" });
    await first.close();

    const second = await Buffer.open(path, CHAIN);
    expect(await second.batches.read(hash(8), 1n)).to.deep.equal({
      stream: hash(8),
      sequence: 1n,
      previousRoot: ZERO_HASH,
      root: hash(5),
      leaves: [...leaves, gap],
    });
    expect(await second.batches.read(hash(8), 2n)).to.equal(undefined);
    expect(second.counts()).to.include({ received: 3, verified: 3, batched: 3, submitted: 0 });
    expect(await second.headOf(hash(7))).to.deep.include({ sequence: 6, no: 1 });
    const known = (await second.headOf(hash(7))) ?? second.newHead(hash(7));
    for (const [sequence, found] of [
      [3, 3],
      [4, 4],
      [6, 4],
    ] as const) {
      expect((await second.leafAt(known, sequence))?.sequence, String(sequence)).to.equal(found);
    }
    expect(await second.leafAt(known, 7)).to.equal(undefined);
    const [stored] = await second.batches.unanchored();
    if (!stored) throw new Error("no batch");
    await second.moveBatch(await second.moveBatch(stored, "submitted"), "anchored");
    expect(second.counts()).to.include({ submitted: 3, anchored: 3 });
    expect(second.backlog).to.equal(0);
    await second.close();
  });

  it("finds readings by meter and boundary through the index of readings", async () => {
    const path = statePath();
    const buffer = await Buffer.open(path, CHAIN);
    const meters = [hash(1), hash(2)];
    await buffer.commit(
      groupOf(
        buffer,
        meters.flatMap((meter) => [1, 2, 3, 4].map((at) => signed(meter, at, "MeterReading"))),
      ),
    );
    const found = await buffer.readings.between(meters, 200, 400, 200);
    expect(found.map(({ record }) => [record.header.device, record.header.timestampS])).to.deep.equal(
      meters.flatMap((meter) => [
        [meter, 200n],
        [meter, 400n],
      ]),
    );
    expect(
      (await buffer.readings.openings([hash(2), hash(3)])).map(({ record }) => record.header.sequence),
    ).to.deep.equal([1n]);
    expect([...(await buffer.readings.latestS([hash(1), hash(3)]))]).to.deep.equal([[hash(1), 400]]);
    await buffer.close();
    const database = new DatabaseSync(join(path, STATE_FILE));
    const plan = database
      .prepare(`EXPLAIN QUERY PLAN SELECT * FROM records INNER JOIN devices ON devices.no = records.device
        WHERE devices.device IN (?) AND records.type = 1 AND timestampS >= ? AND timestampS <= ?`)
      .all("a", 1, 2);
    expect(JSON.stringify(plan)).to.contain("readingsByTime");
    database.close();
  });

  it("refuses a state of another chain, naming what differs", async () => {
    const path = statePath();
    await (await Buffer.open(path, CHAIN)).close();
    for (const other of [{ chainId: 1n }, { genesisHash: hash(2) }, { directory: `0x${"44".repeat(20)}` as const }]) {
      expect(await codeOf(Buffer.open(path, { ...CHAIN, ...other }))).to.equal("StateOfAnotherChain");
    }
    await (await Buffer.open(path, CHAIN)).close();
  });

  it("belongs to one process at a time, and says what is wrong with a file that is no state", async () => {
    const path = statePath();
    const buffer = await Buffer.open(path, CHAIN);
    const script = `import { Buffer } from ${JSON.stringify(join(import.meta.dirname, "../../../oracle/buffer/index.ts"))};
      Buffer.open(process.argv[1], { chainId: 31337n, genesisHash: "${CHAIN.genesisHash}", directory: "${CHAIN.directory}" })
        .catch((error) => console.log(error.code));`;
    const args = ["--import", "tsx", "--input-type=module", "-e", script, path];
    expect(spawnSync(process.execPath, args).stdout.toString()).to.equal("StateInUse\n");
    await buffer.close();
    const broken = statePath();
    mkdirSync(broken);
    writeFileSync(join(broken, STATE_FILE), "this is no database, and it is long enough to be read as one".repeat(20));
    expect(await codeOf(Buffer.open(broken, CHAIN))).to.equal("StateUnusable");
  });

  it("is read as an archive while nobody works on it, and never made by that", async () => {
    const path = statePath();
    expect(await codeOf(openArchiveFile(path))).to.equal("StateMissing");
    const buffer = await Buffer.open(path, CHAIN);
    expect(await codeOf(openArchiveFile(path))).to.equal("StateInUse");
    await buffer.close();
    // Without a publisher nothing was ever anchored from it.
    expect(await codeOf(openArchiveFile(path))).to.equal("StateUnusable");
    const again = await Buffer.open(path, CHAIN);
    await again.setFact("publisher", `0x${"44".repeat(20)}`);
    await again.setFact("streamSalt", hash(3));
    const leaves = [signed(hash(7), 1, "ChargeCycle"), signed(hash(8), 1, "MeterReading")];
    await again.commit(groupOf(again, leaves));
    const batch = { count: 1, gaps: 0, root: hash(5), previousRoot: ZERO_HASH, fromS: 1, toS: 2 };
    await again.addBatch({ sequence: 1, firstId: 1, lastId: 1, ...batch, state: "anchored" });
    await again.addBatch({ sequence: 2, firstId: 2, lastId: 2, ...batch, state: "anchored" });
    await again.close();
    const archive = await openArchiveFile(path);
    expect(archive.chain).to.deep.equal(CHAIN);
    const batches = await collect(archive.batchesOf([hash(8)]));
    expect(batches.map(({ sequence, leaves: held }) => [sequence, held])).to.deep.equal([[2n, leaves.slice(1)]]);
    await archive.close();
  });

  it("keeps every signing of a nonce until one of them is mined", async () => {
    const path = statePath();
    const buffer = await Buffer.open(path, CHAIN);
    const { transactions } = buffer;
    await transactions.add({ hash: hash(1), nonce: 0, job: "a", raw: "0x01" });
    await transactions.add({ hash: hash(2), nonce: 0, job: "a", raw: "0x02" });
    await transactions.add({ hash: hash(3), nonce: 1, job: "b", raw: "0x03" });
    expect((await transactions.unresolved()).map((of) => of.hash)).to.have.members([hash(1), hash(2), hash(3)]);
    await transactions.resolve(0, hash(2), "confirmed", 12);
    expect(await transactions.unresolved()).to.deep.equal([{ hash: hash(3), nonce: 1, job: "b", raw: "0x03" }]);
    await buffer.close();
  });
});
