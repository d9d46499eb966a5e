import { expect } from "chai";
import { describe, it } from "mocha";
import { countersHashOf, DeviceKind, DeviceStatus, type Hex, structHashOf } from "../../../protocol/index.js";
import { cycleContent, cycleProof, enrolBattery, FACTS, PASSPORT } from "../../support/chain/batteries.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { p256Key, secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, registerDevice, signedEnrolment } from "../../support/chain/devices.js";
import { Recorder } from "../../support/chain/recorder.js";
import { battery, succeed, withCycles } from "./cycles.js";

const secp256k1 = battery;
const p256 = () => withCycles((verifier) => p256Key("battery", verifier));

describe("BatteryPassport: checkpoint", () => {
  for (const [kind, setUp] of [
    ["secp256k1", secp256k1],
    ["P-256", p256],
  ] as const) {
    it(`is set by anyone with a proven record of a ${kind} device`, async () => {
      const { passports, stranger, device, cycles, proofOf } = await fresh(setUp);
      const { record } = cycles[4]!;
      await expect(passports.connect(stranger).checkpoint(PASSPORT, proofOf(5)))
        .to.emit(passports, "CheckpointSet")
        .withArgs(PASSPORT, device, 5n, structHashOf(record));
      expect([...(await passports.checkpointOf(PASSPORT))]).to.deep.equal([
        device,
        5n,
        record.header.timestampS,
        structHashOf(record),
        countersHashOf(record.counters),
      ]);
    });
  }

  it("refuses a passport that does not exist", async () => {
    const { passports, proofOf } = await fresh(secp256k1);
    await expect(passports.checkpoint(1n, proofOf(5)))
      .to.be.revertedWithCustomError(passports, "ERC721NonexistentToken")
      .withArgs(1n);
  });

  it("only moves forward", async () => {
    const { passports, proofOf } = await fresh(secp256k1);
    await passports.checkpoint(PASSPORT, proofOf(4));
    for (const sequence of [3, 4]) {
      await expect(passports.checkpoint(PASSPORT, proofOf(sequence)))
        .to.be.revertedWithCustomError(passports, "BatteryPassportCheckpointNotNewer")
        .withArgs(PASSPORT, 4n, BigInt(sequence));
    }
    await passports.checkpoint(PASSPORT, proofOf(6));
    expect((await passports.checkpointOf(PASSPORT)).sequence).to.equal(6n);
  });

  it("refuses a passport that has a successor", async () => {
    const c = await fresh(secp256k1);
    const successor = await succeed(c, [PASSPORT]);
    await expect(c.passports.checkpoint(PASSPORT, c.proofOf(5)))
      .to.be.revertedWithCustomError(c.passports, "BatteryPassportSucceeded")
      .withArgs(PASSPORT, successor);
  });

  describe("given a record that is not this battery's", () => {
    it("refuses one before the binding's first sequence", async () => {
      const { passports, device, proofOf } = await fresh(secp256k1);
      await expect(passports.checkpoint(PASSPORT, proofOf(2)))
        .to.be.revertedWithCustomError(passports, "BatteryPassportNotBound")
        .withArgs(PASSPORT, device);
      await passports.checkpoint(PASSPORT, proofOf(3));
    });

    it("refuses another device's, properly signed and anchored", async () => {
      const c = await fresh(secp256k1);
      const other = await enrolBattery(c, { name: "other" });
      const recorder = new Recorder(other, c.domain);
      recorder.skip(5n);
      const cycle = recorder.cycle(1_700_000_000, cycleContent(1n));
      const batch = await c.stream.anchor([structHashOf(cycle.record)]);
      await expect(c.passports.checkpoint(PASSPORT, cycleProof(cycle, batch)))
        .to.be.revertedWithCustomError(c.passports, "BatteryPassportNotBound")
        .withArgs(PASSPORT, other.device);
    });

    it("refuses any record of a battery without a device", async () => {
      const { passports, device, proofOf } = await fresh(secp256k1);
      await passports.issue({ ...FACTS, batteryPassportIdentifier: "second" });
      const second = await passports.passportId("second");
      await expect(passports.checkpoint(second, proofOf(5)))
        .to.be.revertedWithCustomError(passports, "BatteryPassportNotBound")
        .withArgs(second, device);
    });
  });

  describe("given a record that is not proven", () => {
    it("refuses one whose header, measurements or counters were changed: it is in no batch", async () => {
      const { passports, proofOf } = await fresh(secp256k1);
      const good = proofOf(5);
      for (const changed of [
        { ...good, header: { ...good.header, sequence: 6n } },
        { ...good, header: { ...good.header, timestampS: 1n } },
        { ...good, header: { ...good.header, timeSource: 0 } },
        { ...good, header: { ...good.header, signedBy: 1 } },
        { ...good, header: { ...good.header, link: bytes32Of("link") } },
        { ...good, measurementsHash: bytes32Of("measurements") },
        { ...good, countersHash: bytes32Of("counters") },
      ]) {
        await expect(passports.checkpoint(PASSPORT, changed)).to.be.revertedWithCustomError(
          passports,
          "BatteryPassportInvalidProof",
        );
      }
    });

    it("refuses one whose signature is another record's or none", async () => {
      const { passports, devices, device, proofOf } = await fresh(secp256k1);
      for (const signature of [proofOf(6).signature, "0x"]) {
        await expect(passports.checkpoint(PASSPORT, { ...proofOf(5), signature }))
          .to.be.revertedWithCustomError(devices, "DeviceRegistryInvalidDeviceSignature")
          .withArgs(device);
      }
    });

    it("refuses one with another leaf's or a shortened proof, or signed but never anchored", async () => {
      const { passports, proofOf, cycles } = await fresh(secp256k1);
      const good = proofOf(5);
      for (const proof of [proofOf(6).proof, good.proof.slice(1), [], [...good.proof, bytes32Of("more")]]) {
        await expect(passports.checkpoint(PASSPORT, { ...good, proof }))
          .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidProof")
          .withArgs(PASSPORT, structHashOf(cycles[4]!.record));
      }
    });

    it("refuses a batch that was never anchored", async () => {
      const { passports, anchor, proofOf, stream, batch } = await fresh(secp256k1);
      const root = bytes32Of("another root");
      const changes: { root?: Hex; batchSequence?: bigint; stream?: Hex }[] = [
        { root },
        { batchSequence: 2n },
        { stream: bytes32Of("nothing") },
      ];
      for (const change of changes) {
        const proof = { ...proofOf(5), ...change };
        await expect(passports.checkpoint(PASSPORT, proof))
          .to.be.revertedWithCustomError(anchor, "RecordAnchorUnknownBatch")
          .withArgs(change.stream ?? stream.id, change.batchSequence ?? 1n, change.root ?? batch.root);
      }
    });
  });

  describe("given the device's status", () => {
    it("takes one anchored before the device was revoked: nobody drops a history by revoking its device", async () => {
      const { passports, devices, maker, device, proofOf } = await fresh(secp256k1);
      await nextBlockAt((await nowS()) + 1);
      await devices.connect(maker).revoke(device);
      await passports.checkpoint(PASSPORT, proofOf(5));
      expect((await passports.checkpointOf(PASSPORT)).sequence).to.equal(5n);
    });

    it("refuses one anchored while the device was suspended, also in the second of the suspension", async () => {
      const c = await fresh(secp256k1);
      const seventh = new Recorder(c.enrolled, c.domain);
      seventh.skip(6n);
      const cycle = seventh.cycle(1_700_000_007, cycleContent(7n));
      const atS = (await nowS()) + 10;
      await nextBlockAt(atS);
      const batch = await c.stream.anchor([structHashOf(cycle.record)]);
      await nextBlockAt(atS);
      await c.devices.connect(c.maker).suspend(c.device);
      await nextBlockAt(atS + 1);
      await c.devices.connect(c.maker).reinstate(c.device);
      await expect(c.passports.checkpoint(PASSPORT, cycleProof(cycle, batch)))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnexpectedStatus")
        .withArgs(c.device, BigInt(DeviceStatus.Suspended));

      const again = await c.stream.anchor([structHashOf(cycle.record)]);
      await c.passports.checkpoint(PASSPORT, cycleProof(cycle, again));
    });

    it("refuses one anchored before the device enrolled", async () => {
      const c = await fresh(secp256k1);
      await c.passports.issue({ ...FACTS, batteryPassportIdentifier: "late" });
      const late = await c.passports.passportId("late");
      // The organisation knows the id and the key before the chain does.
      const key = secp256k1Key("late");
      const wish = { name: "late", kind: DeviceKind.Battery, organisation: c.maker, owner: c.maker.address };
      const ticket = await registerDevice(c, wish);
      const { device } = ticket.enrolment;
      const cycle = new Recorder({ device, key }, c.domain).cycle(1_700_000_000, cycleContent(1n));
      const anchoredS = (await nowS()) + 5;
      await nextBlockAt(anchoredS);
      const batch = await c.stream.anchor([structHashOf(cycle.record)]);
      await nextBlockAt(anchoredS + 5);
      await c.devices.enrol(signedEnrolment(c, ticket, key));
      await c.passports.bind(late, device, 1n);
      await expect(c.passports.checkpoint(late, cycleProof(cycle, batch)))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnexpectedStatus")
        .withArgs(device, BigInt(DeviceStatus.Registered));
    });
  });
});
