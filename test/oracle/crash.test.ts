import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { createOracle, signedRecordRow, signedRecordsHeader } from "../../oracle/index.js";
import { type ArchivedBatch, structHashOfLeaf } from "../../protocol/archive.js";
import {
  isSignedRecord,
  leafOf,
  MerkleTree,
  type SignedRecord,
  structHashOf,
  ZERO_HASH,
} from "../../protocol/index.js";
import { RecordAnchor__factory } from "../../typechain-types/index.js";
import { startChainProcess } from "./support/chainProcess.js";
import { temporaryFolder } from "./support/files.js";
import { agree, createHome, fund, HOUR_S, type Home, START_S } from "./support/market.js";
import { startOracle } from "./support/oracleProcess.js";
import { randomOf } from "./support/random.js";
import { addressOfContract, reading, type World, worldOn } from "./support/world.js";

const ROUNDS = Number(process.env.WATTPROOF_CRASH_ROUNDS ?? 50);
const SEED = Number(process.env.WATTPROOF_CRASH_SEED ?? Date.now() % 2 ** 31);
/** Hours of new readings per life. */
const HOURS_PER_LIFE = 2;
/** The reading of this hour of this consumer never arrives: the oracle closes it with a gap. */
const LOST = { consumer: 1, hour: 7 };

describe("oracle, killed and started again", () => {
  const folder = temporaryFolder();
  const random = randomOf(SEED);
  const records: SignedRecord[] = [];
  let world: World;
  let suppliers: Home[];
  let consumers: Home[];

  before(async function () {
    this.timeout(120_000);
    const chain = await startChainProcess();
    world = await worldOn(chain.rpcUrl, () => chain.stop());
    suppliers = [await createHome(world, true), await createHome(world)];
    consumers = [await createHome(world, true), await createHome(world, true), await createHome(world)];
    for (const [index, consumer] of consumers.entries()) {
      await agree(world, { consumer, supplier: suppliers[index % 2] as Home });
      await fund(world, consumer);
    }
  });
  after(async () => world?.close());

  it(`has exactly one effect per record after ${ROUNDS} kills`, async function () {
    this.timeout(ROUNDS * 6_000 + 60_000);
    console.log(`      seed ${SEED} (WATTPROOF_CRASH_SEED), ${ROUNDS} kills (WATTPROOF_CRASH_ROUNDS)`);
    const file = join(folder.path, "readings.csv");
    writeFileSync(file, signedRecordsHeader("MeterReading"));
    const sign = signer(suppliers, consumers, random);
    const args = ["--rpc", world.rpcUrl, "--directory", world.contracts.directory, "--records", file];
    const state = ["--state", join(folder.path, "state"), "--gap-wait", "1", "--poll", "10"];
    const small = ["--batch-size", "4", "--batch-age", "5"];
    for (let round = 0; round < ROUNDS; round++) {
      for (let hour = 0; hour < HOURS_PER_LIFE; hour++) {
        const signed = sign(round * HOURS_PER_LIFE + hour);
        records.push(...signed);
        appendFileSync(file, signed.map(signedRecordRow).join(""));
      }
      const life = startOracle([...args, ...state, ...small], world.wallet.privateKey);
      // A third of the lives end while they begin, the others while they work.
      if (random() < 0.67) await Promise.race([life.started, life.ended]);
      await new Promise((resolve) => setTimeout(resolve, random() * 500));
      life.child.kill("SIGKILL");
      const { code, log } = await life.ended;
      expect(code, `the oracle ended by itself in round ${round}: ${log}`).to.equal(null);
    }
    const last = startOracle([...args, ...state, ...small, "--once"], world.wallet.privateKey);
    const { code, output, log } = await last.ended;
    expect(code, log).to.equal(0);
    expect(JSON.parse(output)).to.deep.include({ anchored: records.length, delayed: 0, rejected: 0 });

    await checkBatches(world, records, join(folder.path, "state"));
    await checkSettlement(world, suppliers, consumers, records);
  });
});

/** Signs an hour's readings of every home; leaves out the one that is lost. */
function signer(suppliers: readonly Home[], consumers: readonly Home[], random: () => number) {
  const totals = new Map<Home, number>();
  return (hour: number): SignedRecord[] => {
    const all = [...suppliers, ...consumers].map((home) => {
      const flow = hour === 0 ? 0 : Math.floor(random() * 3_000);
      totals.set(home, (totals.get(home) ?? 0) + flow);
      const isSupplier = suppliers.includes(home);
      const wh = totals.get(home) ?? 0;
      const signed = reading(home.meter, START_S + hour * HOUR_S, isSupplier ? 0 : wh, isSupplier ? wh : 0);
      return { home, signed };
    });
    const lost = hour === LOST.hour ? consumers[LOST.consumer] : undefined;
    return all.filter(({ home }) => home !== lost).map(({ signed }) => signed);
  };
}

/** Every batch follows the one before, its leaves lead to its root, and every record is in exactly one. */
async function checkBatches(world: World, records: readonly SignedRecord[], stateDirectory: string): Promise<void> {
  const { rpcUrl, contracts, wallet, provider } = world;
  const anchor = RecordAnchor__factory.connect(await addressOfContract(world, "RecordAnchor"), provider);
  const opened = await anchor.queryFilter(anchor.filters.StreamOpened());
  expect(opened.length, "streams").to.equal(1);
  const oracle = await createOracle({ rpcUrl, directory: contracts.directory, signer: wallet, stateDirectory });
  const events = await anchor.queryFilter(anchor.filters.BatchAnchored());
  const leaves: ArchivedBatch["leaves"][number][] = [];
  let previousRoot: string = ZERO_HASH;
  for (const [index, { args }] of events.entries()) {
    expect(args.sequence).to.equal(BigInt(index + 1));
    expect(args.previousRoot).to.equal(previousRoot);
    const batch = await oracle.readBatch(oracle.stream, args.sequence);
    const tree = MerkleTree.of((batch?.leaves ?? []).map((leaf) => leafOf(structHashOfLeaf(leaf))));
    expect(tree.root).to.equal(args.root);
    expect(BigInt(tree.count)).to.equal(args.count);
    leaves.push(...(batch?.leaves ?? []));
    previousRoot = args.root;
  }
  await oracle.close();
  const anchored = leaves.filter(isSignedRecord).map(({ record }) => structHashOf(record));
  expect(anchored.length, "anchored records").to.equal(new Set(anchored).size);
  expect(new Set(anchored)).to.deep.equal(new Set(records.map(({ record }) => structHashOf(record))));
  const gaps = leaves.filter((leaf) => !isSignedRecord(leaf));
  const sequence = BigInt(LOST.hour + 1);
  expect(gaps.map((gap) => "fromSequence" in gap && [gap.fromSequence, gap.toSequence])).to.deep.equal([
    [sequence, sequence],
  ]);
}

/** What the chain delivered is what one pass over the readings delivers. */
async function checkSettlement(
  world: World,
  suppliers: readonly Home[],
  consumers: readonly Home[],
  records: readonly SignedRecord[],
): Promise<void> {
  const { agreements, settlement } = world.contracts;
  const hours = ROUNDS * HOURS_PER_LIFE - 1;
  const readAt = new Map(
    records.map(({ record }): [string, typeof record] => [
      keyOf(record.header.device, record.header.timestampS),
      record,
    ]),
  );
  for (const [index, supplier] of suppliers.entries()) {
    const served = consumers.filter((_, at) => at % suppliers.length === index);
    const settled = new Map<string, bigint>();
    const flowAt = (home: Home, hour: number): bigint => {
      const record = readAt.get(keyOf(home.meter.id, BigInt(START_S + hour * HOUR_S)));
      if (record?.type !== "MeterReading") return 0n;
      const wh = record.importWh + record.exportWh;
      const flow = wh - (settled.get(home.meter.id) ?? 0n);
      settled.set(home.meter.id, wh);
      return flow;
    };
    const delivered = new Map<string, bigint>();
    for (let hour = 1; hour <= hours; hour++) {
      const production = flowAt(supplier, hour);
      const demands = served.map((home) => ({ id: home.meter.id, wh: flowAt(home, hour) }));
      const sum = demands.reduce((total, { wh }) => total + wh, 0n);
      for (const { id, wh } of demands) {
        const share = sum <= production ? wh : (production * wh) / sum;
        delivered.set(id, (delivered.get(id) ?? 0n) + share);
      }
    }
    expect(await settlement.settledUntil(supplier.meter.id)).to.equal(BigInt(START_S + hours * HOUR_S));
    for (const id of await agreements.agreementsOfExportMeter(supplier.meter.id)) {
      const { importMeter } = await agreements.agreementOf(id);
      expect(await settlement.deliveredWhOf(id), importMeter).to.equal(delivered.get(importMeter));
    }
  }
}

function keyOf(meter: string, timestampS: bigint): string {
  return `${meter} ${timestampS}`;
}
