import { expect } from "chai";
import type { SignedRecord } from "../../../../protocol/index.js";
import type { OracleLife } from "../../../oracle/support/oracleProcess.js";
import { randomOf } from "../../../oracle/support/random.js";
import { endOf, type Home, meterIdOf, open, read } from "./home.js";
import { mintFor } from "./mint.js";
import { HOURS } from "./profile.js";
import { BUYER, DRY, dryFlat, type Prosumer, type Street } from "./street.js";

/** The node that runs as a process of its own until it is killed in the morning. */
const KILLED = 2;
/** The node that is stopped in the evening and started again on its database. */
const RESTARTED = { prosumer: 7, hour: 18 };
/** The node whose meters send in any order, and some things twice. */
const UNTIDY = { prosumer: 5, seed: 4 };
/** The flat whose meter signs on, but is not heard for these hours. */
export const SILENT = { prosumer: 1, flat: 0, fromHour: 10, toHour: 13 };
/** When the node of who buys is done before that of who sells to him has heard of the hour. */
const AHEAD_HOUR = 20;
const NOON = 12;

/**
 * Lives through the day: every meter signs every quarter of an hour, and the nodes take it to the chain.
 * @param afterHour Called after each hour of the afternoon once the nodes have it.
 */
export async function liveThroughTheDay(street: Street, afterHour: () => Promise<void>): Promise<void> {
  const { prosumers } = street;
  const openings = new Map(prosumers.map((prosumer) => [prosumer, metersOf(prosumer).map(open)]));
  const random = randomOf(UNTIDY.seed);
  const killed = prosumers[KILLED] as Prosumer;
  const morning = [
    ...(openings.get(killed) ?? []),
    ...Array.from({ length: NOON }, (_, hour) => metersOf(killed).flatMap((home) => read(home, hour))).flat(),
  ];
  const life = killed.node.startProcess(morning);
  const running = prosumers.filter((prosumer) => prosumer !== killed);
  for (const { node } of running) await node.start();
  const kill = killOnceOpen(street, killed, life);

  const buyer = prosumers[BUYER.prosumer] as Prosumer;
  const seller = prosumers[BUYER.from] as Prosumer;
  const held: SignedRecord[] = [];
  let last: readonly SignedRecord[] = [];
  for (let hour = 0; hour < HOURS; hour++) {
    if (hour === NOON) {
      await kill;
      await killed.node.start();
      await killed.node.deliver(morning);
      await topUpTheDryFlat(street);
    }
    const heard = prosumers.filter((prosumer) => prosumer !== killed || hour >= NOON);
    const sent = new Map(heard.map((prosumer) => [prosumer, sentIn(hour, prosumer, openings, held)]));
    const ofBuyer = (sent.get(buyer) ?? []).filter(({ record }) => record.header.device === meterIdOf(buyer));
    sent.get(seller)?.push(...ofBuyer);
    if (hour === AHEAD_HOUR) {
      await buyer.node.deliver(sent.get(buyer) ?? []);
      await buyer.node.oracle.flush();
    }
    if (hour === RESTARTED.hour) await prosumers[RESTARTED.prosumer]?.node.restart();
    await Promise.all(
      heard.map(async (prosumer) => {
        const records = sent.get(prosumer) ?? [];
        if (prosumer !== prosumers[UNTIDY.prosumer]) return prosumer.node.deliver(records);
        const untidy = shuffled([...records, ...records.slice(0, 7), ...last], random);
        last = records;
        await prosumer.node.deliver(untidy.slice(0, untidy.length >> 1));
        await prosumer.node.deliver(untidy.slice(untidy.length >> 1));
      }),
    );
    if (hour === SILENT.toHour) await closeWithoutTheSilentFlat(street, held);
    if (hour >= NOON) await afterHour();
  }
  await Promise.all(prosumers.map(({ node }) => node.oracle.flush()));
}

function metersOf(prosumer: Prosumer): Home[] {
  return [prosumer, ...prosumer.flats];
}

/** What a node hears of an hour from its own meters; `held` takes what the silent flat's does not get through. */
function sentIn(
  hour: number,
  prosumer: Prosumer,
  openings: ReadonlyMap<Prosumer, readonly SignedRecord[]>,
  held: SignedRecord[],
): SignedRecord[] {
  const sent = hour === 0 ? [...(openings.get(prosumer) ?? [])] : [];
  for (const home of metersOf(prosumer)) {
    const readings = read(home, hour);
    const isSilent = home.household.home === `flat ${SILENT.prosumer}.${SILENT.flat}`;
    if (isSilent && hour >= SILENT.fromHour && hour <= SILENT.toHour) held.push(...readings);
    else sent.push(...readings);
  }
  return sent;
}

/** Kills the process in the middle of its work: its meters are open on the chain, its intervals mostly not settled. */
async function killOnceOpen({ world }: Street, { meter }: Prosumer, life: OracleLife): Promise<void> {
  const { settlement } = world.contracts;
  await until(async () => (await settlement.registersOf(meter.device.id)).importAtS > 0n);
  life.child.kill("SIGKILL");
  const { code, log } = await life.ended;
  expect(code, `the oracle ended by itself: ${log}`).to.equal(null);
}

/** The supplier's intervals waited for the silent meter; nobody waits any longer. Then it is heard again. */
async function closeWithoutTheSilentFlat({ world, prosumers }: Street, held: readonly SignedRecord[]): Promise<void> {
  const { node, meter } = prosumers[SILENT.prosumer] as Prosumer;
  const settledUntil = () => world.contracts.settlement.settledUntil(meter.device.id);
  await until(async () => (await settledUntil()) === endOf(SILENT.fromHour - 1));
  await node.oracle.flush();
  expect(await settledUntil()).to.equal(endOf(SILENT.toHour));
  await node.deliver(held);
}

/** One flat's escrow has run dry: its agreement delivers nothing until more is paid in and the claim is paid. */
async function topUpTheDryFlat({ world, prosumers }: Street): Promise<void> {
  const { consortium } = world;
  const { settlement, agreements } = world.contracts;
  const flat = dryFlat(prosumers);
  const supplier = prosumers[DRY.prosumer] as Prosumer;
  await until(async () => (await settlement.settledUntil(supplier.meter.device.id)) === endOf(NOON - 1));
  const [agreement] = await agreements.agreementsOfImportMeter(meterIdOf(flat));
  const claim = await settlement.claimOf(agreement as string);
  expect(claim > 0n, "the dry flat owes").to.equal(true);
  expect(await settlement.escrowOf(flat.household.address)).to.equal(0n);
  expect((await settlement.importOf(meterIdOf(flat))).suspended).to.equal(true);

  const amount = claim + 100_000_000n;
  await mintFor(world, await settlement.getAddress(), amount);
  await (await settlement.connect(consortium.treasurer).deposit(flat.household.address, amount)).wait();
  await (await settlement.connect(consortium.gridOperator).payClaim(agreement as string)).wait();
  expect(await settlement.claimOf(agreement as string)).to.equal(0n);
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

const PATIENCE_MS = 60_000;

async function until(reached: () => Promise<boolean>): Promise<void> {
  const giveUpAtMs = Date.now() + PATIENCE_MS;
  while (!(await reached())) {
    if (Date.now() > giveUpAtMs) throw new Error(`it did not happen within ${PATIENCE_MS / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
