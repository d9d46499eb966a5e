import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { createIndexer, type Indexer } from "../../indexer/index.js";
import { certificateIdOf, decodeWords, type Hex, type Statement, structHashOf } from "../../protocol/index.js";
import { createWorld, type World } from "../oracle/support/world.js";
import { compareBills } from "../settlement/support/bills.js";
import { anchoredBy } from "./support/day/anchored.js";
import { CHANNEL_PRICE, FeedInChannel } from "./support/day/channel.js";
import { moreContracts } from "./support/day/contracts.js";
import { accredit, cashOut, certify, type Issued } from "./support/day/evening.js";
import { type History, replayHistory } from "./support/day/history.js";
import { endOf, HOUR_S, meterIdOf } from "./support/day/home.js";
import { HOURS, QUARTERS } from "./support/day/profile.js";
import { liveThroughTheDay, SILENT } from "./support/day/story.js";
import {
  BUYER,
  DRY,
  dryFlat,
  FLATS_EACH,
  openStreet,
  PROSUMERS,
  type Prosumer,
  type Street,
} from "./support/day/street.js";

const METERS = PROSUMERS * (1 + FLATS_EACH);
const RECORDS_EACH = 1 + HOURS * QUARTERS;
/** Whose production is certified, who takes his earnings home, and who is paid for what he feeds in over a channel. */
const [CERTIFIED, PAID_OUT, PAID_BY_CHANNEL] = [4, 9, 8];

/**
 * Use and production are those of data/community_hourly.csv on 1 August 2016 for the ten prosumers, and a fifth of what the
 * same homes use on the ten days after for the flats; an hour's Wh are spread over its quarters.
 */
describe("a day of ten prosumers' nodes and a hundred consumers", () => {
  const folder = mkdtempSync(join(tmpdir(), "wattproof-day-"));
  const problems: unknown[] = [];
  let world: World;
  let street: Street;
  let indexer: Indexer;
  let history: History;
  let statements: Statement[];
  let issued: Issued;
  let paidOut: bigint;
  let channel: FeedInChannel | undefined;
  const prosumer = (index: number) => street.prosumers[index] as Prosumer;

  before(async function () {
    this.timeout(400_000);
    world = await createWorld();
    street = await openStreet(world, folder);
    indexer = await createIndexer({
      rpcUrl: world.rpcUrl,
      directory: world.contracts.directory,
      readBatch: async (stream, sequence) => {
        for (const { node } of street.prosumers) {
          const batch = await node.readBatch(stream, sequence);
          if (batch !== undefined) return batch;
        }
        return undefined;
      },
      database: join(folder, "index.sqlite"),
      onProblem: (problem) => problems.push(problem),
    });
    indexer.start();
    const books = join(folder, "channel");
    mkdirSync(books);
    await liveThroughTheDay(street, async () => {
      channel ??= await FeedInChannel.open(street, prosumer(PAID_BY_CHANNEL), books);
      await channel.promise();
    });
    paidOut = await cashOut(street, prosumer(PAID_OUT));
    await accredit(street, prosumer(CERTIFIED));
    issued = await certify(street, prosumer(CERTIFIED), folder);
    history = await replayHistory(street);
  });

  after(async () => {
    await indexer?.stop();
    await world?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  it("anchors every record that a meter signed, once in its node's stream, and nothing else", async () => {
    const streams = new Map<Hex, number>();
    for (const each of street.prosumers) {
      const hashes = await anchoredBy(street, each);
      expect(new Set(hashes).size).to.equal(hashes.length);
      for (const hash of hashes) streams.set(hash, (streams.get(hash) ?? 0) + 1);
      expect(each.node.oracle.counts()).to.include({ anchored: hashes.length, rejected: 0, delayed: 0 });
      expect(await each.node.oracle.rejections()).to.deep.equal([]);
    }
    const signed = street.homes.flatMap((home) =>
      home.signed.map(({ record }) => [home, structHashOf(record)] as const),
    );
    expect(signed).to.have.length(METERS * RECORDS_EACH);
    // The nodes of who buys and of who sells to him both need his records.
    expect(streams).to.deep.equal(
      new Map(signed.map(([home, hash]) => [hash, home === prosumer(BUYER.prosumer) ? 2 : 1])),
    );
  });

  it("settles every hour of every prosumer once, without a register only where a meter was not heard", async () => {
    const settled = history.settled.map(({ exportMeter, endS }) => `${exportMeter} ${endS}`);
    const due = street.prosumers.flatMap((each) =>
      Array.from({ length: HOURS }, (_, hour) => `${meterIdOf(each)} ${endOf(hour)}`),
    );
    expect(settled.toSorted()).to.deep.equal(due.toSorted());
    const missing = history.settled.flatMap(({ exportMeter, endS, words }) => {
      const { supplier, members } = decodeWords(words);
      return [supplier, ...members].flatMap(({ isGiven }, position) =>
        isGiven ? [] : [`${exportMeter} ${endS} ${position}`],
      );
    });
    const silentHours = Array.from({ length: SILENT.toHour - SILENT.fromHour + 1 }, (_, at) => SILENT.fromHour + at);
    const silent = silentHours.map(
      (hour) => `${meterIdOf(prosumer(SILENT.prosumer))} ${endOf(hour)} ${SILENT.flat + 1}`,
    );
    expect(missing).to.deep.equal(silent);
  });

  it("counts all that the unheard meter counted with its next register, and certifies none of it", () => {
    const supplier = meterIdOf(prosumer(SILENT.prosumer));
    const next = history.settled.find((of) => of.exportMeter === supplier && of.endS === endOf(SILENT.toHour + 1));
    const word = decodeWords(next?.words ?? []).members[SILENT.flat];
    const { profile } = prosumer(SILENT.prosumer).flats[SILENT.flat]!;
    const hours = profile.slice(SILENT.fromHour, SILENT.toHour + 2).flat();
    const flowWh = hours.reduce((sum, { importWh }) => sum + importWh, 0n);
    expect(word).to.include({ isGiven: true, isExact: false, flowWh });
  });

  it("delivers no more than was produced, and all that every agreement's intervals say", async () => {
    const delivered = new Map<number, bigint>();
    let isShort = false;
    let isCovered = false;
    for (const { numbers, words } of history.settled) {
      const { supplier, members } = decodeWords(words);
      const sumWh = members.reduce((sum, member) => sum + member.deliveredWh, 0n);
      expect(sumWh <= supplier.flowWh).to.equal(true);
      expect(supplier.deliveredWh).to.equal(sumWh);
      isShort ||= sumWh > 0n && members.some((member) => member.deliveredWh < member.flowWh);
      isCovered ||= sumWh > 0n && sumWh < supplier.flowWh;
      for (const [index, number] of numbers.entries()) {
        delivered.set(number, (delivered.get(number) ?? 0n) + (members[index]?.deliveredWh ?? 0n));
      }
    }
    expect({ isShort, isCovered }).to.deep.equal({ isShort: true, isCovered: true });
    for (const [id, number] of history.numbers) {
      expect(await world.contracts.settlement.deliveredWhOf(id)).to.equal(delivered.get(number) ?? 0n);
    }
  });

  it("comes to what the reference comes to: heads, registers, escrows and claims", async () => {
    const { settlement } = world.contracts;
    const { reference, accounts, numbers } = history;
    for (const account of accounts) {
      expect(await settlement.escrowOf(account), account).to.equal(reference.escrowOf(account));
    }
    for (const [id, number] of numbers) {
      expect(await settlement.claimOf(id), `claim of ${number}`).to.equal(reference.claimOf(number));
    }
    for (const home of street.homes) {
      const meter = meterIdOf(home);
      const { importAtS, exportAtS, importWh, exportWh } = await settlement.registersOf(meter);
      const ours = reference.registersOf(meter)!;
      const registers = [ours.import.atS, ours.export.atS, ours.import.registerWh, ours.export.registerWh];
      expect([importAtS, exportAtS, importWh, exportWh]).to.deep.equal(registers);
      expect(await settlement.headOf(meter)).to.equal(reference.headOf(meter));
    }
  });

  it("suspends the flat whose money ran out until its claim is paid, then delivers again", () => {
    const supplier = meterIdOf(prosumer(DRY.prosumer));
    const words = history.settled
      .filter(({ exportMeter }) => exportMeter === supplier)
      .map((interval) => decodeWords(interval.words).members[DRY.flat]!);
    const dryHour = words.findIndex(({ owed }) => owed > 0n);
    const suspended = words.slice(dryHour + 1, HOURS / 2);
    expect(suspended.some(({ flowWh }) => flowWh > 0n)).to.equal(true);
    expect(suspended.every(({ deliveredWh }) => deliveredWh === 0n)).to.equal(true);
    expect(words.slice(HOURS / 2).some(({ deliveredWh }) => deliveredWh > 0n)).to.equal(true);
    expect(history.reference.escrowOf(dryFlat(street.prosumers).household.address) > 0n).to.equal(true);
  });

  it("conserves money, to the unit", async () => {
    const { settlement, token } = world.contracts;
    const escrows = await Promise.all([...history.accounts].map((account) => settlement.escrowOf(account)));
    const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
    expect(await token.balanceOf(settlement)).to.equal(sum(escrows));
    const minted = (await token.queryFilter(token.filters.Minted())).map(({ args }) => args.amount);
    expect(paidOut > 0n).to.equal(true);
    expect(await token.totalSupply()).to.equal(sum(minted) - paidOut);
    const transfers = await token.queryFilter(token.filters.Transfer());
    const holders = [...new Set(transfers.map(({ args }) => args.to))];
    const balances = await Promise.all(holders.map((holder) => token.balanceOf(holder)));
    expect(sum(balances)).to.equal(await token.totalSupply());
  });

  it("bills everybody what the reference says, each line sold being one bought", async () => {
    const settlement = (await world.contracts.settlement.getAddress()).toLowerCase() as Hex;
    const { reference, settled, accounts } = history;
    statements = await compareBills({ provider: world.provider, settlement, reference, settled }, accounts);
    const buyer = statements.find(({ account }) => account === prosumer(BUYER.prosumer).household.address);
    const directions = new Set(buyer?.lines.filter(({ amount }) => amount > 0n).map(({ direction }) => direction));
    expect(directions).to.deep.equal(new Set(["bought", "sold"]));
    const grid = statements.find(({ account }) => account === street.gridSupplier.address);
    expect(grid?.lines.some(({ source, amount }) => source === "grid" && amount > 0n)).to.equal(true);
  }).timeout(120_000);

  it("is told by the read model as the chain has it", async () => {
    await indexer.waitFor(await world.provider.getBlockNumber());
    await indexer.sync();
    const { queries } = indexer;
    const { settlement, token } = world.contracts;
    const told = await queries.totals();
    const members = history.settled.flatMap(({ words }) => decodeWords(words).members);
    const sum = (of: (word: (typeof members)[number]) => bigint) => members.reduce((all, word) => all + of(word), 0n);
    const open = await Promise.all([...history.numbers.keys()].map((id) => settlement.claimOf(id)));
    const registers = street.homes.map(({ signed }) => signed.at(-1)!.record);
    const counted = (side: "importWh" | "exportWh") =>
      registers.reduce((all, record) => all + (record.type === "MeterReading" ? record[side] : 0n), 0n);
    expect(told.settlement).to.include({
      intervals: members.filter(({ deliveredWh }) => deliveredWh > 0n).length,
      settledWh: sum(({ deliveredWh }) => deliveredWh),
      gridWh: sum(({ grid }) => grid?.deliveredWh ?? 0n),
      owed: open.reduce((all, claim) => all + claim, 0n),
      importWh: counted("importWh"),
      exportWh: counted("exportWh"),
    });
    expect(told.token.totalSupply).to.equal(await token.totalSupply());
    const bought = statements.flatMap(({ lines }) => lines.filter(({ direction }) => direction === "bought"));
    for (const { id, number, deliveredWh, paid, owed } of await queries.agreements()) {
      const lines = bought.filter(({ agreement }) => agreement === number);
      const amount = lines.reduce((all, line) => all + line.amount, 0n);
      expect(deliveredWh).to.equal(lines.reduce((all, line) => all + line.deliveredWh, 0n));
      expect(owed).to.equal(await settlement.claimOf(id));
      expect(paid).to.equal(amount - owed);
    }
    for (const { device, records } of await queries.devices()) expect(records, device).to.equal(RECORDS_EACH);
    const batches = await queries.batches({ limit: 10_000 });
    expect(batches).to.have.length(told.batches);
    expect(batches.filter(({ records }) => records !== "held")).to.deep.equal([]);
    expect(problems).to.deep.equal([]);
    const database = new DatabaseSync(join(folder, "index.sqlite"), { readOnly: true });
    const escrows = database.prepare("select account, balance from escrows").all();
    database.close();
    for (const account of history.accounts) {
      const row = escrows.find((each) => each.account === account);
      expect(BigInt(String(row?.balance ?? 0))).to.equal(await settlement.escrowOf(account));
    }
  });

  it("certifies a prosumer's production whole, and nothing twice", async () => {
    const { certificates } = await moreContracts(world);
    const device = meterIdOf(prosumer(CERTIFIED));
    const produced = history.settled
      .filter(({ exportMeter }) => exportMeter === device)
      .map(({ endS, words }) => ({ endS, ...decodeWords(words).supplier }))
      .filter(({ flowWh }) => flowWh > 0n);
    expect(produced.length).to.be.greaterThan(0);
    const expected = produced.map(({ endS, flowWh }) => {
      const id = certificateIdOf({ device, startS: Number(endS - HOUR_S), endS: Number(endS) });
      return { certificate: `0x${id.toString(16).padStart(64, "0")}`, energyWh: flowWh.toString() };
    });
    expect(issued).to.deep.equal(expected);
    for (const { certificate, energyWh } of issued) {
      const holders = [...history.accounts];
      const held = await certificates.balanceOfBatch(
        holders,
        holders.map(() => certificate),
      );
      expect(held.reduce((all, amount) => all + amount, 0n)).to.equal(BigInt(energyWh));
    }
  });

  it("pays over the channel for what the meter fed in since it opened", async () => {
    const closed = await channel?.close();
    const worth = ((closed?.fedInWh ?? 0n) * CHANNEL_PRICE) / 1_000n;
    expect(worth > 0n).to.equal(true);
    expect(closed).to.include({ promised: worth, credited: worth });
    const { household } = prosumer(PAID_BY_CHANNEL);
    expect(await world.contracts.token.balanceOf(household.address)).to.equal(worth);
  });
});
