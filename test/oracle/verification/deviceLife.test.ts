import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { createSecp256k1Key } from "../../../demo/devices/keys.js";
import { parseSignedRecord, recordArguments } from "../../../identity/index.js";
import { type Oracle, type SubmitResult, writeEquivocations } from "../../../oracle/index.js";
import {
  CorrectionReason,
  countersSaltOf,
  DeviceKind,
  enrolmentHash,
  type Hex,
  keyRotationHash,
  NOT_MEASURED_UINT64,
  type SignedRecord,
  structHashOf,
  TimeSource,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { cycleContent } from "../../support/chain/batteries.js";
import { temporaryFolder } from "../support/files.js";
import { reading, type TestDevice, useWorld } from "../support/world.js";

const FAR_S = 2_000_000_000n;

describe("oracle: a device's life while records come", () => {
  const folder = temporaryFolder();
  const world = useWorld(before);
  let states = 0;
  const codes = (results: readonly SubmitResult[]) => results.map(({ outcome, code }) => code ?? outcome);
  const registry = () => world().contracts.devices.connect(world().consortium.gridOperator);

  const withOracle = async (test: (oracle: Oracle) => Promise<void>) => {
    const oracle = await world().oracle(join(folder.path, `state-${states++}`));
    await test(oracle);
    await oracle.close();
  };

  /** Another record with the same number and predecessor, signed by the same device. */
  const fork = (device: TestDevice, { record, previous, salt }: SignedRecord): SignedRecord => {
    const twin = { type: "MeterReading" as const, header: record.header, importWh: 77n, exportWh: 0n };
    return { record: twin, previous, salt, signature: device.signStruct(structHashOf(twin)) };
  };

  it("refuses the old key after a rotation, and takes the new one", async () => {
    const { domain } = world();
    const device = await world().enrol();
    await withOracle(async (oracle) => {
      const first = reading(device, 3_600, 1);
      expect(codes(await oracle.submit([first]))).to.deep.equal(["buffered"]);
      await oracle.flush();
      const key = createSecp256k1Key();
      const rotation = { device: device.id, index: 1n, signer: key.signer, expiresAtS: FAR_S };
      const structHash = keyRotationHash(rotation);
      const oldSignature = device.signStruct(structHash);
      const newSignature = key.sign(domain, structHash);
      const { signer, expiresAtS } = rotation;
      await (await registry().rotate({ device: device.id, signer, expiresAtS, oldSignature, newSignature })).wait();
      const byOldKey = reading(device, 7_200, 2);
      const structOf = structHashOf(byOldKey.record);
      expect(codes(await oracle.submit([byOldKey]))).to.deep.equal(["SignatureInvalid"]);
      const byNewKey = { ...byOldKey, signature: key.sign(domain, structOf) };
      expect(codes(await oracle.submit([byNewKey, first]))).to.deep.equal(["buffered", "duplicate"]);
      await oracle.flush();
      expect(oracle.counts()).to.include({ anchored: 2, rejected: 1 });
    });
  });

  it("gives up a record that waited while its device changed its key", async () => {
    const { domain } = world();
    const device = await world().enrol();
    await withOracle(async (oracle) => {
      const [first, second] = [reading(device, 3_600, 1), reading(device, 7_200, 2)];
      expect(codes(await oracle.submit([second]))).to.deep.equal(["delayed"]);
      const key = createSecp256k1Key();
      const rotation = { device: device.id, index: 1n, signer: key.signer, expiresAtS: FAR_S };
      const structHash = keyRotationHash(rotation);
      await (
        await registry().rotate({
          device: device.id,
          signer: key.signer,
          expiresAtS: FAR_S,
          oldSignature: device.signStruct(structHash),
          newSignature: key.sign(domain, structHash),
        })
      ).wait();
      const signedAnew = { ...first, signature: key.sign(domain, structHashOf(first.record)) };
      expect(codes(await oracle.submit([signedAnew]))).to.deep.equal(["buffered"]);
      expect((await oracle.rejections()).map(({ code }) => code)).to.deep.equal(["SignatureInvalid"]);
      expect(oracle.counts()).to.include({ verified: 1, delayed: 0 });
    });
  });

  it("refuses a device that waits for its new key, and takes it up with that key", async () => {
    const { domain, consortium } = world();
    const device = await world().enrol();
    await withOracle(async (oracle) => {
      expect(codes(await oracle.submit([reading(device, 3_600, 1)]))).to.deep.equal(["buffered"]);
      const [ticket, key] = [createSecp256k1Key(), createSecp256k1Key()];
      await (await registry().recover(device.id, ticket.signer, FAR_S)).wait();
      const next = reading(device, 7_200, 2);
      const [refused] = await oracle.submit([next]);
      expect(refused).to.include({ code: "DeviceNotActive" });
      expect(refused?.reason).to.contain("Registered");
      const owner = consortium.gridOperator.address.toLowerCase() as Hex;
      const structHash = enrolmentHash({
        device: device.id,
        kind: DeviceKind.Meter,
        organisation: owner,
        owner,
        signer: key.signer,
        enrolmentKey: ticket.signer,
        expiresAtS: FAR_S,
      });
      await (
        await registry().enrol({
          device: device.id,
          signer: key.signer,
          enrolmentSignature: ticket.sign(domain, structHash),
          deviceSignature: key.sign(domain, structHash),
        })
      ).wait();
      expect(codes(await oracle.submit([next]))).to.deep.equal(["SignatureInvalid"]);
      const signed = { ...next, signature: key.sign(domain, structHashOf(next.record)) };
      expect(codes(await oracle.submit([signed]))).to.deep.equal(["buffered"]);
    });
  });

  it("keeps both records of an equivocation so that they quarantine the device, whose records it then refuses", async () => {
    const { contracts, consortium } = world();
    const device = await world().enrol();
    await withOracle(async (oracle) => {
      const first = reading(device, 3_600, 1);
      const second = fork(device, first);
      const results = await oracle.submit([first, second]);
      expect(codes(results)).to.deep.equal(["buffered", "SequenceFork"]);
      expect(results[1]?.reason).to.match(/^Equivocation: device 0x\w+ signed another record 1, /);
      await oracle.flush();
      const [found, ...others] = await oracle.equivocations();
      expect(others).to.deep.equal([]);
      expect(found).to.deep.include({ device: device.id, sequence: 1n });
      expect(found?.first).to.deep.include({ record: first.record, signature: first.signature });
      expect(found?.second).to.deep.include({ record: second.record, signature: second.signature, anchor: null });
      expect(found?.first.anchor).to.include({ stream: oracle.stream });

      const paths = writeEquivocations(join(folder.path, "pairs"), await oracle.equivocations());
      const [a, b] = paths.map((path) => recordArguments(parseSignedRecord(readFileSync(path, "utf8"))));
      if (!a || !b) throw new Error("both records are written");
      await (await contracts.incidents.connect(consortium.batteryMaker).proveEquivocation(a, b)).wait();

      const [refused] = await oracle.submit([reading(device, 7_200, 2)]);
      expect(refused).to.include({ outcome: "rejected", code: "DeviceNotActive" });
      expect(refused?.reason).to.contain("Quarantined");
    });
  });

  it("keeps both records of an equivocation where the first one waits", async () => {
    const device = await world().enrol();
    await withOracle(async (oracle) => {
      reading(device, 3_600, 1);
      const waiting = reading(device, 7_200, 2);
      expect(codes(await oracle.submit([waiting, fork(device, waiting)]))).to.deep.equal(["delayed", "SequenceFork"]);
      const [found] = await oracle.equivocations();
      expect(found?.first).to.deep.include({ record: waiting.record, anchor: null });
    });
  });

  describe("corrections", () => {
    const cycle = (
      device: TestDevice,
      count: bigint,
      change: Partial<ReturnType<typeof cycleContent>["measurements"]> = {},
    ) => {
      const { measurements, counters } = cycleContent(count);
      return device.sign(count, TimeSource.Device, (header, salt) => ({
        type: "ChargeCycle",
        header,
        measurements: { ...measurements, ...change, salt },
        counters: { ...counters, salt: countersSaltOf(salt) },
      }));
    };
    const corrects = (supersedes: Hex) => ({ supersedes, correctionReason: CorrectionReason.SensorFault });

    it("are taken if they correct a cycle of their device, in the same submission too, and read back", async () => {
      const device = await world().enrol({ kind: DeviceKind.Battery });
      await withOracle(async (oracle) => {
        const original = cycle(device, 1n);
        const correction = cycle(device, 1n, corrects(structHashOf(original.record)));
        expect(codes(await oracle.submit([original, correction]))).to.deep.equal(["buffered", "buffered"]);
        const again = cycle(device, 1n, corrects(structHashOf(correction.record)));
        expect(codes(await oracle.submit([again]))).to.deep.equal(["buffered"]);
        await oracle.flush();
        const batches = await Promise.all([1n, 2n, 3n].map((sequence) => oracle.readBatch(oracle.stream, sequence)));
        expect(batches.flatMap((batch) => batch?.leaves ?? [])).to.deep.equal([original, correction, again]);
      });
    });

    it("are refused by name if they correct nothing that is known", async () => {
      const [device, other] = [
        await world().enrol({ kind: DeviceKind.Battery }),
        await world().enrol({ kind: DeviceKind.Battery }),
      ];
      await withOracle(async (oracle) => {
        const foreign = cycle(other, 1n);
        expect(codes(await oracle.submit([foreign]))).to.deep.equal(["buffered"]);
        expect(codes(await oracle.submit([cycle(device, 1n, corrects(structHashOf(foreign.record)))]))).to.deep.equal([
          "CorrectionUnknown",
        ]);
      });
    });

    it("are refused by name without a reason, or with nothing to correct", async () => {
      const device = await world().enrol({ kind: DeviceKind.Battery });
      await withOracle(async (oracle) => {
        const bad = [
          cycle(device, 1n, { supersedes: `0x${"11".repeat(32)}` }),
          cycle(device, 1n, { supersedes: ZERO_HASH, correctionReason: CorrectionReason.Calibration }),
        ];
        expect(codes(await oracle.submit(bad))).to.deep.equal(["CorrectionIncomplete", "CorrectionIncomplete"]);
      });
    });

    it("and originals hold no number in the place of null, and no foreign salt", async () => {
      const device = await world().enrol({ kind: DeviceKind.Battery });
      await withOracle(async (oracle) => {
        const good = cycle(device, 1n);
        if (good.record.type !== "ChargeCycle") throw new Error("no cycle");
        const { counters } = good.record;
        const withCounters = (change: Partial<typeof counters>) => {
          const record = { ...good.record, counters: { ...counters, ...change } } as typeof good.record;
          return { ...good, record, signature: device.signStruct(structHashOf(record)) };
        };
        const bad = [
          withCounters({ timeExtremeLowTempChargingMs: NOT_MEASURED_UINT64 }),
          withCounters({ salt: good.salt }),
        ];
        expect(codes(await oracle.submit([...bad, good]))).to.deep.equal(["RecordInvalid", "SaltMismatch", "buffered"]);
      });
    });
  });
});
