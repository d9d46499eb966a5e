import { expect } from "chai";
import { describe, it } from "mocha";
import type { PackedReading } from "../../../protocol/index.js";
import { fresh } from "../../support/chain/chain.js";
import { agree, endOf, intervalOf } from "../../support/chain/market.js";
import { hour, type Village, village } from "./village.js";

type Interval = Awaited<ReturnType<typeof hour>>;
type Three = [PackedReading, PackedReading, PackedReading];

const HALF = 1n << 255n;
const SECP256K1_N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const P256_N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const word = (value: bigint) => `0x${value.toString(16).padStart(64, "0")}` as const;

/** The village's first hour, its readings changed. */
async function changedHour(v: Village, change: (readings: Three) => readonly PackedReading[]): Promise<Interval> {
  const interval = await hour(v, 1, [900n, 100n, 200n]);
  return { ...interval, readings: [...change([...interval.readings] as Three)] };
}

/** A reading with `bits` of its values flipped. */
const flipped = (reading: PackedReading, bits: bigint) => ({ ...reading, values: reading.values ^ bits });
const moved = (reading: PackedReading, position: bigint) => ({
  ...reading,
  values: (reading.values & ((1n << 240n) - 1n)) | (position << 240n),
});

async function expectUnexpected(v: Village, interval: Interval, index: number): Promise<void> {
  await expect(v.settlement.connect(v.oracle).settle([interval]))
    .to.be.revertedWithCustomError(v.settlement, "EnergySettlementUnexpectedReading")
    .withArgs(v.supplier.meter.device, index);
}

async function expectUnsigned(v: Village, interval: Interval, home: Village["ada"]): Promise<void> {
  await expect(v.settlement.connect(v.oracle).settle([interval]))
    .to.be.revertedWithCustomError(v.devices, "DeviceRegistryInvalidDeviceSignature")
    .withArgs(home.meter.device);
}

describe("EnergySettlement: packed readings", () => {
  describe("given their place in the interval", () => {
    it("refuses a position beyond the roster, the widest too", async () => {
      const v = await fresh(village);
      for (const position of [3n, 101n, 0xffffn]) {
        await expectUnexpected(v, await changedHour(v, ([s, a, b]) => [s, a, moved(b, position)]), 2);
      }
    });

    it("refuses readings out of order", async () => {
      const v = await fresh(village);
      await expectUnexpected(v, await changedHour(v, ([s, a, b]) => [s, b, a]), 2);
      await expectUnexpected(v, await changedHour(v, ([s, a, b]) => [a, s, b]), 1);
    });

    it("refuses one given twice, and another of the same meter", async () => {
      const v = await fresh(village);
      await expectUnexpected(v, await changedHour(v, ([s, a, b]) => [s, s, a, b]), 1);
      await expectUnexpected(v, await changedHour(v, ([s, a, b]) => [s, a, b, b]), 3);
      const richer = (await intervalOf(v, v.supplier, endOf(1), [v.ada.meter.read(endOf(1), 100_000n, 0n)])).readings;
      await expectUnexpected(v, await changedHour(v, ([s, a, b]) => [s, a, ...richer, b]), 2);
    });

    it("refuses a baseline after the reading at the end, and twice", async () => {
      const v = await fresh(village);
      const baseline = v.ada.meter.read(endOf(0), 0n, 0n);
      const [packed] = (await intervalOf(v, v.supplier, endOf(1), [baseline])).readings;
      await expectUnexpected(v, await changedHour(v, ([s, a, b]) => [s, a, packed!, b]), 2);
      await agree(v, v.eve, v.ada, { startS: endOf(5) });
      const readings = [
        v.ada.meter.read(endOf(5), 0n, 0n),
        v.ada.meter.read(endOf(6), 0n, 0n),
        v.eve.meter.read(endOf(5), 0n, 0n),
      ];
      const whole = await intervalOf(v, v.ada, endOf(6), readings);
      const [first, second, third] = whole.readings as Three;
      for (const [again, index] of [
        [[first, first, second, third], 1],
        [[first, second, third, third], 3],
      ] as const) {
        await expect(v.settlement.connect(v.oracle).settle([{ ...whole, readings: [...again] }]))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementUnexpectedReading")
          .withArgs(v.ada.meter.device, index);
      }
    });

    it("refuses a baseline where the last settled register is recent enough", async () => {
      const v = await fresh(village);
      await v.settlement.settle([await hour(v, 1, [900n, 100n, 200n])]);
      for (const [baseline, home] of [
        [v.supplier.meter.read(endOf(1), 0n, 900n), v.supplier],
        [v.bob.meter.read(endOf(1), 200n, 0n), v.bob],
      ] as const) {
        await expect(v.settlement.settle([await hour(v, 2, [1900n, 200n, 300n], [baseline])]))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementBaselineNotNeeded")
          .withArgs(home.meter.device, endOf(1));
      }
    });
  });

  it("refuses every bit that nothing uses", async () => {
    const v = await fresh(village);
    const unused = [...Array(24).keys()].map((bit) => 192n + BigInt(bit));
    for (const bit of [...unused, 233n, 239n]) {
      await expectUnexpected(v, await changedHour(v, ([s, a, b]) => [s, flipped(a, 1n << bit), b]), 1);
    }
  });

  it("counts every other bit: none may change what the meter signed", async () => {
    const v = await fresh(village);
    // Export and import register, sequence, who signed, time source: the lowest and the highest bit of each.
    for (const bit of [0n, 63n, 64n, 127n, 128n, 191n, 216n, 223n, 224n, 231n]) {
      for (const [index, home] of [v.supplier, v.ada, v.bob].entries()) {
        const change = (readings: Three) =>
          readings.map((reading, at) => (at === index ? flipped(reading, 1n << bit) : reading));
        await expectUnsigned(v, await changedHour(v, change), home);
      }
    }
    await expectUnsigned(v, await changedHour(v, ([s, a, b]) => [s, { ...a, link: word(1n) }, b]), v.ada);
    // As a baseline the reading would be of another time.
    await expectUnsigned(v, await changedHour(v, ([s, a, b]) => [s, flipped(a, 1n << 232n), b]), v.ada);
  });

  describe("given another signature", () => {
    it("refuses another meter's, at its own place and at the other's", async () => {
      const v = await fresh(village);
      const signedBy = (reading: PackedReading, { r, vs }: PackedReading) => ({ ...reading, r, vs });
      await expectUnsigned(v, await changedHour(v, ([s, a, b]) => [s, signedBy(a, s), b]), v.ada);
      await expectUnsigned(v, await changedHour(v, ([s, a, b]) => [s, signedBy(a, b), b]), v.ada);
      await expectUnsigned(v, await changedHour(v, ([s, a, b]) => [s, a, signedBy(b, a)]), v.bob);
      await expectUnsigned(v, await changedHour(v, ([s, a, b]) => [moved(a, 0n), moved(s, 1n), b]), v.supplier);
    });

    it("refuses the other parity, a high s, and what is no signature, of secp256k1", async () => {
      const v = await fresh(village);
      const [, { vs }] = (await hour(v, 1, [900n, 100n, 200n])).readings as Three;
      const s = BigInt(vs) & (HALF - 1n);
      for (const change of [
        { vs: word(BigInt(vs) ^ HALF) },
        // The other s of a signature, as far as it fits beside the parity.
        { vs: word((SECP256K1_N - s) & (HALF - 1n)) },
        { vs: word(SECP256K1_N / 2n + 1n) },
        { r: word(0n) },
        { vs: word(0n) },
        { r: word(SECP256K1_N) },
        { r: word(0n), vs: word(0n) },
      ]) {
        const wrong = await changedHour(v, ([supplied, a, b]) => [supplied, { ...a, ...change }, b]);
        await expectUnsigned(v, wrong, v.ada);
      }
    });

    it("refuses a high s, and what is no signature, of P-256", async () => {
      const v = await fresh(village);
      const [, , { vs }] = (await hour(v, 1, [900n, 100n, 200n])).readings as Three;
      for (const change of [
        { vs: word(P256_N - BigInt(vs)) },
        { vs: word(P256_N / 2n + 1n) },
        { vs: word(0n) },
        { r: word(0n) },
        { r: word(P256_N) },
        { r: word(0n), vs: word(0n) },
      ]) {
        const wrong = await changedHour(v, ([supplied, a, b]) => [supplied, a, { ...b, ...change }]);
        await expectUnsigned(v, wrong, v.bob);
      }
      await v.settlement.settle([await hour(v, 1, [900n, 100n, 200n])]);
    });
  });
});
