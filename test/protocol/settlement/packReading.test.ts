import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  type Hex,
  linkOf,
  type MeterReading,
  PackedReadingInvalid,
  packReading,
  positionOf,
  ReadingNotPackable,
  SignedBy,
  TimeSource,
  unpackReading,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { hash, uint64 } from "../support/arbitraries.js";

const LOW = fc.bigInt({ min: 0n, max: 2n ** 255n - 1n }).map((s): Hex => `0x${s.toString(16).padStart(64, "0")}`);
const INTERVAL = { startS: 7_200n, endS: 10_800n };

const reading = fc.record({
  type: fc.constant("MeterReading" as const),
  header: fc.record({
    device: hash,
    sequence: uint64,
    timestampS: fc.constantFrom(INTERVAL.startS, INTERVAL.endS),
    timeSource: fc.constantFrom(...Object.values(TimeSource)),
    signedBy: fc.constantFrom(...Object.values(SignedBy)),
    link: hash,
  }),
  importWh: uint64,
  exportWh: uint64,
});
const secp256k1Signature = fc
  .tuple(hash, LOW, fc.constantFrom("1b", "1c"))
  .map(([r, s, v]): Hex => `${r}${s.slice(2)}${v}`);
const p256Signature = fc.tuple(hash, LOW).map(([r, s]): Hex => `${r}${s.slice(2)}`);

const READING: MeterReading = {
  type: "MeterReading",
  header: {
    device: ZERO_HASH,
    sequence: 2n,
    timestampS: 10_800n,
    timeSource: 2,
    signedBy: 0,
    link: linkOf(ZERO_HASH, ZERO_HASH),
  },
  importWh: 5n,
  exportWh: 3n,
};
const SIGNATURE: Hex = `0x${"11".repeat(32)}${"22".repeat(32)}`;

describe("packReading", () => {
  for (const [keyType, signatures] of [
    ["secp256k1", secp256k1Signature],
    ["p256", p256Signature],
  ] as const) {
    it(`is undone by unpackReading, whatever a ${keyType} meter signs`, () => {
      fc.assert(
        fc.property(reading, signatures, fc.nat({ max: 65_535 }), (record, signature, position) => {
          const packed = packReading({ record, signature }, { position, ...INTERVAL });
          expect(positionOf(packed)).to.equal(position);
          const unpacked = unpackReading(packed, { device: record.header.device, keyType, ...INTERVAL });
          const isBaseline = record.header.timestampS === INTERVAL.startS;
          expect(unpacked).to.deep.equal({ position, isBaseline, record, signature });
        }),
      );
    });
  }

  it("lays the values out as the contract reads them", () => {
    const { values, vs } = packReading(
      { record: READING, signature: `${SIGNATURE}1c` },
      { position: 258, ...INTERVAL },
    );
    expect(values.toString(16).padStart(64, "0")).to.equal(
      `0102${"00"}${"02"}${"00"}${"000000"}${"0000000000000002"}${"0000000000000005"}${"0000000000000003"}`,
    );
    expect(vs).to.equal(`0xa2${"22".repeat(31)}`);
  });

  const refused: Record<string, () => unknown> = {
    "another type of record": () =>
      packReading(
        { record: { type: "SensorReading", header: READING.header, field: "x", valueMilli: 1n }, signature: SIGNATURE },
        { position: 0, ...INTERVAL },
      ),
    "another time": () =>
      packReading({ record: READING, signature: SIGNATURE }, { position: 0, startS: 0n, endS: 3_600n }),
    "a position beyond two bytes": () =>
      packReading({ record: READING, signature: SIGNATURE }, { position: 65_536, ...INTERVAL }),
    "a signature of another length": () =>
      packReading({ record: READING, signature: "0x00" }, { position: 0, ...INTERVAL }),
    "a high s": () =>
      packReading(
        { record: READING, signature: `0x${"11".repeat(32)}${"ff".repeat(32)}` },
        { position: 0, ...INTERVAL },
      ),
    "a v that is neither 27 nor 28": () =>
      packReading({ record: READING, signature: `${SIGNATURE}00` }, { position: 0, ...INTERVAL }),
  };
  for (const [what, packing] of Object.entries(refused)) {
    it(`refuses ${what}`, () => expect(packing).to.throw(ReadingNotPackable));
  }

  it("refuses registers beyond their 64 bits", () => {
    const record = { ...READING, importWh: 2n ** 64n };
    expect(() => packReading({ record, signature: SIGNATURE }, { position: 0, ...INTERVAL })).to.throw("importWh");
  });
});

describe("unpackReading", () => {
  const packed = packReading({ record: READING, signature: SIGNATURE }, { position: 1, ...INTERVAL });
  const place = { device: ZERO_HASH, keyType: "p256", ...INTERVAL } as const;
  const wrong: Record<string, Partial<typeof packed>> = {
    "unused bits": { values: packed.values | (1n << 192n) },
    "a baseline of 2": { values: packed.values | (2n << 232n) },
    "an unknown time source": { values: packed.values | (7n << 224n) },
    "an unknown signer": { values: packed.values | (2n << 216n) },
    "values beyond a word": { values: packed.values | (1n << 256n) },
    "a P-256 signature with a high s": { vs: `0x${"ff".repeat(32)}` },
    "words of another length": { link: "0x00" },
  };
  for (const [what, change] of Object.entries(wrong)) {
    it(`refuses ${what}`, () => {
      expect(() => unpackReading({ ...packed, ...change }, place)).to.throw(PackedReadingInvalid);
    });
  }
});
