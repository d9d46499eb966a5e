import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind, DeviceStatus, ZERO_HASH } from "../../../protocol/index.js";
import { advanceTo, fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { bytes32Of, enrolDevice, registerDevice } from "../../support/chain/devices.js";
import {
  EVIDENCE,
  enrolGateway,
  five,
  IncidentCategory,
  IncidentState,
  QUARANTINE_S,
  REPORT_WINDOW_S,
  six,
  three,
  two,
} from "../../support/chain/incidents.js";

const { Tampering, ImplausibleData, StolenKey, None, Equivocation } = IncidentCategory;

describe("IncidentRegistry: report", () => {
  it("opens an incident, tells the organisation, and leaves the device as it was", async () => {
    const { incidents, device, grid, neighbours, report, incident, status } = await fresh(five);
    const [{ account, gateway }] = neighbours as [(typeof neighbours)[0]];
    await expect(report(0, StolenKey))
      .to.emit(incidents, "IncidentReported")
      .withArgs(device, 1n, grid, account, gateway, StolenKey, EVIDENCE);
    const openedS = BigInt(await nowS());
    expect([...(await incident())]).to.deep.equal([
      device,
      1n,
      IncidentState.Open,
      StolenKey,
      openedS,
      0n,
      openedS + BigInt(REPORT_WINDOW_S),
      grid.address,
    ]);
    expect(await status()).to.equal(DeviceStatus.Active);
    expect(await incidents.reportersOf(device, 1)).to.deep.equal([account.address]);
  });

  it("says that nothing happened to a device that nobody reported", async () => {
    const { incidents, device } = await fresh(five);
    expect((await incidents.incidentOf(device)).number).to.equal(0n);
    expect((await incidents.incidentAt(device, 1)).state).to.equal(IncidentState.None);
    expect(await incidents.reportersOf(device, 1)).to.deep.equal([]);
  });

  it("quarantines when the quorum is reached, for as long as the deployment says", async () => {
    const { incidents, device, grid, report, incident, status } = await fresh(six);
    await report(0, ImplausibleData);
    await report(1, Tampering);
    expect(await status()).to.equal(DeviceStatus.Active);
    const atS = (await nowS()) + 100;
    await nextBlockAt(atS);
    await expect(report(2))
      .to.emit(incidents, "IncidentQuarantined")
      .withArgs(device, 1n, grid, BigInt(atS + QUARANTINE_S));
    const { state, category, quarantinedAtS, endsAtS } = await incident();
    expect([state, category, quarantinedAtS, endsAtS]).to.deep.equal([
      IncidentState.Quarantined,
      ImplausibleData,
      BigInt(atS),
      BigInt(atS + QUARANTINE_S),
    ]);
    expect(await status()).to.equal(DeviceStatus.Quarantined);
  });

  it("quarantines a device that its organisation suspended, and one that waits for another key", async () => {
    for (const change of ["suspend", "recover"] as const) {
      const c = await fresh(five);
      if (change === "suspend") await c.devices.suspend(c.device);
      else await c.devices.recover(c.device, c.stranger, 4_000_000_000n);
      await c.report(0);
      await c.report(1);
      expect(await c.status()).to.equal(DeviceStatus.Quarantined);
    }
  });

  describe("is refused", () => {
    it("from an account that is no member", async () => {
      const { incidents, device, stranger, neighbours } = await fresh(five);
      await expect(incidents.connect(stranger).report(device, neighbours[0]!.gateway, Tampering, EVIDENCE))
        .to.be.revertedWithCustomError(incidents, "IncidentRegistryNotMember")
        .withArgs(stranger);
    });

    it("without an active gateway of the caller's own", async () => {
      const c = await fresh(five);
      const [first, second, third] = c.neighbours;
      const wish = { kind: DeviceKind.Meter, organisation: first!.account, owner: first!.account.address };
      const meter = (await enrolDevice(c, { ...wish, name: "no gateway" })).device;
      const { enrolment } = await registerDevice(c, { ...wish, kind: DeviceKind.Gateway, name: "not enrolled" });
      await c.devices.connect(third!.account).suspend(third!.gateway);
      for (const [{ account }, gateway] of [
        [first!, second!.gateway],
        [first!, meter],
        [first!, enrolment.device],
        [first!, c.device],
        [first!, bytes32Of("nothing")],
        [third!, third!.gateway],
      ] as const) {
        await expect(c.incidents.connect(account).report(c.device, gateway, Tampering, EVIDENCE))
          .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotGateway")
          .withArgs(gateway, account);
      }
    });

    it("by a gateway that is quarantined itself", async () => {
      const c = await fresh(five);
      const [accused, ...others] = c.neighbours;
      for (const { account, gateway } of others.slice(0, 2)) {
        await c.incidents.connect(account).report(accused!.gateway, gateway, Tampering, EVIDENCE);
      }
      await expect(c.report(0))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotGateway")
        .withArgs(accused!.gateway, accused!.account);
    });

    it("of no category, of equivocation without a proof, and without evidence", async () => {
      const { incidents, device, neighbours } = await fresh(five);
      const [{ account, gateway }] = neighbours as [(typeof neighbours)[0]];
      for (const [category, evidence] of [
        [None, EVIDENCE],
        [Equivocation, EVIDENCE],
        [Tampering, ZERO_HASH],
      ] as const) {
        await expect(incidents.connect(account).report(device, gateway, category, evidence))
          .to.be.revertedWithCustomError(incidents, "IncidentRegistryInvalidReport")
          .withArgs(device);
      }
    });

    it("of a device that is unknown, never enrolled or revoked", async () => {
      const c = await fresh(five);
      const wish = { kind: DeviceKind.Meter, organisation: c.grid, owner: c.owner.address };
      const { enrolment } = await registerDevice(c, { ...wish, name: "ticket only" });
      await c.devices.revoke(c.device);
      const [{ account, gateway }] = c.neighbours as [(typeof c.neighbours)[0]];
      for (const device of [bytes32Of("nothing"), enrolment.device, c.device]) {
        await expect(c.incidents.connect(account).report(device, gateway, Tampering, EVIDENCE))
          .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotReportable")
          .withArgs(device);
      }
    });

    it("of the caller's own device, its gateway among them", async () => {
      const c = await fresh(five);
      const gateway = await enrolGateway(c, c.grid);
      for (const device of [c.device, gateway]) {
        await expect(c.incidents.connect(c.grid).report(device, gateway, Tampering, EVIDENCE))
          .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryOwnDevice")
          .withArgs(device, c.grid);
      }
      await c.report(0);
      await expect(c.incidents.connect(c.grid).report(c.device, gateway, Tampering, EVIDENCE))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryOwnDevice")
        .withArgs(c.device, c.grid);
    });

    it("a second time in one incident, also by another gateway", async () => {
      const c = await fresh(six);
      await c.report(0);
      const [{ account }] = c.neighbours as [(typeof c.neighbours)[0]];
      const wish = { kind: DeviceKind.Gateway, organisation: account, owner: account.address, name: "second gateway" };
      const { device: second } = await enrolDevice(c, wish);
      for (const gateway of [c.neighbours[0]!.gateway, second]) {
        await expect(c.incidents.connect(account).report(c.device, gateway, StolenKey, EVIDENCE))
          .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryAlreadySpoken")
          .withArgs(c.device, 1n, account);
      }
    });
  });

  describe("as time passes", () => {
    it("counts for the report window: its last second is inside, the next outside", async () => {
      for (const [afterS, state] of [
        [REPORT_WINDOW_S - 1, IncidentState.Quarantined],
        [REPORT_WINDOW_S, IncidentState.Open],
      ] as const) {
        const c = await fresh(six);
        await c.report(0);
        const firstS = await nowS();
        await nextBlockAt(firstS + 1000);
        await c.report(1);
        await nextBlockAt(firstS + afterS);
        await c.report(2);
        expect(await c.state()).to.equal(state);
        expect((await c.incident()).number).to.equal(1n);
      }
    });

    it("may be made again once it has lapsed, and keeps its place", async () => {
      const c = await fresh(six);
      await c.report(0);
      const firstS = await nowS();
      await nextBlockAt(firstS + 1000);
      await c.report(1);
      await nextBlockAt(firstS + REPORT_WINDOW_S);
      await c.report(0);
      expect((await c.incident()).endsAtS).to.equal(BigInt(firstS + 2 * REPORT_WINDOW_S));
      expect(await c.incidents.reportersOf(c.device, 1)).to.have.length(2);
      await c.report(2);
      expect(await c.status()).to.equal(DeviceStatus.Quarantined);
    });

    it("opens the next incident once all reports have lapsed, and ends the old one", async () => {
      const c = await fresh(six);
      await c.report(0);
      await nextBlockAt((await nowS()) + REPORT_WINDOW_S);
      await expect(c.report(0, StolenKey))
        .to.emit(c.incidents, "IncidentClosed")
        .withArgs(c.device, 1n, IncidentState.Expired);
      const { number, state, category } = await c.incident();
      expect([number, state, category]).to.deep.equal([2n, IncidentState.Open, StolenKey]);
      expect((await c.incidents.incidentAt(c.device, 1)).state).to.equal(IncidentState.Expired);
    });

    it("ends a quarantine whose time is over, and releases the device", async () => {
      const c = await fresh(five);
      await c.report(0);
      await c.report(1);
      await advanceTo((await nowS()) + QUARANTINE_S);
      expect(await c.status()).to.equal(DeviceStatus.Quarantined);
      await expect(c.report(2)).to.emit(c.incidents, "IncidentClosed").withArgs(c.device, 1n, IncidentState.Expired);
      expect(await c.status()).to.equal(DeviceStatus.Active);
      expect((await c.incident()).number).to.equal(2n);
      await c.report(1);
      expect(await c.status()).to.equal(DeviceStatus.Quarantined);
    });
  });

  describe("during a quarantine", () => {
    it("renews it when a quorum reports anew, and not before", async () => {
      const c = await fresh(six);
      for (const index of [0, 1, 2]) await c.report(index);
      const { endsAtS, quarantinedAtS } = await c.incident();
      const renewalS = Number(endsAtS) - 5;
      await nextBlockAt(renewalS - 2);
      await c.report(0);
      await nextBlockAt(renewalS - 1);
      await c.report(4);
      expect((await c.incident()).endsAtS).to.equal(endsAtS);
      await nextBlockAt(renewalS);
      await expect(c.report(1))
        .to.emit(c.incidents, "IncidentQuarantined")
        .withArgs(c.device, 1n, c.grid, BigInt(renewalS + QUARANTINE_S));
      const renewed = await c.incident();
      expect([renewed.number, renewed.quarantinedAtS]).to.deep.equal([1n, quarantinedAtS]);
      expect(await c.status()).to.equal(DeviceStatus.Quarantined);
    });

    it("counts once for a renewal, and lapses as any report", async () => {
      const c = await fresh(five);
      await c.report(0);
      await c.report(1);
      const { endsAtS } = await c.incident();
      await c.report(0);
      const firstS = await nowS();
      await expect(c.report(0)).to.be.revertedWithCustomError(c.incidents, "IncidentRegistryAlreadySpoken");
      await nextBlockAt(firstS + REPORT_WINDOW_S);
      await c.report(1);
      expect((await c.incident()).endsAtS).to.equal(endsAtS);
    });
  });

  describe("as members come and go", () => {
    it("counts no organisation that was expelled, and counts it again when it is back", async () => {
      const c = await fresh(five);
      const [{ account }] = c.neighbours as [(typeof c.neighbours)[0]];
      await c.report(0);
      await c.expel(0);
      await c.report(1);
      expect(await c.state()).to.equal(IncidentState.Open);
      await c.membership.admit(account, "Back");
      await c.membership.admit(c.stranger, "Sixth: now it takes three");
      await c.report(2);
      expect(await c.state()).to.equal(IncidentState.Quarantined);
    });

    it("counts no report of an organisation that took the device over since", async () => {
      const c = await fresh(six);
      const taker = c.neighbours[0]!.account;
      await c.report(0);
      await c.report(1);
      await c.devices.offerTransfer(c.device, taker);
      await c.devices.connect(taker).acceptTransfer(c.device);
      await c.report(2);
      expect(await c.state()).to.equal(IncidentState.Open);
      await c.report(3);
      expect(await c.state()).to.equal(IncidentState.Quarantined);
    });

    it("takes as many as the members of the moment make a quorum", async () => {
      const c = await fresh(five);
      await c.membership.admit(c.stranger, "Sixth");
      await c.report(0);
      await c.report(1);
      expect(await c.state()).to.equal(IncidentState.Open);
      const gateway = await enrolGateway(c, c.stranger);
      await c.incidents.connect(c.stranger).report(c.device, gateway, Tampering, EVIDENCE);
      expect(await c.state()).to.equal(IncidentState.Quarantined);
    });

    it("stops nobody's device in a consortium of two, whoever has left it", async () => {
      const pair = await fresh(two);
      await pair.report(0);
      expect(await pair.state()).to.equal(IncidentState.Open);

      const c = await fresh(three);
      await c.membership.connect(c.administrator).expel(c.grid);
      await c.report(0);
      await c.report(1);
      expect(await c.incidents.quorum()).to.equal(2n);
      expect(await c.status()).to.equal(DeviceStatus.Active);
    });
  });
});
