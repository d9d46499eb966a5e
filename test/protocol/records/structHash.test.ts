import { expect } from "chai";
import { encodeBytes32String, keccak256, TypedDataEncoder } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  countersHashOf,
  countersSaltOf,
  type DeviceRecord,
  enrolmentHash,
  firmwareConfirmationHash,
  type Gap,
  IntegerOutOfRange,
  InvalidFieldName,
  InvalidHex,
  keyRotationHash,
  measurementsHashOf,
  type SensorReading,
  structHashOf,
} from "../../../protocol/index.js";
import {
  chargeCycle,
  cycleCounters,
  cycleMeasurements,
  enrolment,
  gap,
  hash,
  hexOf,
  meterReading,
  sensorReading,
  uint64,
} from "../support/arbitraries.js";
import { asSigned, TYPED_DATA } from "../support/typedData.js";

const meter = fc.sample(meterReading, 1)[0] as DeviceRecord & { type: "MeterReading" };
const sensor = fc.sample(sensorReading, 1)[0] as SensorReading;

function reference(type: string, value: Record<string, unknown>): string {
  return TypedDataEncoder.from(TYPED_DATA[type] ?? {}).hashStruct(type, value);
}

describe("structHashOf", () => {
  for (const [name, arbitrary] of [
    ["MeterReading", meterReading],
    ["Gap", gap],
  ] as const) {
    it(`equals ethers' hash of any ${name}`, () => {
      fc.assert(
        fc.property(arbitrary as fc.Arbitrary<DeviceRecord | Gap>, (record) => {
          expect(structHashOf(record)).to.equal(reference(name, { ...record }));
        }),
      );
    });
  }

  it("equals ethers' hash of any ChargeCycle, what was not measured as the farthest word", () => {
    fc.assert(
      fc.property(chargeCycle, (cycle) => {
        const measurements = asSigned("CycleMeasurements", cycle.measurements);
        const counters = asSigned("CycleCounters", cycle.counters);
        expect(structHashOf(cycle)).to.equal(reference("ChargeCycle", { ...cycle, measurements, counters }));
      }),
    );
  });

  it("equals ethers' hash of any SensorReading, its field as right-padded ASCII", () => {
    fc.assert(
      fc.property(sensorReading, (record) => {
        const expected = reference("SensorReading", { ...record, field: encodeBytes32String(record.field) });
        expect(structHashOf(record)).to.equal(expected);
      }),
    );
  });

  it("leaves no trace of one record in the next", () => {
    const negative = structHashOf({ ...sensor, valueMilli: -1n, field: "a-long-name-of-a-sensor-field" });
    const positive = { ...sensor, valueMilli: 1n, field: "t" };
    const expected = reference("SensorReading", { ...positive, field: encodeBytes32String("t") });
    expect(structHashOf(positive)).to.equal(expected);
    expect(negative).not.to.equal(expected);
  });

  it("refuses integers beyond their type by name", () => {
    for (const importWh of [-1n, 1n << 64n]) {
      expect(() => structHashOf({ ...meter, importWh })).to.throw(IntegerOutOfRange, /importWh/);
    }
    for (const valueMilli of [1n << 63n, -(1n << 63n) - 1n]) {
      expect(() => structHashOf({ ...sensor, valueMilli })).to.throw(IntegerOutOfRange, /valueMilli/);
    }
    expect(() => structHashOf({ ...meter, importWh: 5 as unknown as bigint })).to.throw(IntegerOutOfRange);
  });

  it("refuses clocks and signers that do not exist", () => {
    for (const timeSource of [3, -1, 0.5, Number.NaN, 256]) {
      const header = { ...meter.header, timeSource: timeSource as 0 };
      expect(() => structHashOf({ ...meter, header })).to.throw(IntegerOutOfRange, /timeSource/);
    }
    const header = { ...meter.header, signedBy: 2 as 0 };
    expect(() => structHashOf({ ...meter, header })).to.throw(IntegerOutOfRange, /signedBy/);
  });

  it("refuses hashes of another length, in upper case or no hex at all", () => {
    const { device } = meter.header;
    for (const bad of [device.slice(0, -2), `${device}00`, device.toUpperCase(), device.replace(/.$/, "g"), "", "0x"]) {
      const header = { ...meter.header, device: bad as "0x" };
      expect(() => structHashOf({ ...meter, header }), bad).to.throw(InvalidHex);
    }
  });

  it("refuses field names that are empty, long, spaced or not ASCII", () => {
    for (const field of ["", "x".repeat(32), "two words", "tempé", "tab\t"]) {
      expect(() => structHashOf({ ...sensor, field }), field).to.throw(InvalidFieldName);
    }
  });
});

describe("countersSaltOf", () => {
  it("is keccak-256 of the record's salt", () => {
    fc.assert(
      fc.property(hash, (salt) => {
        expect(countersSaltOf(salt)).to.equal(keccak256(salt));
      }),
    );
  });

  it("refuses what is no salt", () => {
    for (const bad of ["0x", "0x00", `0x${"AB".repeat(32)}`]) {
      expect(() => countersSaltOf(bad as "0x")).to.throw(InvalidHex, /salt/);
    }
  });
});

describe("measurementsHashOf, countersHashOf and enrolmentHash", () => {
  it("equal ethers' hash of any measurements and counters", () => {
    fc.assert(
      fc.property(cycleMeasurements, cycleCounters, (measurements, counters) => {
        const [measured, counted] = ["CycleMeasurements", "CycleCounters"] as const;
        expect(measurementsHashOf(measurements)).to.equal(reference(measured, asSigned(measured, measurements)));
        expect(countersHashOf(counters)).to.equal(reference(counted, asSigned(counted, counters)));
      }),
    );
  });

  it("equal ethers' hash of any key rotation and firmware confirmation", () => {
    const index = fc.bigInt({ min: 0n, max: 65_535n });
    fc.assert(
      fc.property(hash, index, hexOf(84), uint64, (device, at, signer, expiresAtS) => {
        const rotation = { device, index: at, signer, expiresAtS };
        expect(keyRotationHash(rotation)).to.equal(reference("KeyRotation", rotation));
        const confirmation = { device, version: expiresAtS, firmwareHash: device };
        expect(firmwareConfirmationHash(confirmation)).to.equal(reference("FirmwareConfirmation", confirmation));
      }),
    );
  });

  it("equal ethers' hash of any enrolment", () => {
    fc.assert(
      fc.property(enrolment, (value) => {
        expect(enrolmentHash(value)).to.equal(reference("Enrolment", { ...value }));
      }),
    );
  });

  it("refuse a kind of device that does not exist", () => {
    const value = fc.sample(enrolment, 1)[0] as Parameters<typeof enrolmentHash>[0];
    for (const kind of [0, 6]) expect(() => enrolmentHash({ ...value, kind: kind as 1 })).to.throw(IntegerOutOfRange);
  });
});
