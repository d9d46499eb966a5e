import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind, DeviceStatus } from "../../../protocol/index.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice, registerDevice, signedEnrolment } from "../../support/chain/devices.js";

const { Registered, Active, Suspended, Revoked, Unknown } = DeviceStatus;

async function enrolled() {
  const c = await deployConsortium();
  const startS = (await nowS()) + 100;
  await nextBlockAt(startS);
  const ticket = { kind: DeviceKind.Meter, organisation: c.grid, owner: c.people[0]!.address };
  const { device } = await enrolDevice(c, { ...ticket, name: "meter" });
  return { ...c, ...ticket, device, startS: await nowS() };
}

type Change = "suspend" | "reinstate" | "revoke";

describe("DeviceRegistry: status", () => {
  for (const change of ["suspend", "reinstate", "revoke"] as const) {
    describe(change, () => {
      it("is the organisation's alone", async () => {
        const { devices, device, maker, administrator } = await fresh(enrolled);
        for (const account of [maker, administrator]) {
          await expect(devices.connect(account)[change](device))
            .to.be.revertedWithCustomError(devices, "DeviceRegistryNotOrganisation")
            .withArgs(device, account);
        }
      });

      it("refuses an unknown device", async () => {
        const { devices } = await fresh(enrolled);
        await expect(devices[change](bytes32Of("nothing")))
          .to.be.revertedWithCustomError(devices, "DeviceRegistryUnknownDevice")
          .withArgs(bytes32Of("nothing"));
      });
    });
  }

  const allowed: readonly (readonly [readonly Change[], Change, DeviceStatus | null, DeviceStatus])[] = [
    [[], "suspend", Suspended, Active],
    [[], "reinstate", null, Active],
    [[], "revoke", Revoked, Active],
    [["suspend"], "suspend", null, Suspended],
    [["suspend"], "reinstate", Active, Suspended],
    [["suspend"], "revoke", Revoked, Suspended],
    [["revoke"], "suspend", null, Revoked],
    [["revoke"], "reinstate", null, Revoked],
    [["revoke"], "revoke", null, Revoked],
  ];
  for (const [before, change, after, current] of allowed) {
    it(`${change} after ${before.join() || "enrolment"} ${after === null ? "is refused" : `leads to ${after}`}`, async () => {
      const { devices, device } = await fresh(enrolled);
      for (const step of before) await devices[step](device);
      if (after === null) {
        await expect(devices[change](device))
          .to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus")
          .withArgs(device, BigInt(current));
      } else {
        await expect(devices[change](device)).to.emit(devices, "DeviceStatusChanged").withArgs(device, BigInt(after));
        expect((await devices.deviceOf(device)).status).to.equal(BigInt(after));
      }
    });
  }

  it("refuses suspending a device that has not enrolled", async () => {
    const { devices, ...c } = await fresh(enrolled);
    const { enrolment } = await registerDevice({ devices, ...c }, { ...c, name: "second" });
    await expect(devices.suspend(enrolment.device))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus")
      .withArgs(enrolment.device, BigInt(Registered));
    await expect(devices.requireActive(enrolment.device)).to.be.revertedWithCustomError(
      devices,
      "DeviceRegistryUnexpectedStatus",
    );
  });

  describe("history", () => {
    it("says what held at each second; of several changes in one second the last", async () => {
      const { devices, device, startS } = await fresh(enrolled);
      const steps: readonly (readonly [Change, number])[] = [
        ["suspend", 10],
        ["reinstate", 20],
        ["suspend", 30],
        ["reinstate", 30],
        ["suspend", 30],
        ["reinstate", 40],
        ["suspend", 50],
        ["revoke", 50],
      ];
      for (const [step, afterS] of steps) {
        await nextBlockAt(startS + afterS);
        await devices[step](device);
      }
      const history = (await devices.statusHistory(device)).map(({ sinceS, status }) => [
        Number(sinceS) - startS,
        Number(status),
      ]);
      expect(history.filter(([sinceS]) => sinceS! >= 0)).to.deep.equal([
        [0, Active],
        [10, Suspended],
        [20, Active],
        [30, Suspended],
        [40, Active],
        [50, Revoked],
      ]);
      const at = async (afterS: number) => Number(await devices.statusAt(device, startS + afterS));
      expect(await Promise.all([0, 9, 10, 19, 20, 29, 30, 39, 40, 49, 50, 51].map(at))).to.deep.equal([
        Active,
        Active,
        Suspended,
        Suspended,
        Active,
        Active,
        Suspended,
        Suspended,
        Active,
        Active,
        Revoked,
        Revoked,
      ]);
      expect(await devices.statusAt(device, 1)).to.equal(BigInt(Unknown));
    });

    it("is Active alone for a device that registered and enrolled within a second", async () => {
      const c = await fresh(deployConsortium);
      const atS = (await nowS()) + 10;
      await nextBlockAt(atS);
      const wish = { name: "meter", kind: DeviceKind.Meter, organisation: c.grid, owner: c.people[0]!.address };

      const ticket = await registerDevice(c, wish);
      await nextBlockAt(atS);
      await c.devices.enrol(signedEnrolment(c, ticket, secp256k1Key("meter")));
      expect((await c.devices.statusHistory(ticket.enrolment.device)).map((period) => [...period])).to.deep.equal([
        [BigInt(atS), BigInt(Active)],
      ]);
    });

    it("ends before no node would return it; a revocation always finds room", async () => {
      const { devices, device, startS } = await fresh(enrolled);
      for (let step = 1; step <= 499; step++) {
        await nextBlockAt(startS + 2 * step);
        await devices.suspend(device);
        await nextBlockAt(startS + 2 * step + 1);
        await devices.reinstate(device);
      }
      await nextBlockAt(startS + 1000);
      await devices.suspend(device);
      // One more if the device was not enrolled within the second of its registration.
      expect((await devices.statusHistory(device)).length).to.be.within(1000, 1001);
      await expect(devices.reinstate(device))
        .to.be.revertedWithCustomError(devices, "DeviceRegistryHistoryFull")
        .withArgs(device);
      await nextBlockAt(startS + 1010);
      await devices.revoke(device);
      expect(await devices.statusHistory.estimateGas(device)).to.be.lessThan(10_000_000n);
    });

    it("of an unknown device is empty", async () => {
      const { devices } = await fresh(enrolled);
      expect(await devices.statusHistory(bytes32Of("nothing"))).to.deep.equal([]);
      expect(await devices.statusAt(bytes32Of("nothing"), 4_000_000_000)).to.equal(BigInt(Unknown));
    });
  });
});
