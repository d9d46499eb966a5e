import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceStatus, ZERO_HASH } from "../../../protocol/index.js";
import { advanceTo, fresh, nowS } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import {
  deployNeighbourhood,
  EVIDENCE,
  enrolGateway,
  FINDING,
  five,
  four,
  IncidentCategory,
  IncidentState,
  QUARANTINE_S,
  three,
} from "../../support/chain/incidents.js";
import { readingOf, shown } from "../../support/chain/openings.js";

/** A device that two of four neighbours quarantined, with `prove` at hand. */
async function quarantined() {
  const c = await deployNeighbourhood(5);
  await c.report(0);
  await c.report(1);
  const proof = (sequence: bigint) =>
    ([1n, 2n] as const).map((wh) => shown(c.meter, c.domain, readingOf(c.device, sequence, wh)));
  const prove = (sequence: bigint) => {
    const [first, second] = proof(sequence);
    return c.incidents.proveEquivocation(first!, second!);
  };
  return { ...c, prove };
}

/** The same in a consortium of `members`, by proof alone. */
async function proven(members: number) {
  const c = await deployNeighbourhood(members);
  const [first, second] = ([1n, 2n] as const).map((wh) => shown(c.meter, c.domain, readingOf(c.device, 1n, wh)));
  await c.incidents.proveEquivocation(first!, second!);
  return c;
}
const provenOfTwo = () => proven(2);
const provenOfFour = () => proven(4);

describe("IncidentRegistry: clear", () => {
  it("ends incident and quarantine when a quorum supports it", async () => {
    const c = await fresh(quarantined);
    await expect(c.clear(2))
      .to.emit(c.incidents, "ClearanceSupported")
      .withArgs(c.device, 1n, c.neighbours[2]!.account, FINDING);
    expect(await c.status()).to.equal(DeviceStatus.Quarantined);
    await expect(c.clear(3)).to.emit(c.incidents, "IncidentClosed").withArgs(c.device, 1n, IncidentState.Cleared);
    expect(await c.status()).to.equal(DeviceStatus.Active);
    expect(await c.state()).to.equal(IncidentState.Cleared);
    expect(await c.incidents.clearersOf(c.device, 1)).to.deep.equal(
      [2, 3].map((index) => c.neighbours[index]!.account.address),
    );
  });

  for (const [change, after] of [
    ["suspend", DeviceStatus.Suspended],
    ["recover", DeviceStatus.Registered],
    ["revoke", DeviceStatus.Revoked],
  ] as const) {
    it(`leaves the device as its organisation decided meanwhile: ${change}`, async () => {
      const c = await fresh(quarantined);
      if (change === "recover") await c.devices.recover(c.device, c.stranger, 4_000_000_000n);
      else await c.devices[change](c.device);
      await c.clear(2);
      await c.clear(3);
      expect(await c.status()).to.equal(after);
      expect(await c.state()).to.equal(IncidentState.Cleared);
    });
  }

  it("ends an incident that is still open, which touches no status", async () => {
    const c = await fresh(five);
    await c.report(0);
    await c.clear(1);
    await expect(c.clear(2)).not.to.emit(c.devices, "DeviceStatusChanged");
    expect(await c.state()).to.equal(IncidentState.Cleared);
  });

  it("counts on when the quarantine is renewed", async () => {
    const c = await fresh(quarantined);
    await c.clear(2);
    await c.report(0);
    await expect(c.report(1)).to.emit(c.incidents, "IncidentQuarantined");
    await c.clear(3);
    expect(await c.state()).to.equal(IncidentState.Cleared);
  });

  describe("changes a word", () => {
    it("from report to clearance: the report counts no more", async () => {
      const c = await fresh(five);
      await c.report(0);
      await c.clear(0);
      expect(await c.incidents.reportersOf(c.device, 1)).to.deep.equal([]);
      await c.report(1);
      expect(await c.state()).to.equal(IncidentState.Open);
      await c.report(2);
      expect(await c.state()).to.equal(IncidentState.Quarantined);
    });

    it("from clearance back to report: the clearance counts no more", async () => {
      const c = await fresh(quarantined);
      await c.clear(2);
      await c.report(2);
      expect(await c.incidents.clearersOf(c.device, 1)).to.deep.equal([]);
      await c.clear(3);
      expect(await c.state()).to.equal(IncidentState.Quarantined);
      await c.clear(0);
      expect(await c.state()).to.equal(IncidentState.Cleared);
    });
  });

  describe("after a proof of equivocation", () => {
    it("counts nothing that was said before it", async () => {
      const c = await fresh(quarantined);
      await c.clear(2);
      await c.prove(1n);
      expect(await c.incidents.clearersOf(c.device, 1)).to.deep.equal([]);
      await c.clear(3);
      expect(await c.state()).to.equal(IncidentState.Quarantined);
      await c.clear(2);
      expect(await c.status()).to.equal(DeviceStatus.Active);
    });

    it("takes a report for nothing but a clearance withdrawn: the quarantine gets no end", async () => {
      const c = await fresh(quarantined);
      await c.prove(1n);
      await c.clear(2);
      for (const index of [0, 1, 2, 3]) await c.report(index);
      const { state, endsAtS, category } = await c.incident();
      expect([state, endsAtS, category]).to.deep.equal([IncidentState.Quarantined, 0n, IncidentCategory.Equivocation]);
      expect(await c.incidents.clearersOf(c.device, 1)).to.deep.equal([]);
    });
  });

  describe("where a quorum cannot be reached", () => {
    it("takes the only other member of two", async () => {
      const c = await fresh(provenOfTwo);
      await c.clear(0);
      expect(await c.status()).to.equal(DeviceStatus.Active);
    });

    it("takes all that are left once the others were expelled", async () => {
      const c = await fresh(provenOfFour);
      await c.clear(0);
      expect(await c.state()).to.equal(IncidentState.Quarantined);
      await c.expel(0);
      await c.expel(1);
      await c.clear(2);
      expect(await c.state()).to.equal(IncidentState.Cleared);
    });

    it("takes the only remaining member, the device's organisation being expelled", async () => {
      const c = await fresh(provenOfTwo);
      await c.membership.connect(c.administrator).expel(c.grid);
      await c.clear(0);
      expect(await c.state()).to.equal(IncidentState.Cleared);
    });

    it("takes all that have a word once the device was handed over, and no fewer", async () => {
      for (const [members, needed] of [
        [three, 1],
        [four, 2],
      ] as const) {
        const c = await fresh(members);
        const taker = c.neighbours[needed]!.account;
        await c.report(0);
        await c.devices.offerTransfer(c.device, taker);
        await c.devices.connect(taker).acceptTransfer(c.device);
        const [first, second] = ([1n, 2n] as const).map((wh) => shown(c.meter, c.domain, readingOf(c.device, 1n, wh)));
        await c.incidents.proveEquivocation(first!, second!);
        for (let index = 0; index < needed; index++) {
          expect(await c.status()).to.equal(DeviceStatus.Quarantined);
          await c.clear(index);
        }
        expect(await c.status()).to.equal(DeviceStatus.Active);
      }
    });

    it("counts no clearance of an organisation that was expelled since", async () => {
      const c = await fresh(quarantined);
      await c.clear(2);
      await c.expel(2);
      await c.clear(3);
      expect(await c.state()).to.equal(IncidentState.Quarantined);
    });
  });

  describe("is refused", () => {
    it("from an account that is no member", async () => {
      const { incidents, device, stranger } = await fresh(quarantined);
      await expect(incidents.connect(stranger).clear(device, FINDING))
        .to.be.revertedWithCustomError(incidents, "IncidentRegistryNotMember")
        .withArgs(stranger);
    });

    it("without a finding", async () => {
      const { incidents, device, neighbours } = await fresh(quarantined);
      await expect(incidents.connect(neighbours[2]!.account).clear(device, ZERO_HASH))
        .to.be.revertedWithCustomError(incidents, "IncidentRegistryMissingStatement")
        .withArgs(device);
    });

    it("from the device's organisation", async () => {
      const { incidents, device, grid } = await fresh(quarantined);
      await expect(incidents.connect(grid).clear(device, FINDING))
        .to.be.revertedWithCustomError(incidents, "IncidentRegistryOwnDevice")
        .withArgs(device, grid);
    });

    it("from the organisation that handed the device over after the incident opened, and from the one that took it", async () => {
      const c = await fresh(five);
      await c.report(0);
      const [friend] = c.neighbours.slice(3);
      await c.devices.offerTransfer(c.device, friend!.account);
      await c.devices.connect(friend!.account).acceptTransfer(c.device);
      const gateway = await enrolGateway(c, c.grid);
      for (const account of [c.grid, friend!.account]) {
        await expect(c.incidents.connect(account).clear(c.device, FINDING))
          .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryOwnDevice")
          .withArgs(c.device, account);
      }
      await expect(
        c.incidents.connect(c.grid).report(c.device, gateway, IncidentCategory.Tampering, EVIDENCE),
      ).to.be.revertedWithCustomError(c.incidents, "IncidentRegistryOwnDevice");
      expect((await c.incident()).organisation).to.equal(c.grid);
    });

    it("a second time in one incident", async () => {
      const c = await fresh(quarantined);
      await c.clear(2);
      await expect(c.clear(2))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryAlreadySpoken")
        .withArgs(c.device, 1n, c.neighbours[2]!.account);
    });

    it("where nothing happened, and where it is over", async () => {
      const c = await fresh(quarantined);
      const [{ account }] = c.neighbours as [(typeof c.neighbours)[0]];
      await expect(c.incidents.connect(account).clear(bytes32Of("nothing"), FINDING))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryUnexpectedState")
        .withArgs(bytes32Of("nothing"), 0n, IncidentState.None);
      await c.clear(2);
      await c.clear(3);
      await expect(c.clear(0))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryUnexpectedState")
        .withArgs(c.device, 1n, IncidentState.Cleared);
    });
  });

  it("may come too late to matter: time ends the incident all the same", async () => {
    const c = await fresh(quarantined);
    await advanceTo((await nowS()) + QUARANTINE_S);
    await c.clear(2);
    await c.incidents.expire(c.device);
    expect(await c.state()).to.equal(IncidentState.Expired);
  });
});
