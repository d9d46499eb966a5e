import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import type { Oracle, OracleOptions, SubmitResult } from "../../../oracle/index.js";
import { DeviceKind, isSignedRecord, type SignedRecord, structHashOf, ZERO_HASH } from "../../../protocol/index.js";
import { temporaryFolder } from "../support/files.js";
import { reading, type TestDevice, useWorld } from "../support/world.js";

const HASH = `0x${"11".repeat(32)}` as const;

describe("oracle/verification/intake", () => {
  const folder = temporaryFolder();
  const world = useWorld(before);
  let states = 0;
  const statePath = () => join(folder.path, `state-${states++}`);

  const withOracle = async (
    test: (oracle: Oracle, device: TestDevice) => Promise<void>,
    options: Partial<OracleOptions> = {},
    device?: TestDevice,
  ) => {
    const oracle = await world().oracle(statePath(), options);
    await test(oracle, device ?? (await world().enrol({ p256: true })));
    await oracle.close();
  };

  const codes = (results: readonly SubmitResult[]) => results.map(({ outcome, code }) => code ?? outcome);
  const readings = (device: TestDevice, count: number) =>
    Array.from({ length: count }, (_, index) => reading(device, 3_600 * (index + 1), index * 10));

  it("takes both kinds of key and refuses a changed record, signature or key", async () => {
    for (const p256 of [false, true]) {
      const device = await world().enrol({ p256 });
      const stranger = await world().enrol({ p256 });
      await withOracle(
        async (oracle) => {
          const [first] = readings(device, 1) as [SignedRecord];
          const { record, signature } = first;
          if (record.type !== "MeterReading") throw new Error("not a reading");
          const flipped = signature.endsWith("1b") ? `${signature.slice(0, -2)}1c` : `${signature.slice(0, -2)}1b`;
          const [foreign] = readings(stranger, 1) as [SignedRecord];
          const results = await oracle.submit([
            { ...first, record: { ...record, importWh: 1n } },
            { ...first, signature: flipped as typeof signature },
            { ...first, signature: "0x" },
            { ...first, signature: foreign.signature },
            first,
          ]);
          expect(codes(results)).to.deep.equal([...Array(4).fill("SignatureInvalid"), "buffered"]);
          // Two of the four show the same record: it is listed once.
          expect((await oracle.rejections()).map(({ code, position }) => [code, position])).to.deep.equal([
            ["SignatureInvalid", "sequence 1"],
            ["SignatureInvalid", "sequence 1"],
          ]);
        },
        {},
        device,
      );
    }
  });

  it("refuses what the signature does not cover but the link does", async () => {
    await withOracle(async (oracle, device) => {
      const [first, second] = readings(device, 2) as [SignedRecord, SignedRecord];
      const results = await oracle.submit([{ ...first, salt: HASH }, { ...first, previous: HASH }, first]);
      expect(codes(results)).to.deep.equal(["LinkMismatch", "LinkMismatch", "buffered"]);
      expect(codes(await oracle.submit([{ ...second, previous: ZERO_HASH }, second]))).to.deep.equal([
        "LinkMismatch",
        "buffered",
      ]);
    });
  });

  it("refuses unknown, suspended and revoked devices, from the next record on", async () => {
    const registry = world().contracts.devices.connect(world().consortium.gridOperator);
    await withOracle(async (oracle, device) => {
      const [first, second, third, fourth] = readings(device, 4) as SignedRecord[] as [SignedRecord, ...SignedRecord[]];
      const ghost = { ...first, record: { ...first.record, header: { ...first.record.header, device: HASH } } };
      expect(codes(await oracle.submit([ghost as SignedRecord, first]))).to.deep.equal(["DeviceUnknown", "buffered"]);
      await (await registry.suspend(device.id)).wait();
      expect(codes(await oracle.submit([second as SignedRecord]))).to.deep.equal(["DeviceNotActive"]);
      await (await registry.reinstate(device.id)).wait();
      expect(codes(await oracle.submit([second as SignedRecord, third as SignedRecord]))).to.deep.equal([
        "buffered",
        "buffered",
      ]);
      await (await registry.revoke(device.id)).wait();
      // What was taken before stays taken.
      expect(codes(await oracle.submit([first, fourth as SignedRecord]))).to.deep.equal([
        "duplicate",
        "DeviceNotActive",
      ]);
    });
  });

  it("refuses a record of another kind of device", async () => {
    const battery = await world().enrol({ kind: DeviceKind.Battery });
    await withOracle(
      async (oracle) => {
        expect(codes(await oracle.submit(readings(battery, 1)))).to.deep.equal(["RecordKindMismatch"]);
      },
      {},
      battery,
    );
  });

  it("takes a repeated record once, before and after a restart", async () => {
    const device = await world().enrol();
    const path = statePath();
    const records = readings(device, 3);
    const first = await world().oracle(path);
    expect(codes(await first.submit([...records, ...records]))).to.deep.equal([
      ...Array(3).fill("buffered"),
      ...Array(3).fill("duplicate"),
    ]);
    await first.close();
    const second = await world().oracle(path);
    expect(codes(await second.submit(records))).to.deep.equal(Array(3).fill("duplicate"));
    await second.flush();
    expect(second.counts()).to.include({ received: 3, anchored: 3, rejected: 0 });
    await second.close();
  });

  it("keeps a fork as evidence and goes on with the first", async () => {
    await withOracle(async (oracle, device) => {
      const [first, second] = readings(device, 2) as [SignedRecord, SignedRecord];
      const twin = fork(device, first, 77n);
      expect(codes(await oracle.submit([first, twin, twin, second]))).to.deep.equal([
        "buffered",
        "SequenceFork",
        "SequenceFork",
        "buffered",
      ]);
      expect((await oracle.rejections()).map(({ code, device: of }) => [code, of])).to.deep.equal([
        ["SequenceFork", device.id],
      ]);
    });
  });

  it("refuses a register that goes backwards, and does not lock the meter out", async () => {
    await withOracle(
      async (oracle, device) => {
        const [up, down, on] = [reading(device, 3600, 50), reading(device, 7200, 40), reading(device, 10800, 60)];
        expect(codes(await oracle.submit([up, down, on]))).to.deep.equal(["buffered", "RegisterBackwards", "delayed"]);
        await oracle.flush({ closeGaps: true });
        expect(oracle.counts()).to.include({ anchored: 2, rejected: 1, delayed: 0 });
      },
      { gapWaitS: 3_600 },
    );
  });

  it("lets a record wait for a missing one and takes both up in order", async () => {
    await withOracle(async (oracle, device) => {
      const [a, b, c, d] = readings(device, 4) as SignedRecord[] as [
        SignedRecord,
        SignedRecord,
        SignedRecord,
        SignedRecord,
      ];
      expect(codes(await oracle.submit([a, d, c, d]))).to.deep.equal(["buffered", "delayed", "delayed", "delayed"]);
      expect(oracle.counts()).to.include({ received: 3, verified: 1, delayed: 2 });
      expect(codes(await oracle.submit([b]))).to.deep.equal(["buffered"]);
      await oracle.flush();
      const batches = await Promise.all([1n, 2n, 3n].map((sequence) => oracle.readBatch(oracle.stream, sequence)));
      const leaves = batches.flatMap((batch) => batch?.leaves ?? []);
      expect(leaves).to.deep.equal([a, b, c, d]);
    });
  });

  it("keeps waiting records over a restart, closes the hole with a gap, and refuses what comes after it", async () => {
    const device = await world().enrol();
    const path = statePath();
    const [a, b, c, d] = readings(device, 4) as SignedRecord[] as [
      SignedRecord,
      SignedRecord,
      SignedRecord,
      SignedRecord,
    ];
    const first = await world().oracle(path);
    await first.submit([a, d]);
    await first.close();
    const second = await world().oracle(path, { gapWaitS: 0 });
    for (const startedMs = Date.now(); second.counts().delayed > 0 && Date.now() - startedMs < 10_000; ) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await second.flush();
    const batches = await Promise.all([1n, 2n].map((sequence) => second.readBatch(second.stream, sequence)));
    const leaves = batches.flatMap((batch) => batch?.leaves ?? []);
    expect(leaves.filter(isSignedRecord)).to.deep.equal([a, d]);
    expect(leaves.filter((leaf) => !isSignedRecord(leaf))).to.deep.equal([
      { type: "Gap", device: device.id, fromSequence: 2n, toSequence: 3n, reason: 1 },
    ]);
    const next = reading(device, 20_000, 99);
    expect(codes(await second.submit([b, c, next, fork(device, d, 5n)]))).to.deep.equal([
      "LateAfterGap",
      "LateAfterGap",
      "buffered",
      "SequenceFork",
    ]);
    // The file that held them is read again: nothing is listed twice.
    expect(codes(await second.submit([a, b, c, d, next]))).to.deep.equal([
      "duplicate",
      "LateAfterGap",
      "LateAfterGap",
      "duplicate",
      "duplicate",
    ]);
    expect(second.counts()).to.include({ received: 6, verified: 3, rejected: 3, delayed: 0 });
    await second.close();
  });

  it("bounds what one device may have waiting, and what may be on its way", async () => {
    const device = await world().enrol({ p256: true });
    await withOracle(
      async (oracle) => {
        const all = readings(device, 9);
        const flood = all.slice(2, 8);
        expect(codes(await oracle.submit(flood))).to.deep.equal([
          ...Array(4).fill("delayed"),
          ...Array(2).fill("DelayedFull"),
        ]);
        expect(oracle.counts()).to.include({ received: 4, rejected: 0 });
        const other = readings(await world().enrol({ p256: true }), 5);
        expect(codes(await oracle.submit(other))).to.deep.equal([...Array(4).fill("buffered"), "BufferFull"]);
        await oracle.flush();
        expect(codes(await oracle.submit(other.slice(4)))).to.deep.equal(["buffered"]);
        // Half of the buffer is all that may wait, of however many devices.
        const third = readings(await world().enrol({ p256: true }), 3);
        expect(codes(await oracle.submit(third.slice(1)))).to.deep.equal(["DelayedFull", "DelayedFull"]);
      },
      { maxDelayedPerDevice: 4, capacity: 8 },
      device,
    );
  });

  it("names a record that has no encoding, and a time that cannot be", async () => {
    await withOracle(async (oracle, device) => {
      const [first] = readings(device, 1) as [SignedRecord];
      const { header } = first.record;
      const bad = [
        { ...first, record: { ...first.record, importWh: -1n } },
        { ...first, record: { ...first.record, importWh: 5 } },
        { ...first, record: { type: "Rumour", header } },
        { ...first, record: { type: "toString", header } },
        { ...first, record: { type: "MeterReading" } },
        { ...first, record: null },
        { ...first, salt: "0x11" },
        { ...first, record: { ...first.record, header: { ...header, sequence: 2n ** 60n } } },
      ] as unknown as SignedRecord[];
      expect(codes(await oracle.submit(bad))).to.deep.equal(Array(8).fill("RecordInvalid"));
      expect(oracle.counts().rejected).to.equal(8);
      const future = reading(device, Math.floor(Date.now() / 1000) + 200_000);
      expect(codes(await oracle.submit([future]))).to.deep.equal(["RecordTimeInvalid"]);
    });
  });

  it("lists what an adapter could not read once", async () => {
    await withOracle(async (oracle) => {
      const rejection = { source: "a.csv", position: "row 2", code: "CsvRowLength", reason: "Short.", receivedAtS: 1n };
      await oracle.reject(rejection);
      await oracle.reject({ ...rejection, receivedAtS: 2n });
      expect(await oracle.rejections()).to.deep.equal([rejection]);
      expect(oracle.counts()).to.include({ received: 1, rejected: 1 });
    });
  });
});

/** Another record with the same number and predecessor, signed by the same device. */
function fork(device: TestDevice, { record, previous, salt }: SignedRecord, importWh: bigint): SignedRecord {
  const { header } = record;
  const twin = { type: "MeterReading" as const, header, importWh, exportWh: 0n };
  return { record: twin, previous, salt, signature: device.signStruct(structHashOf(twin)) };
}
