import { join } from "node:path";
import { expect } from "chai";
import { parseEther, Wallet } from "ethers";
import { before, describe, it } from "mocha";
import type { Oracle } from "../../../oracle/index.js";
import type { SignedRecord } from "../../../protocol/index.js";
import { temporaryFolder } from "../support/files.js";
import { agree, createHome, exchangeMeter, fund, HOUR_S, type Home, START_S } from "../support/market.js";
import { reading, useWorld, type World } from "../support/world.js";

describe("oracle/settlement on chain", () => {
  const folder = temporaryFolder();
  const world = useWorld(before);
  let names = 0;

  const start = () => world().oracle(join(folder.path, `state-${names++}`));

  /** The home's reading at the end of hour `hour` (0 is its opening record). */
  const at = (home: Home, hour: number, importWh: number, exportWh = 0): SignedRecord =>
    reading(home.meter, START_S + hour * HOUR_S, importWh, exportWh);

  const settlementRejections = async (oracle: Oracle) =>
    (await oracle.rejections())
      .filter(({ source }) => source === "settlement")
      .map(({ device, code }) => ({ device, code }));

  it("posts openings and closes every interval with its share", async () => {
    const supplier = await createHome(world(), true);
    const [first, second] = [await createHome(world()), await createHome(world(), true)];
    for (const consumer of [first, second]) {
      await agree(world(), { consumer, supplier });
      await fund(world(), consumer);
    }
    const oracle = await start();
    // Hour 1: enough for both. Hour 2: 900 Wh for 600 and 1,200. Hour 3: nothing. Hour 4: everybody rests.
    await oracle.submit([at(supplier, 0, 5, 0), at(first, 0, 7), at(second, 0, 9)]);
    await oracle.submit([at(supplier, 1, 5, 1000), at(first, 1, 307), at(second, 1, 509)]);
    await oracle.submit([at(supplier, 2, 5, 1900), at(first, 2, 907), at(second, 2, 1709)]);
    await oracle.submit([at(supplier, 3, 6, 1900), at(first, 3, 1000), at(second, 3, 1709)]);
    await oracle.submit([at(supplier, 4, 6, 1900), at(first, 4, 1000), at(second, 4, 1709)]);
    await oracle.flush();
    expect(await settledUntilHour(world(), supplier)).to.equal(4);
    expect(await deliveredWh(world(), supplier)).to.deep.equal({ [first.meter.id]: 600n, [second.meter.id]: 1100n });
    expect(await settlementRejections(oracle)).to.deep.equal([]);
    await oracle.close();
  });

  it("closes an hour without a reading that never came, and counts it whole in the next", async () => {
    const [supplier, consumer] = [await createHome(world()), await createHome(world())];
    await agree(world(), { consumer, supplier });
    await fund(world(), consumer);
    const oracle = await start();
    await oracle.submit([at(supplier, 0, 0), at(consumer, 0, 0), at(supplier, 1, 0, 500), at(supplier, 2, 0, 1500)]);
    await oracle.submit([at(consumer, 2, 800)]);
    await oracle.flush();
    expect(await settledUntilHour(world(), supplier)).to.equal(2);
    // The first hour's 500 Wh served nobody; the second hour's 1,000 cover the consumer's two hours.
    expect(await deliveredWh(world(), supplier)).to.deep.equal({ [consumer.meter.id]: 800n });
    await oracle.close();
  });

  it("goes on with an exchanged meter that begins lower, once it is corrected, and refuses it to fall again", async () => {
    const [supplier, consumer] = [await createHome(world()), await createHome(world())];
    await agree(world(), { consumer, supplier });
    await fund(world(), consumer);
    const path = join(folder.path, "exchanged");
    const outcomes = async (oracle: Oracle, ...records: SignedRecord[]) =>
      (await oracle.submit(records)).map(({ outcome, code }) => code ?? outcome);

    const before = await world().oracle(path);
    await before.submit([at(supplier, 0, 0), at(consumer, 0, 4000), at(supplier, 1, 0, 500), at(consumer, 1, 4300)]);
    await before.flush();
    await exchangeMeter(world(), consumer, 4350n, 10n);
    expect(await outcomes(before, at(consumer, 2, 100), at(supplier, 2, 0, 1000))).to.deep.equal([
      "buffered",
      "buffered",
    ]);
    await before.flush();
    expect(await settledUntilHour(world(), supplier)).to.equal(2);
    // 300 Wh, then 50 of the old meter and 90 of the new one.
    expect(await deliveredWh(world(), supplier)).to.deep.equal({ [consumer.meter.id]: 440n });
    await before.close();

    const after = await world().oracle(path);
    expect(await outcomes(after, at(consumer, 3, 99))).to.deep.equal(["RegisterBackwards"]);
    await after.close();
  });

  it("waits for a meter that is silent, and takes its reading when it comes", async () => {
    const [supplier, consumer] = [await createHome(world()), await createHome(world())];
    await agree(world(), { consumer, supplier });
    await fund(world(), consumer);
    const oracle = await start();
    await oracle.submit([at(supplier, 0, 0), at(consumer, 0, 0), at(supplier, 1, 0, 500)]);
    await until(async () => (await world().contracts.settlement.registersOf(supplier.meter.id)).exportAtS > 0n);
    expect(await settledUntilHour(world(), supplier)).to.equal(0);
    await oracle.submit([at(consumer, 1, 400)]);
    await until(async () => (await settledUntilHour(world(), supplier)) === 1);
    expect(await deliveredWh(world(), supplier)).to.deep.equal({ [consumer.meter.id]: 400n });
    await oracle.close();
  });

  it("hands a consumer on from one supplier to the next with a baseline where one is needed", async () => {
    const [early, late, consumer] = [await createHome(world()), await createHome(world()), await createHome(world())];
    await agree(world(), { consumer, supplier: early, fromHour: 1, toHour: 2 });
    await agree(world(), { consumer, supplier: late, fromHour: 3, toHour: 9 });
    await fund(world(), consumer);
    const oracle = await start();
    for (let hour = 0; hour <= 5; hour++) {
      await oracle.submit([
        at(early, hour, 0, hour * 1000),
        at(late, hour, 0, hour * 1000),
        at(consumer, hour, hour * 100),
      ]);
    }
    await oracle.flush();
    expect(await settlementRejections(oracle)).to.deep.equal([]);
    // Hour 2 from the first, hours 4 and 5 from the second; what flowed without an agreement counts nowhere.
    expect(await deliveredWh(world(), early)).to.deep.equal({ [consumer.meter.id]: 100n });
    expect(await deliveredWh(world(), late)).to.deep.equal({ [consumer.meter.id]: 200n });
    await oracle.close();
  });

  it("drops the reading of a meter that was revoked after it was taken, and settles the rest", async () => {
    const supplier = await createHome(world());
    const [good, bad] = [await createHome(world()), await createHome(world())];
    for (const consumer of [good, bad]) {
      await agree(world(), { consumer, supplier });
      await fund(world(), consumer);
    }
    const oracle = await start();
    await oracle.submit([at(supplier, 0, 0), at(good, 0, 0), at(bad, 0, 0), at(bad, 1, 100), at(bad, 2, 300)]);
    await until(async () => (await world().contracts.settlement.registersOf(bad.meter.id)).importAtS > 0n);
    const registry = world().contracts.devices.connect(world().consortium.gridOperator);
    await (await registry.revoke(bad.meter.id)).wait();
    await oracle.submit([at(supplier, 1, 0, 500), at(good, 1, 200), at(supplier, 2, 0, 900), at(good, 2, 500)]);
    await oracle.flush();
    expect(await settledUntilHour(world(), supplier)).to.equal(2);
    expect(await deliveredWh(world(), supplier)).to.deep.equal({ [good.meter.id]: 500n, [bad.meter.id]: 0n });
    expect(await settlementRejections(oracle)).to.deep.equal(
      [1, 2].map(() => ({ device: bad.meter.id, code: "DeviceRegistryUnexpectedStatus" })),
    );
    // Its records are anchored all the same: a verifier judges them by the time of the anchor.
    expect(oracle.counts()).to.include({ rejected: 0, anchored: 9 });
    await oracle.close();
  });

  it("says so when an interval was settled by somebody else", async () => {
    const [supplier, consumer] = [await createHome(world()), await createHome(world())];
    await agree(world(), { consumer, supplier });
    await fund(world(), consumer);
    const first = await start();
    const openings = [at(supplier, 0, 0), at(consumer, 0, 0)];
    await first.submit(openings);
    await first.flush();
    // The second has looked at the chain before the first settles hour 1.
    const second = await world().oracle(join(folder.path, "rival"), { signer: await rival(world()) });
    await second.submit(openings);
    await second.flush();
    const hour = [at(supplier, 1, 0, 500), at(consumer, 1, 200)];
    await first.submit(hour);
    await first.flush();
    await second.submit(hour);
    await second.flush();
    expect(await settlementRejections(second)).to.deep.equal([
      { device: supplier.meter.id, code: "EnergySettlementIntervalSettled" },
    ]);
    expect(await deliveredWh(world(), supplier)).to.deep.equal({ [consumer.meter.id]: 200n });
    await first.close();
    await second.close();
  });

  it("leaves a supplier to the oracle that hears its meter and its consumers'", async () => {
    const [seller, buyer, flat] = [
      await createHome(world()),
      await createHome(world(), true),
      await createHome(world()),
    ];
    await agree(world(), { consumer: buyer, supplier: seller });
    await agree(world(), { consumer: flat, supplier: buyer });
    for (const home of [buyer, flat]) await fund(world(), home);
    const ofBuyer = [at(buyer, 0, 0, 0), at(buyer, 1, 300, 200)];
    const own = await world().oracle(join(folder.path, "buyer's"), { signer: await rival(world()) });
    await own.submit([...ofBuyer, at(flat, 0, 0), at(flat, 1, 150)]);
    await own.flush();
    // The buyer's oracle is done and waits for nobody; the seller's hour is not its to close.
    expect(await settledUntilHour(world(), buyer)).to.equal(1);
    expect(await settledUntilHour(world(), seller)).to.equal(0);
    const other = await start();
    await other.submit([at(seller, 0, 0), at(seller, 1, 0, 500), ...ofBuyer]);
    // Nor is the buyer's next hour the seller's, though the buyer's meter is heard there.
    await other.submit([at(seller, 2, 0, 600), at(buyer, 2, 350, 900)]);
    await other.flush();
    expect(await settledUntilHour(world(), seller)).to.equal(2);
    expect(await settledUntilHour(world(), buyer)).to.equal(1);
    expect(await deliveredWh(world(), seller)).to.deep.equal({ [buyer.meter.id]: 350n });
    expect(await deliveredWh(world(), buyer)).to.deep.equal({ [flat.meter.id]: 150n });
    for (const oracle of [own, other]) {
      expect(await settlementRejections(oracle)).to.deep.equal([]);
      await oracle.close();
    }
  });

  it("hands a consumer on from a supplier that another oracle settles", async () => {
    const [early, late, consumer] = [await createHome(world()), await createHome(world()), await createHome(world())];
    await agree(world(), { consumer, supplier: early, fromHour: 0, toHour: 1 });
    await agree(world(), { consumer, supplier: late, fromHour: 2, toHour: 9 });
    await fund(world(), consumer);
    const ofConsumer = [0, 1, 2, 3].map((hour) => at(consumer, hour, hour * 100));
    const second = await world().oracle(join(folder.path, "late's"), { signer: await rival(world()) });
    await second.submit([...ofConsumer, ...[0, 1, 2, 3].map((hour) => at(late, hour, 0, hour * 1000))]);
    await second.flush();
    // What the consumer owes its first supplier comes before a new baseline.
    expect(await settledUntilHour(world(), late)).to.equal(0);
    const first = await start();
    await first.submit([...ofConsumer, ...[0, 1].map((hour) => at(early, hour, 0, hour * 1000))]);
    await first.flush();
    await second.flush();
    expect(await deliveredWh(world(), early)).to.deep.equal({ [consumer.meter.id]: 100n });
    expect(await deliveredWh(world(), late)).to.deep.equal({ [consumer.meter.id]: 100n });
    for (const oracle of [first, second]) {
      expect(await settlementRejections(oracle)).to.deep.equal([]);
      await oracle.close();
    }
  });

  it("settles a long backlog, in order and to the last hour", async () => {
    const [a, b] = [await createHome(world()), await createHome(world())];
    const consumers = [await createHome(world()), await createHome(world()), await createHome(world())];
    for (const [index, consumer] of consumers.entries()) {
      await agree(world(), { consumer, supplier: index === 0 ? a : b });
      await fund(world(), consumer);
    }
    const oracle = await start();
    const hours = 90;
    for (let hour = 0; hour <= hours; hour++) {
      await oracle.submit([
        at(a, hour, 0, hour * 100),
        at(b, hour, 0, hour * 100),
        ...consumers.map((home) => at(home, hour, hour * 60)),
      ]);
    }
    await oracle.flush();
    expect(await settledUntilHour(world(), a)).to.equal(hours);
    expect(await settledUntilHour(world(), b)).to.equal(hours);
    const [alone, ...shared] = consumers.map(({ meter }) => meter.id);
    expect(await deliveredWh(world(), a)).to.deep.equal({ [alone ?? ""]: BigInt(hours * 60) });
    expect(await deliveredWh(world(), b)).to.deep.equal(
      Object.fromEntries(shared.map((id) => [id, BigInt(hours * 50)])),
    );
    expect(await settlementRejections(oracle)).to.deep.equal([]);
    await oracle.close();
  });
});

async function settledUntilHour(world: World, supplier: Home): Promise<number> {
  const untilS = Number(await world.contracts.settlement.settledUntil(supplier.meter.id));
  return untilS === 0 ? 0 : (untilS - START_S) / HOUR_S;
}

/** Wh that a supplier delivered, by its consumers' meters. */
async function deliveredWh(world: World, supplier: Home): Promise<Record<string, bigint>> {
  const { agreements, settlement } = world.contracts;
  const delivered: Record<string, bigint> = {};
  for (const id of await agreements.agreementsOfExportMeter(supplier.meter.id)) {
    const { importMeter } = await agreements.agreementOf(id);
    delivered[importMeter] = (delivered[importMeter] ?? 0n) + (await settlement.deliveredWhOf(id));
  }
  return delivered;
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  const giveUpAtMs = Date.now() + 20_000;
  while (!(await reached())) {
    if (Date.now() > giveUpAtMs) throw new Error("it did not happen within 20 s");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A second oracle's account with the same rights. */
async function rival(world: World) {
  const wallet = Wallet.createRandom();
  const administrator = await world.provider.getSigner(0);
  await (await administrator.sendTransaction({ to: wallet.address, value: parseEther("10") })).wait();
  await (await world.contracts.authority.connect(administrator).grantRole(1n, wallet.address, 0)).wait();
  return wallet;
}
