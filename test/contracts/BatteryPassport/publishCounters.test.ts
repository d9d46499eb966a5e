import { expect } from "chai";
import { describe, it } from "mocha";
import { countersHashOf, NOT_MEASURED_UINT64 } from "../../../protocol/index.js";
import { cycleContent, enrolBattery, FACTS, PASSPORT, publishedCounters } from "../../support/chain/batteries.js";
import { fresh } from "../../support/chain/chain.js";
import type { CycleContent, SignedChargeCycle } from "../../support/chain/recorder.js";
import { anchorCycles, battery, issueNamed, succeed } from "./cycles.js";

type Counters = CycleContent["counters"];

const published = ({ record }: SignedChargeCycle) => publishedCounters(record.counters);

/** A second battery whose device records a cycle with each of the counters; a checkpoint is set to the first. */
async function measuring(...changes: readonly Partial<Counters>[]) {
  const c = await fresh(battery);
  const [passport = 0n] = await issueNamed(c, "second");
  const enrolled = await enrolBattery(c, { name: "second" });
  await c.passports.bind(passport, enrolled.device, 1n);
  const { measurements, counters } = cycleContent(9n);
  const contents = changes.map((change) => ({ measurements, counters: { ...counters, ...change } }));
  const { cycles, proofOf } = await anchorCycles(c, c.stream, enrolled, contents);
  await c.passports.checkpoint(passport, proofOf(1));
  const publish = (index: number) => c.passports.publishCounters(passport, published(cycles[index - 1]!));
  return { ...c, passport, cycles, proofOf, publish };
}

describe("BatteryPassport: publishCounters", () => {
  it("refuses a passport that does not exist, anybody but its keeper, and one that has a successor", async () => {
    const c = await fresh(battery);
    await c.passports.checkpoint(PASSPORT, c.proofOf(5));
    const counters = published(c.cycles[4]!);
    await expect(c.passports.publishCounters(1n, counters))
      .to.be.revertedWithCustomError(c.passports, "ERC721NonexistentToken")
      .withArgs(1n);
    await expect(c.passports.connect(c.stranger).publishCounters(PASSPORT, counters))
      .to.be.revertedWithCustomError(c.passports, "BatteryPassportNotKeeper")
      .withArgs(PASSPORT, c.stranger);
    const successor = await succeed(c, [PASSPORT]);
    await expect(c.passports.publishCounters(PASSPORT, counters))
      .to.be.revertedWithCustomError(c.passports, "BatteryPassportSucceeded")
      .withArgs(PASSPORT, successor);
  });

  it("publishes the counters that stand behind the checkpoint", async () => {
    const { passports, device, cycles, proofOf } = await fresh(battery);
    await passports.checkpoint(PASSPORT, proofOf(5));
    const counters = published(cycles[4]!);
    await expect(passports.publishCounters(PASSPORT, counters))
      .to.emit(passports, "CountersPublished")
      .withArgs(PASSPORT, device, 5n);
    const stored = await passports.countersOf(PASSPORT);
    expect([stored.device, stored.sequence]).to.deep.equal([device, 5n]);
    expect([...stored.counters]).to.deep.equal(Object.values(counters));
  });

  it("keeps them while the checkpoint moves on, and takes those of the new one", async () => {
    const { passports, cycles, proofOf } = await fresh(battery);
    for (const sequence of [4, 6]) {
      await passports.checkpoint(PASSPORT, proofOf(sequence));
      await passports.publishCounters(PASSPORT, published(cycles[sequence - 1]!));
    }
    const { sequence, counters } = await passports.countersOf(PASSPORT);
    expect([sequence, counters.chargeCount]).to.deep.equal([6n, 9n]);
  });

  it("refuses counters before the first checkpoint, another record's, and changed ones", async () => {
    const { passports, cycles, proofOf } = await fresh(battery);
    await expect(passports.publishCounters(PASSPORT, published(cycles[4]!)))
      .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidCounters")
      .withArgs(PASSPORT, countersHashOf(cycles[4]!.record.counters));
    await passports.checkpoint(PASSPORT, proofOf(5));
    await expect(passports.publishCounters(PASSPORT, published(cycles[3]!)))
      .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidCounters")
      .withArgs(PASSPORT, countersHashOf(cycles[3]!.record.counters));
    const good = published(cycles[4]!);
    for (const [name, value] of Object.entries(good)) {
      const other = typeof value === "bigint" ? value ^ 1n : cycles[3]!.record.counters.salt;
      await expect(passports.publishCounters(PASSPORT, { ...good, [name]: other }), name).to.be.revertedWithCustomError(
        passports,
        "BatteryPassportInvalidCounters",
      );
    }
  });

  for (const [what, change] of [
    ["charges", { chargeCount: BigInt(FACTS.factoryChargeCount) - 1n }],
    ["discharges", { dischargeCount: BigInt(FACTS.factoryDischargeCount) - 1n }],
  ] as const) {
    it(`refuses fewer ${what} than the factory's`, async () => {
      const { passports, passport, publish } = await measuring(change);
      await expect(publish(1))
        .to.be.revertedWithCustomError(passports, "BatteryPassportCountersDecreased")
        .withArgs(passport);
    });
  }

  it("accepts just the factory's counts", async () => {
    const { publish } = await measuring({ chargeCount: 3n, dischargeCount: 2n });
    await publish(1);
  });

  const all = { ...cycleContent(9n).counters, timeExtremeHighTempChargingMs: 7n, timeExtremeLowTempChargingMs: 7n };
  const high = Object.fromEntries(Object.keys(all).map((name) => [name, 100n])) as unknown as Counters;
  for (const name of Object.keys(all) as (keyof Counters)[]) {
    it(`refuses a lower ${name} than published, and takes an equal one`, async () => {
      const { passports, passport, publish, proofOf } = await measuring(high, { ...high, [name]: 99n }, high);
      await publish(1);
      await passports.checkpoint(passport, proofOf(2));
      await expect(publish(2))
        .to.be.revertedWithCustomError(passports, "BatteryPassportCountersDecreased")
        .withArgs(passport);
      await passports.checkpoint(passport, proofOf(3));
      await publish(3);
    });
  }

  for (const name of Object.keys(all).slice(5) as (keyof Counters)[]) {
    it(`refuses ${name} that is measured no longer, or only from now on`, async () => {
      const without = { ...high, [name]: null };
      for (const [first, second] of [
        [high, without],
        [without, high],
      ] as const) {
        const { passports, passport, publish, proofOf } = await measuring(first, second, first);
        await publish(1);
        await passports.checkpoint(passport, proofOf(2));
        await expect(publish(2))
          .to.be.revertedWithCustomError(passports, "BatteryPassportCountersDecreased")
          .withArgs(passport);
        await passports.checkpoint(passport, proofOf(3));
        await publish(3);
        const { counters } = await passports.countersOf(passport);
        expect(counters[name]).to.equal(first[name] ?? NOT_MEASURED_UINT64);
      }
    });
  }
});
