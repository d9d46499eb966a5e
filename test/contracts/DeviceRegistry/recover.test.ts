import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind, DeviceStatus } from "../../../protocol/index.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { deployConsortium, lower } from "../../support/chain/consortium.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice, registerDevice, signedEnrolment } from "../../support/chain/devices.js";

const ticketKey = secp256k1Key("recovery ticket");
const newKey = secp256k1Key("replacement");

async function enrolled() {
  const c = await deployConsortium();
  const wish = { name: "meter", kind: DeviceKind.Meter, organisation: c.grid, owner: c.people[0]!.address };
  const device = await enrolDevice(c, wish);
  return { ...c, ...device, wish, laterS: BigInt(await nowS()) + 3600n };
}
type Enrolled = Awaited<ReturnType<typeof enrolled>>;

/** Call data of the second enrolment, with the recovery's ticket. */
function enrolment(c: Enrolled, key = newKey) {
  const organisation = lower(c.grid.address);
  const owner = lower(c.people[0]!.address);
  const { device, laterS: expiresAtS } = c;
  const enrolmentKey = ticketKey.signer;
  const value = { device, kind: DeviceKind.Meter, organisation, owner, signer: key.signer, enrolmentKey, expiresAtS };
  return signedEnrolment(c, { enrolment: value, enrolmentKey: ticketKey }, key);
}

describe("DeviceRegistry: recover", () => {
  it("lets a device with a lost key enrol another; its id and history stay", async () => {
    const c = await fresh(enrolled);
    await expect(c.devices.recover(c.device, ticketKey.signer, c.laterS))
      .to.emit(c.devices, "DeviceRecovered")
      .withArgs(c.device, (address: string) => lower(address) === ticketKey.signer, c.laterS)
      .and.to.emit(c.devices, "DeviceStatusChanged")
      .withArgs(c.device, BigInt(DeviceStatus.Registered));
    await expect(c.devices.requireActive(c.device)).to.be.revertedWithCustomError(
      c.devices,
      "DeviceRegistryUnexpectedStatus",
    );
    await nextBlockAt((await nowS()) + 10);
    await c.devices.connect(c.stranger).enrol(enrolment(c));
    await c.devices.requireActive(c.device);
    expect(await c.devices.signerOf(c.device)).to.equal(newKey.signer);
    expect((await c.devices.signerHistory(c.device)).length).to.equal(2);
  });

  it("works on a suspended device", async () => {
    const c = await fresh(enrolled);
    await c.devices.suspend(c.device);
    await c.devices.recover(c.device, ticketKey.signer, c.laterS);
    await c.devices.enrol(enrolment(c));
    await c.devices.requireActive(c.device);
  });

  it("refuses the key that was lost", async () => {
    const c = await fresh(enrolled);
    await c.devices.recover(c.device, ticketKey.signer, c.laterS);
    await expect(c.devices.enrol(enrolment(c, c.key)))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistrySignerTaken")
      .withArgs(c.key.signer, c.device);
  });

  it("refuses anybody but the organisation, and an unknown device", async () => {
    const c = await fresh(enrolled);
    await expect(c.devices.connect(c.maker).recover(c.device, ticketKey.signer, c.laterS))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryNotOrganisation")
      .withArgs(c.device, c.maker);
    await expect(c.devices.recover(bytes32Of("nothing"), ticketKey.signer, c.laterS))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnknownDevice")
      .withArgs(bytes32Of("nothing"));
  });

  it("refuses a device that has not enrolled, and a revoked one", async () => {
    const c = await fresh(enrolled);
    const { enrolment: other } = await registerDevice(c, { ...c.wish, name: "second" });
    await c.devices.revoke(c.device);
    for (const [device, status] of [
      [other.device, DeviceStatus.Registered],
      [c.device, DeviceStatus.Revoked],
    ] as const) {
      await expect(c.devices.recover(device, ticketKey.signer, c.laterS))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnexpectedStatus")
        .withArgs(device, BigInt(status));
    }
  });

  it("refuses the ticket of the first enrolment", async () => {
    const c = await fresh(enrolled);
    await expect(
      c.devices.recover(c.device, secp256k1Key("ticket meter").signer, c.laterS),
    ).to.be.revertedWithCustomError(c.devices, "DeviceRegistryEnrolmentKeyUsed");
  });
});
