import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind, DeviceStatus } from "../../../protocol/index.js";
import { fresh, nowS } from "../../support/chain/chain.js";
import { deployConsortium, lower, ROLE } from "../../support/chain/consortium.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice, registerDevice, signedEnrolment } from "../../support/chain/devices.js";

const { Registered, Active, Suspended, Revoked, Quarantined, Unknown } = DeviceStatus;
const ticketKey = secp256k1Key("recovery ticket");

/** The registrar's account stands in for `IncidentRegistry`. */
async function enrolled() {
  const c = await deployConsortium();
  const wish = { name: "meter", kind: DeviceKind.Meter, organisation: c.grid, owner: c.people[0]!.address };
  const device = await enrolDevice(c, wish);
  await c.authority.grantRole(ROLE.incidents, c.registrar, 0);
  const statusOf = async () => Number((await c.devices.deviceOf(device.device)).status);
  return {
    ...c,
    ...device,
    wish,
    statusOf,
    guard: c.devices.connect(c.registrar),
    laterS: BigInt(await nowS()) + 3600n,
  };
}

describe("DeviceRegistry: quarantine", () => {
  it("is for the holder of the role alone", async () => {
    const { devices, device, grid, administrator, stranger } = await fresh(enrolled);
    for (const account of [grid, administrator, stranger]) {
      for (const change of ["quarantine", "release"] as const) {
        await expect(devices.connect(account)[change](device))
          .to.be.revertedWithCustomError(devices, "AccessManagedUnauthorized")
          .withArgs(account);
      }
    }
  });

  it("stops a device's records from counting until it is released", async () => {
    const { devices, device, guard, key, domain, statusOf } = await fresh(enrolled);
    const hash = bytes32Of("a record");
    await expect(guard.quarantine(device))
      .to.emit(devices, "DeviceStatusChanged")
      .withArgs(device, BigInt(Quarantined));
    await expect(devices.requireSigned(device, hash, key.sign(domain, hash)))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus")
      .withArgs(device, BigInt(Quarantined));
    expect(await devices.isSigned(device, hash, key.sign(domain, hash))).to.equal(true);
    await expect(guard.release(device)).to.emit(devices, "DeviceStatusChanged").withArgs(device, BigInt(Active));
    expect(await statusOf()).to.equal(Active);
  });

  it("does nothing twice", async () => {
    const { devices, device, guard } = await fresh(enrolled);
    await expect(guard.release(device)).not.to.emit(devices, "DeviceStatusChanged");
    await guard.quarantine(device);
    await expect(guard.quarantine(device)).not.to.emit(devices, "DeviceStatusChanged");
  });

  it("covers what the organisation decides meanwhile", async () => {
    const { devices, device, guard, statusOf } = await fresh(enrolled);
    await guard.quarantine(device);
    expect(await devices.decidedStatusOf(device)).to.equal(BigInt(Active));
    await expect(devices.suspend(device))
      .to.emit(devices, "DeviceStatusDecided")
      .withArgs(device, BigInt(Suspended))
      .and.not.to.emit(devices, "DeviceStatusChanged");
    expect(await statusOf()).to.equal(Quarantined);
    expect(await devices.decidedStatusOf(device)).to.equal(BigInt(Suspended));
    await expect(devices.suspend(device))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus")
      .withArgs(device, BigInt(Suspended));
    await guard.release(device);
    expect(await statusOf()).to.equal(Suspended);
  });

  it("covers a recovery: the new key counts from the release on", async () => {
    const c = await fresh(enrolled);
    await c.guard.quarantine(c.device);
    await c.devices.recover(c.device, ticketKey.signer, c.laterS);
    const key = secp256k1Key("clean key");
    const value = {
      device: c.device,
      kind: DeviceKind.Meter,
      organisation: lower(c.grid.address),
      owner: lower(c.wish.owner),
      signer: key.signer,
      enrolmentKey: ticketKey.signer,
      expiresAtS: c.laterS,
    };
    await c.devices.enrol(signedEnrolment(c, { enrolment: value, enrolmentKey: ticketKey }, key));
    expect(await c.statusOf()).to.equal(Quarantined);
    await c.guard.release(c.device);
    expect(await c.statusOf()).to.equal(Active);
    expect(await c.devices.signerOf(c.device)).to.equal(key.signer);
  });

  it("ends with a revocation, which no release undoes", async () => {
    const { devices, device, guard, statusOf } = await fresh(enrolled);
    await guard.quarantine(device);
    await devices.revoke(device);
    expect(await statusOf()).to.equal(Revoked);
    await guard.release(device);
    expect(await statusOf()).to.equal(Revoked);
    await expect(guard.quarantine(device))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus")
      .withArgs(device, BigInt(Revoked));
  });

  it("refuses an unknown device and one that never enrolled", async () => {
    const c = await fresh(enrolled);
    const { enrolment } = await registerDevice(c, { ...c.wish, name: "second" });
    for (const [device, status] of [
      [bytes32Of("nothing"), Unknown],
      [enrolment.device, Registered],
    ] as const) {
      await expect(c.guard.quarantine(device))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnexpectedStatus")
        .withArgs(device, BigInt(status));
    }
  });

  it("lets no device change organisation", async () => {
    const { devices, device, guard, maker } = await fresh(enrolled);
    await devices.offerTransfer(device, maker);
    await guard.quarantine(device);
    for (const refused of [
      () => devices.connect(maker).acceptTransfer(device),
      () => devices.offerTransfer(device, maker),
    ]) {
      await expect(refused())
        .to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus")
        .withArgs(device, BigInt(Quarantined));
    }
  });
});
