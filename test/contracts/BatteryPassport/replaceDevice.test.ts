import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind, DeviceStatus, deviceReplacementHash, type Hex, ZERO_HASH } from "../../../protocol/index.js";
import { cycleContent, enrolBattery, FACTS, PASSPORT, publishedCounters } from "../../support/chain/batteries.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { type DeviceKey, p256Key, secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, type EnrolledDevice } from "../../support/chain/devices.js";
import { anchorCycles, battery, FIRST_SEQUENCE, issueNamed, succeed, withCycles } from "./cycles.js";

const ATTESTATION = bytes32Of("statement");
const CONTINUITY = { FirstDevice: 0n, BothDevicesSigned: 1n, OrganisationAttested: 2n } as const;

/** The battery of `battery`, its checkpoint at 5, and a spare device of the maker's. */
async function withSpare(keyOf?: (verifier: Hex) => DeviceKey, spareKeyOf?: (verifier: Hex) => DeviceKey) {
  const c = await withCycles(keyOf);
  const key = spareKeyOf?.(c.p256Verifier) ?? secp256k1Key("spare");
  const spare = await enrolBattery(c, { name: "spare", key });
  await c.passports.checkpoint(PASSPORT, c.proofOf(5));
  return { ...c, spare };
}
const secp256k1 = () => withSpare();
const p256 = () =>
  withSpare(
    (verifier) => p256Key("battery", verifier),
    (verifier) => p256Key("spare", verifier),
  );

type Ready = Awaited<ReturnType<typeof withSpare>>;

/** Call data of a replacement that both devices signed, of what `change` says. */
function replacement(c: Ready, change: Partial<Parameters<typeof deviceReplacementHash>[0]> = {}) {
  const terms = { passport: PASSPORT, oldDevice: c.device, lastSequence: 5n, firstSequence: 2n };
  const hash = deviceReplacementHash({ ...terms, newDevice: c.spare.device, ...change });
  return {
    passport: change.passport ?? PASSPORT,
    newDevice: change.newDevice ?? c.spare.device,
    firstSequence: change.firstSequence ?? 2n,
    oldSignature: c.key.sign(c.domain, hash),
    newSignature: c.spare.key.sign(c.domain, hash),
    attestation: ZERO_HASH,
  };
}
const attested = (signed: ReturnType<typeof replacement>) => ({
  ...signed,
  oldSignature: "0x",
  attestation: ATTESTATION,
});

describe("BatteryPassport: replaceDevice", () => {
  for (const [kind, setUp] of [
    ["secp256k1", secp256k1],
    ["P-256", p256],
  ] as const) {
    it(`continues the count with another ${kind} device that both devices name`, async () => {
      const c = await fresh(setUp);
      const atS = (await nowS()) + 10;
      await nextBlockAt(atS);
      await expect(c.passports.replaceDevice(replacement(c)))
        .to.emit(c.passports, "DeviceReplaced")
        .withArgs(PASSPORT, c.device, c.spare.device, 5n, CONTINUITY.BothDevicesSigned)
        .and.to.emit(c.passports, "DeviceBound")
        .withArgs(PASSPORT, c.spare.device, 2n);
      const [old, present] = await c.passports.bindingsOf(PASSPORT);
      expect([old?.device, old?.firstSequence, old?.lastSequence]).to.deep.equal([c.device, FIRST_SEQUENCE, 5n]);
      expect([old?.continuity, old?.attestation]).to.deep.equal([CONTINUITY.FirstDevice, ZERO_HASH]);
      expect([...present!]).to.deep.equal([
        c.spare.device,
        2n,
        0n,
        BigInt(atS),
        CONTINUITY.BothDevicesSigned,
        ZERO_HASH,
      ]);
    });
  }

  it("continues on the word of the old device's organisation, whatever became of that device", async () => {
    const c = await fresh(secp256k1);
    await c.devices.connect(c.maker).revoke(c.device);
    await expect(c.passports.replaceDevice(attested(replacement(c))))
      .to.emit(c.passports, "DeviceReplaced")
      .withArgs(PASSPORT, c.device, c.spare.device, 5n, CONTINUITY.OrganisationAttested);
    const present = (await c.passports.bindingsOf(PASSPORT)).at(-1);
    expect([present?.continuity, present?.attestation]).to.deep.equal([CONTINUITY.OrganisationAttested, ATTESTATION]);
  });

  it("counts none of a device's records that no checkpoint proves", async () => {
    const c = { ...(await fresh(battery)), spare: { device: ZERO_HASH, key: secp256k1Key("spare") } };
    const spare = await enrolBattery(c, { name: "spare" });
    const signed = replacement({ ...c, spare }, { lastSequence: FIRST_SEQUENCE - 1n });
    await c.passports.replaceDevice(signed);
    const [old] = await c.passports.bindingsOf(PASSPORT);
    expect([old?.firstSequence, old?.lastSequence]).to.deep.equal([FIRST_SEQUENCE, FIRST_SEQUENCE - 1n]);
  });

  it("replaces a device again and again; an earlier one's checkpoint does not count for a later", async () => {
    const c = await fresh(secp256k1);
    await c.passports.replaceDevice(replacement(c));
    const third = await enrolBattery(c, { name: "third" });
    const terms = { oldDevice: c.spare.device, newDevice: third.device, firstSequence: 1n };
    const later = { ...c, device: c.spare.device, key: c.spare.key, spare: third };
    const stale = replacement(later, { ...terms, lastSequence: 5n });
    await expect(c.passports.replaceDevice(stale))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryInvalidDeviceSignature")
      .withArgs(c.spare.device);
    await c.passports.replaceDevice(replacement(later, { ...terms, lastSequence: 1n }));
    const bindings = await c.passports.bindingsOf(PASSPORT);
    expect(bindings.map(({ lastSequence }) => lastSequence)).to.deep.equal([5n, 1n, 0n]);
  });

  describe("afterwards", () => {
    async function replaced() {
      const c = await secp256k1();
      const { counters } = c.cycles[4]!.record;
      await c.passports.publishCounters(PASSPORT, publishedCounters(counters));
      await c.passports.replaceDevice(replacement(c));
      const contents = [6n, 7n, 8n].map(cycleContent);
      return { ...c, next: await anchorCycles(c, c.stream, c.spare, contents) };
    }

    it("takes the new device's records from its first on, though their sequences are lower", async () => {
      const { passports, spare, next } = await fresh(replaced);
      await expect(passports.checkpoint(PASSPORT, next.proofOf(1)))
        .to.be.revertedWithCustomError(passports, "BatteryPassportNotBound")
        .withArgs(PASSPORT, spare.device);
      await passports.checkpoint(PASSPORT, next.proofOf(2));
      const { device, sequence } = await passports.checkpointOf(PASSPORT);
      expect([device, sequence]).to.deep.equal([spare.device, 2n]);
      await expect(passports.checkpoint(PASSPORT, next.proofOf(2)))
        .to.be.revertedWithCustomError(passports, "BatteryPassportCheckpointNotNewer")
        .withArgs(PASSPORT, 2n, 2n);
      await passports.checkpoint(PASSPORT, next.proofOf(3));
    });

    it("takes no more of the old device's, and not the old device back", async () => {
      const c = await fresh(replaced);
      await expect(c.passports.checkpoint(PASSPORT, c.proofOf(6)))
        .to.be.revertedWithCustomError(c.passports, "BatteryPassportNotBound")
        .withArgs(PASSPORT, c.device);
      const back = replacement(
        { ...c, device: c.spare.device, key: c.spare.key, spare: c.enrolled },
        { lastSequence: 1n, firstSequence: 6n },
      );
      await expect(c.passports.replaceDevice(back))
        .to.be.revertedWithCustomError(c.passports, "BatteryPassportDeviceTaken")
        .withArgs(c.device, PASSPORT);
    });

    it("continues the counters that were published before", async () => {
      const { passports, next } = await fresh(replaced);
      await passports.checkpoint(PASSPORT, next.proofOf(2));
      await passports.publishCounters(PASSPORT, publishedCounters(next.cycles[1]!.record.counters));
      expect((await passports.countersOf(PASSPORT)).counters.chargeCount).to.equal(10n);
    });

    it("refuses counters of the new device that begin anew", async () => {
      const c = await fresh(secp256k1);
      await c.passports.publishCounters(PASSPORT, publishedCounters(c.cycles[4]!.record.counters));
      await c.passports.replaceDevice(replacement(c));
      const next = await anchorCycles(c, c.stream, c.spare, [1n, 2n].map(cycleContent));
      await c.passports.checkpoint(PASSPORT, next.proofOf(2));
      await expect(c.passports.publishCounters(PASSPORT, publishedCounters(next.cycles[1]!.record.counters)))
        .to.be.revertedWithCustomError(c.passports, "BatteryPassportCountersDecreased")
        .withArgs(PASSPORT);
    });
  });

  describe("refuses", () => {
    it("a passport that does not exist, anybody but its keeper, and one that has a successor", async () => {
      const c = await fresh(secp256k1);
      await expect(c.passports.replaceDevice(replacement(c, { passport: 1n })))
        .to.be.revertedWithCustomError(c.passports, "ERC721NonexistentToken")
        .withArgs(1n);
      await expect(c.passports.connect(c.grid).replaceDevice(replacement(c)))
        .to.be.revertedWithCustomError(c.passports, "BatteryPassportNotKeeper")
        .withArgs(PASSPORT, c.grid);
      const successor = await succeed(c, [PASSPORT]);
      await expect(c.passports.replaceDevice(replacement(c)))
        .to.be.revertedWithCustomError(c.passports, "BatteryPassportSucceeded")
        .withArgs(PASSPORT, successor);
    });

    it("a battery that has no device", async () => {
      const c = await fresh(secp256k1);
      const [passport = 0n] = await issueNamed(c, "second");
      await expect(c.passports.replaceDevice(replacement(c, { passport })))
        .to.be.revertedWithCustomError(c.passports, "BatteryPassportNotBound")
        .withArgs(passport, c.spare.device);
    });

    it("neither a signature nor an attestation, and both", async () => {
      const c = await fresh(secp256k1);
      const good = replacement(c);
      for (const change of [{ oldSignature: "0x" }, { attestation: ATTESTATION }]) {
        await expect(c.passports.replaceDevice({ ...good, ...change }))
          .to.be.revertedWithCustomError(c.passports, "BatteryPassportReplacementUnproven")
          .withArgs(PASSPORT, c.device);
      }
    });

    it("an attestation of anybody but the old device's organisation", async () => {
      const c = await fresh(secp256k1);
      await c.devices.connect(c.maker).offerTransfer(c.device, c.grid);
      await c.devices.connect(c.grid).acceptTransfer(c.device);
      await expect(c.passports.replaceDevice(attested(replacement(c))))
        .to.be.revertedWithCustomError(c.passports, "BatteryPassportReplacementUnproven")
        .withArgs(PASSPORT, c.device);
      await c.passports.replaceDevice(replacement(c));
    });

    it("an old device that is not active any more", async () => {
      const c = await fresh(secp256k1);
      await c.devices.connect(c.maker).suspend(c.device);
      await expect(c.passports.replaceDevice(replacement(c)))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnexpectedStatus")
        .withArgs(c.device, BigInt(DeviceStatus.Suspended));
    });

    it("a signature over anything else, of either device", async () => {
      const c = await fresh(secp256k1);
      const good = replacement(c);
      const terms: Parameters<typeof deviceReplacementHash>[0][] = [
        { passport: 1n, oldDevice: c.device, lastSequence: 5n, newDevice: c.spare.device, firstSequence: 2n },
        { passport: PASSPORT, oldDevice: ZERO_HASH, lastSequence: 5n, newDevice: c.spare.device, firstSequence: 2n },
        { passport: PASSPORT, oldDevice: c.device, lastSequence: 4n, newDevice: c.spare.device, firstSequence: 2n },
        { passport: PASSPORT, oldDevice: c.device, lastSequence: 5n, newDevice: ZERO_HASH, firstSequence: 2n },
        { passport: PASSPORT, oldDevice: c.device, lastSequence: 5n, newDevice: c.spare.device, firstSequence: 3n },
      ];
      for (const hash of terms.map(deviceReplacementHash)) {
        await expect(c.passports.replaceDevice({ ...good, oldSignature: c.key.sign(c.domain, hash) }))
          .to.be.revertedWithCustomError(c.devices, "DeviceRegistryInvalidDeviceSignature")
          .withArgs(c.device);
        await expect(c.passports.replaceDevice({ ...good, newSignature: c.spare.key.sign(c.domain, hash) }))
          .to.be.revertedWithCustomError(c.devices, "DeviceRegistryInvalidDeviceSignature")
          .withArgs(c.spare.device);
      }
    });

    it("a new device that did not sign, though the organisation attests", async () => {
      const c = await fresh(secp256k1);
      await expect(c.passports.replaceDevice({ ...attested(replacement(c)), newSignature: "0x" }))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryInvalidDeviceSignature")
        .withArgs(c.spare.device);
    });

    it("a checkpoint that moved on since the devices signed", async () => {
      const c = await fresh(secp256k1);
      const signed = replacement(c);
      await c.passports.checkpoint(PASSPORT, c.proofOf(6));
      await expect(c.passports.replaceDevice(signed)).to.be.revertedWithCustomError(
        c.devices,
        "DeviceRegistryInvalidDeviceSignature",
      );
      await c.passports.replaceDevice(replacement(c, { lastSequence: 6n }));
    });

    it("first sequence zero", async () => {
      const c = await fresh(secp256k1);
      await expect(c.passports.replaceDevice(replacement(c, { firstSequence: 0n })))
        .to.be.revertedWithCustomError(c.passports, "BatteryPassportInvalidFirstSequence")
        .withArgs(PASSPORT, 0n);
    });

    it("a new device that is unknown, a meter, suspended, another organisation's, or measures a battery", async () => {
      const c = await fresh(secp256k1);
      const meter = await enrolBattery(c, { name: "meter", kind: DeviceKind.Meter });
      const foreign = await enrolBattery(c, { name: "foreign", organisation: c.grid });
      const suspended = await enrolBattery(c, { name: "suspended" });
      await c.devices.connect(c.maker).suspend(suspended.device);
      const unknown = { device: bytes32Of("nothing"), key: secp256k1Key("nothing") };
      const by = (spare: EnrolledDevice) => c.passports.replaceDevice(replacement({ ...c, spare }));
      for (const spare of [unknown, meter, foreign, suspended]) {
        await expect(by(spare))
          .to.be.revertedWithCustomError(c.passports, "BatteryPassportDeviceNotBindable")
          .withArgs(PASSPORT, spare.device);
      }
      await c.passports.issue({ ...FACTS, batteryPassportIdentifier: "second" });
      const second = await c.passports.passportId("second");
      await c.passports.bind(second, c.spare.device, 1n);
      await expect(by(c.spare))
        .to.be.revertedWithCustomError(c.passports, "BatteryPassportDeviceTaken")
        .withArgs(c.spare.device, second);
      await expect(by(c.enrolled))
        .to.be.revertedWithCustomError(c.passports, "BatteryPassportDeviceTaken")
        .withArgs(c.device, PASSPORT);
    });
  });
});
