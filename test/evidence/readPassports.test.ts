import { expect } from "chai";
import { describe, it } from "mocha";
import { readRoots } from "../../evidence/index.js";
import {
  BatteryStatus,
  Continuity,
  countersHashOf,
  DeviceKind,
  DeviceStatus,
  deviceReplacementHash,
  type PassportRoots,
  parseRoots,
  passportIdOf,
  type Roots,
  serializeRoots,
  verifyEvidence,
  ZERO_HASH,
} from "../../protocol/index.js";
import { bench } from "../indexer/support/open.js";
import { IDENTIFIER, provider } from "../indexer/support/scenario.js";
import { storedRoots } from "../support/bft/storedRoots.js";
import { FACTS, publishedCounters } from "../support/chain/batteries.js";
import { chain } from "../support/chain/chain.js";
import { p256Key, secp256k1Key } from "../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice, rotateKey } from "../support/chain/devices.js";
import type { SignedChargeCycle } from "../support/chain/recorder.js";

const PASSPORT = passportIdOf(IDENTIFIER);

describe("a passport's roots", () => {
  const the = bench();
  /** What the node tells is what proofs of its storage say. */
  const requireProven = async (identifiers: readonly string[], roots: Roots) => {
    for (const identifier of identifiers) {
      const proven = await storedRoots(provider(), the.scene.directory, identifier, roots.batches);
      const told = roots.passports.filter(({ batteryPassportIdentifier }) => batteryPassportIdentifier === identifier);
      const bound = new Set(told.flatMap(({ bindings }) => bindings.map(({ device }) => device)));
      expect(proven.passports).to.deep.equal(told);
      expect(proven.devices).to.deep.equal(roots.devices.filter(({ device }) => bound.has(device)));
      expect(proven.batches).to.deep.equal(told.length === 0 ? [] : roots.batches);
    }
  };
  const read = async (...passports: string[]) => {
    const roots = await readRoots({ provider: provider(), directory: the.scene.directory, passports });
    expect(parseRoots(serializeRoots(roots))).to.deep.equal(roots);
    await requireProven(passports, roots);
    return roots;
  };

  it("hold limits, checkpoint and published counters, what was not measured as null", async () => {
    const { passports, maker } = the.scene.consortium;
    const { record } = the.scene.cycles[2] as SignedChargeCycle;
    await passports.connect(maker).publishCounters(PASSPORT, publishedCounters(record.counters));
    const [passport] = (await read(IDENTIFIER)).passports as [PassportRoots];
    expect(passport.limits).to.deep.equal(FACTS.limits);
    expect(passport.checkpoint?.countersHash).to.equal(countersHashOf(record.counters));
    expect(passport.counters).to.deep.equal({
      device: record.header.device,
      sequence: record.header.sequence,
      counters: record.counters,
    });
    expect(Object.values(record.counters)).to.include(null);
    const { queries } = await the.synced();
    const bundle = await queries.evidenceOf(IDENTIFIER);
    expect(verifyEvidence({ bundle, roots: await read(IDENTIFIER) }).faults).to.deep.equal([]);
  });

  it("hold every device with the span of its records and how it came to continue the count", async () => {
    const { consortium, devices, cycles } = the.scene;
    const { passports, maker, p256Verifier, domain } = consortium;
    const key = p256Key("second", p256Verifier);
    const wish = { name: "second", kind: DeviceKind.Battery, organisation: maker, owner: maker.address, key };
    const { device: newDevice } = await enrolDevice(consortium, wish);
    const { sequence: lastSequence } = (cycles[2] as SignedChargeCycle).record.header;
    const of = { passport: PASSPORT, oldDevice: devices.battery, lastSequence, newDevice, firstSequence: 4n };
    await passports.connect(maker).replaceDevice({
      passport: PASSPORT,
      newDevice,
      firstSequence: 4n,
      oldSignature: "0x",
      newSignature: key.sign(domain, deviceReplacementHash(of)),
      attestation: bytes32Of("statement"),
    });
    const roots = await read(IDENTIFIER);
    const [first, second] = (roots.passports[0] as PassportRoots).bindings;
    expect(first).to.include({
      device: devices.battery,
      firstSequence: 1n,
      lastSequence,
      continuity: Continuity.FirstDevice,
      attestation: ZERO_HASH,
    });
    expect(second).to.include({
      device: newDevice,
      firstSequence: 4n,
      lastSequence: 0n,
      continuity: Continuity.OrganisationAttested,
      attestation: bytes32Of("statement"),
    });
    expect(roots.devices.map(({ device }) => device)).to.deep.equal([devices.battery, newDevice]);
  });

  it("name predecessors and successor by their identifiers", async () => {
    const { passports, maker } = the.scene.consortium;
    const facts = { ...FACTS, batteryPassportIdentifier: "next" };
    await passports.connect(maker).issueSuccessor(facts, BatteryStatus.Repurposed, [PASSPORT]);
    const [earlier, later] = (await read(IDENTIFIER, "next")).passports;
    expect(earlier).to.deep.include({ successor: "next", predecessors: [] });
    expect(later).to.deep.include({ predecessors: [IDENTIFIER], successor: null, status: BatteryStatus.Repurposed });
  });

  it("hold texts of every length that storage keeps in one way or the other", async () => {
    const { passports, maker } = the.scene.consortium;
    for (const length of [1, 30, 31, 32, 33, 63, 64, 65, 128]) {
      const batteryPassportIdentifier = "é".repeat(length >> 1) + "x".repeat(length % 2);
      const facts = { ...FACTS, batteryPassportIdentifier, model: "m".repeat(2 * length), chemistry: "" };
      await passports.connect(maker).issue(facts);
      const [passport] = (await read(batteryPassportIdentifier)).passports;
      expect(passport).to.include({ batteryPassportIdentifier, model: facts.model, chemistry: "" });
    }
  });

  it("hold every key of each kind and every status of a device", async () => {
    const { consortium, devices } = the.scene;
    const { maker, p256Verifier } = consortium;
    const keys = [p256Key("battery", p256Verifier), secp256k1Key("next"), p256Key("last", p256Verifier)] as const;
    await rotateKey(consortium, { device: devices.battery, key: keys[0] }, keys[1]);
    await chain.networkHelpers.time.increase(10);
    await consortium.devices.connect(maker).suspend(devices.battery);
    await chain.networkHelpers.time.increase(10);
    await consortium.devices.connect(maker).reinstate(devices.battery);
    await rotateKey(consortium, { device: devices.battery, key: keys[1] }, keys[2], 2n);
    const [device] = (await read(IDENTIFIER)).devices;
    expect(device?.signers.map(({ signer }) => signer)).to.deep.equal(keys.map(({ signer }) => signer));
    expect(device?.statuses.map(({ status }) => status).slice(-2)).to.deep.equal([
      DeviceStatus.Suspended,
      DeviceStatus.Active,
    ]);
  });
});
