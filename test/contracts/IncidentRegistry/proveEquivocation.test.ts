import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind, type DeviceRecord, DeviceStatus, structHashOf, ZERO_HASH } from "../../../protocol/index.js";
import { type AnchoredBatch, TestStream } from "../../support/chain/batches.js";
import { advanceTo, fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import type { Consortium } from "../../support/chain/consortium.js";
import { p256Key, secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, type EnrolledDevice, enrolDevice, registerDevice } from "../../support/chain/devices.js";
import {
  deployNeighbourhood,
  IncidentCategory,
  IncidentState,
  QUARANTINE_S,
  two,
} from "../../support/chain/incidents.js";
import { enrolAnew, rotateKey } from "../../support/chain/keys.js";
import { readingOf, recordsOf, shown } from "../../support/chain/openings.js";

const { Quarantined, Active, Suspended } = DeviceStatus;

/** A neighbourhood whose meter anchors what it is told to. */
async function anchoring() {
  const c = await deployNeighbourhood(5);
  const stream = await TestStream.open(c);
  const store = (...records: DeviceRecord[]) =>
    stream.anchor([...records.map(structHashOf), bytes32Of("another device's record")]);
  return { ...c, ...provingOf(c, c.meter), stream, store };
}

/** What a device said at a sequence, once so and once otherwise. */
function provingOf({ incidents, domain }: Consortium, enrolled: EnrolledDevice) {
  const said = (importWh: bigint, sequence = 7n) => readingOf(enrolled.device, sequence, importWh);
  const show = (record: DeviceRecord, batch?: AnchoredBatch, key = enrolled.key) =>
    shown({ key }, domain, record, batch);
  return { said, show, prove: incidents.proveEquivocation };
}

describe("IncidentRegistry: proveEquivocation", () => {
  it("quarantines at once and without an end, whoever shows it", async () => {
    const c = await fresh(anchoring);
    const [first, second] = [c.said(1n), c.said(2n)];
    const shows = c.incidents.connect(c.stranger).proveEquivocation(c.show(first), c.show(second));
    await expect(shows)
      .to.emit(c.incidents, "EquivocationProven")
      .withArgs(c.device, 1n, c.stranger, 7n, structHashOf(first), structHashOf(second));
    await expect(shows).to.emit(c.incidents, "IncidentQuarantined").withArgs(c.device, 1n, c.grid, 0n);
    const atS = BigInt(await nowS());
    expect([...(await c.incident())]).to.deep.equal([
      c.device,
      1n,
      IncidentState.Quarantined,
      IncidentCategory.Equivocation,
      atS,
      atS,
      0n,
      c.grid.address,
    ]);
    expect(await c.status()).to.equal(Quarantined);
  });

  it("holds in a consortium of two: it needs no quorum", async () => {
    const c = await fresh(two);
    const { prove, show, said } = provingOf(c, c.meter);
    await prove(show(said(1n)), show(said(2n)));
    expect(await c.status()).to.equal(Quarantined);
  });

  it("opens records of every type as protocol hashes them, and counts sequences over all types", async () => {
    const { device } = await fresh(anchoring);
    for (const record of recordsOf(device, 7n)) {
      const c = await fresh(anchoring);
      await c.prove(c.show(record), c.show(c.said(1n)));
      expect(await c.status()).to.equal(Quarantined);
    }
  });

  it("takes P-256 devices as well", async () => {
    const c = await fresh(anchoring);
    const key = p256Key("second", c.p256Verifier);
    const wish = { name: "second", kind: DeviceKind.Meter, organisation: c.grid, owner: c.owner.address, key };
    const { prove, show, said } = provingOf(c, await enrolDevice(c, wish));
    await prove(show(said(1n)), show(said(2n)));
  });

  for (const [first, second] of [
    [true, true],
    [true, false],
    [false, true],
  ] as const) {
    it(`takes a record ${first ? "anchored" : "unanchored"} and one ${second ? "anchored" : "unanchored"}`, async () => {
      const c = await fresh(anchoring);
      const batch = await c.store(c.said(1n), c.said(2n));
      await c.prove(c.show(c.said(1n), first ? batch : undefined), c.show(c.said(2n), second ? batch : undefined));
      expect(await c.status()).to.equal(Quarantined);
    });
  }

  describe("in an incident that is under way", () => {
    it("turns an open one into a proven one", async () => {
      const c = await fresh(anchoring);
      await c.report(0);
      const openedS = (await c.incident()).openedAtS;
      await c.prove(c.show(c.said(1n)), c.show(c.said(2n)));
      const { number, openedAtS, category, endsAtS } = await c.incident();
      expect([number, openedAtS, category, endsAtS]).to.deep.equal([1n, openedS, IncidentCategory.Equivocation, 0n]);
    });

    it("takes the end from a quarantine by quorum", async () => {
      const c = await fresh(anchoring);
      await c.report(0);
      await c.report(1);
      const before = await c.incident();
      await advanceTo((await nowS()) + 10);
      await c.prove(c.show(c.said(1n)), c.show(c.said(2n)));
      const { number, quarantinedAtS, endsAtS } = await c.incident();
      expect([number, quarantinedAtS, endsAtS]).to.deep.equal([1n, before.quarantinedAtS, 0n]);
    });

    it("follows a quarantine whose time is over without a gap in the device's history", async () => {
      const c = await fresh(anchoring);
      await c.report(0);
      await c.report(1);
      await advanceTo((await nowS()) + QUARANTINE_S);
      await expect(c.prove(c.show(c.said(1n)), c.show(c.said(2n)))).not.to.emit(c.devices, "DeviceStatusChanged");
      expect((await c.incidents.incidentAt(c.device, 1)).state).to.equal(IncidentState.Expired);
      expect((await c.incident()).number).to.equal(2n);
      expect(await c.status()).to.equal(Quarantined);
    });

    it("adds nothing to a proven one", async () => {
      const c = await fresh(anchoring);
      await c.prove(c.show(c.said(1n)), c.show(c.said(2n)));
      await expect(c.prove(c.show(c.said(1n, 8n)), c.show(c.said(2n, 8n))))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryAlreadyProven")
        .withArgs(c.device, 8n);
    });
  });

  it("counts once per sequence: what was cleared cannot be brought up again", async () => {
    const c = await fresh(anchoring);
    await c.prove(c.show(c.said(1n)), c.show(c.said(2n)));
    await c.clear(0);
    await c.clear(1);
    expect(await c.status()).to.equal(Active);
    for (const [first, second] of [
      [c.said(2n), c.said(1n)],
      [c.said(1n), c.said(3n)],
    ] as const) {
      await expect(c.prove(c.show(first), c.show(second)))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryAlreadyProven")
        .withArgs(c.device, 7n);
    }
    await c.prove(c.show(c.said(1n, 8n)), c.show(c.said(2n, 8n)));
    expect((await c.incident()).number).to.equal(2n);
  });

  it("covers a suspension", async () => {
    const c = await fresh(anchoring);
    await c.devices.suspend(c.device);
    await c.prove(c.show(c.said(1n)), c.show(c.said(2n)));
    expect(await c.status()).to.equal(Quarantined);
    await c.clear(0);
    await c.clear(1);
    expect(await c.status()).to.equal(Suspended);
  });

  describe("after a change of key", () => {
    it("takes what the former key signed where it was anchored then, beside what the present one signs", async () => {
      const c = await fresh(anchoring);
      const batch = await c.store(c.said(1n));
      await nextBlockAt((await nowS()) + 10);
      const key = await rotateKey(c, c.meter, secp256k1Key("next"));
      await c.prove(c.show(c.said(1n), batch), c.show(c.said(2n), undefined, key));
      expect(await c.status()).to.equal(Quarantined);
    });

    it("refuses what the former key signed and nobody anchored: it may be a thief's", async () => {
      const c = await fresh(anchoring);
      const batch = await c.store(c.said(1n));
      await nextBlockAt((await nowS()) + 10);
      await rotateKey(c, c.meter, secp256k1Key("next"));
      await expect(c.prove(c.show(c.said(1n), batch), c.show(c.said(2n))))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotSigned")
        .withArgs(c.device, 7n);
    });

    it("refuses what the former key signed and somebody anchored after it", async () => {
      const c = await fresh(anchoring);
      const before = await c.store(c.said(1n));
      await nextBlockAt((await nowS()) + 10);
      await rotateKey(c, c.meter, secp256k1Key("next"));
      await nextBlockAt((await nowS()) + 10);
      const after = await c.store(c.said(2n));
      await expect(c.prove(c.show(c.said(1n), before), c.show(c.said(2n), after)))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryInvalidDeviceSignature")
        .withArgs(c.device);
    });

    it("refuses unanchored records while the device waits to be enrolled anew, quarantined or not", async () => {
      const c = await fresh(anchoring);
      const ticket = secp256k1Key("recovery");
      await c.devices.recover(c.device, ticket.signer, 4_000_000_000n);
      for (const next of [() => c.report(0), () => c.report(1), c.status]) {
        await expect(c.prove(c.show(c.said(1n)), c.show(c.said(2n))))
          .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotSigned")
          .withArgs(c.device, 7n);
        await next();
      }
      expect(await c.status()).to.equal(Quarantined);
      const key = await enrolAnew(c, c.meter, ticket, secp256k1Key("found"));
      await c.prove(c.show(c.said(1n), undefined, key), c.show(c.said(2n), undefined, key));
      expect((await c.incident()).category).to.equal(IncidentCategory.Equivocation);
    });
  });

  describe("is refused", () => {
    it("for one record shown twice, also with two signatures", async () => {
      const c = await fresh(anchoring);
      const batch = await c.store(c.said(1n));
      const again = await c.store(c.said(1n));
      for (const [first, second] of [
        [undefined, undefined],
        [batch, undefined],
        [batch, again],
      ] as const) {
        await expect(c.prove(c.show(c.said(1n), first), c.show(c.said(1n), second)))
          .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNoEquivocation")
          .withArgs(c.device);
      }
    });

    it("for two sequences, and for two devices", async () => {
      const c = await fresh(anchoring);
      const wish = { name: "other", kind: DeviceKind.Meter, organisation: c.grid, owner: c.owner.address };
      const other = provingOf(c, await enrolDevice(c, wish));
      for (const second of [c.show(c.said(2n, 8n)), other.show(other.said(2n))]) {
        await expect(c.prove(c.show(c.said(1n)), second))
          .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNoEquivocation")
          .withArgs(c.device);
      }
    });

    it("for a record with a word too few or too many", async () => {
      const c = await fresh(anchoring);
      const good = c.show(c.said(1n));
      for (const members of [[], good.members.slice(1), [...good.members, ZERO_HASH]]) {
        for (const pair of [
          [{ ...good, members }, c.show(c.said(2n))],
          [c.show(c.said(2n)), { ...good, members }],
        ] as const) {
          await expect(c.prove(...pair))
            .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryInvalidRecord")
            .withArgs(c.device, 7n);
        }
      }
    });

    it("for a record shown as another type than was signed, or with anything changed", async () => {
      const c = await fresh(anchoring);
      const good = c.show(c.said(1n));
      for (const changed of [
        { ...good, recordType: 1 },
        { ...good, recordType: 2 },
        { ...good, members: [...good.members].reverse() },
        { ...good, header: { ...good.header, timestampS: 1n } },
        { ...good, header: { ...good.header, link: ZERO_HASH } },
        { ...good, signature: c.show(c.said(2n)).signature },
        { ...good, signature: "0x" },
        c.show(c.said(1n), undefined, secp256k1Key("thief")),
      ]) {
        await expect(c.prove(c.show(c.said(3n)), changed))
          .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotSigned")
          .withArgs(c.device, 7n);
      }
    });

    it("for a batch that does not hold the record, or was never anchored", async () => {
      const c = await fresh(anchoring);
      const batch = await c.store(c.said(1n));
      const good = c.show(c.said(1n), batch);
      await expect(c.prove(c.show(c.said(2n)), { ...good, proof: [] }))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryInvalidProof")
        .withArgs(c.device, 7n);
      await expect(c.prove(c.show(c.said(2n)), { ...good, batchSequence: 2n }))
        .to.be.revertedWithCustomError(c.anchor, "RecordAnchorUnknownBatch")
        .withArgs(batch.stream, 2n, batch.root);
    });

    it("for a batch anchored while the device was not active", async () => {
      const c = await fresh(anchoring);
      await c.devices.suspend(c.device);
      await nextBlockAt((await nowS()) + 10);
      const batch = await c.store(c.said(1n));
      await nextBlockAt((await nowS()) + 10);
      await c.devices.reinstate(c.device);
      await expect(c.prove(c.show(c.said(1n), batch), c.show(c.said(2n))))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnexpectedStatus")
        .withArgs(c.device, BigInt(Suspended));
    });

    it("for a device that is unknown, never enrolled or revoked", async () => {
      const c = await fresh(anchoring);
      const key = secp256k1Key("ticket only");
      const wish = { name: "ticket only", kind: DeviceKind.Meter, organisation: c.grid, owner: c.owner.address };
      const { enrolment } = await registerDevice(c, wish);
      await c.devices.revoke(c.device);
      for (const device of [bytes32Of("nothing"), enrolment.device, c.device]) {
        const { prove, show, said } = provingOf(c, { device, key: device === c.device ? c.meter.key : key });
        await expect(prove(show(said(1n)), show(said(2n))))
          .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotReportable")
          .withArgs(device);
      }
    });
  });
});
