import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind, DeviceStatus } from "../../../protocol/index.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice } from "../../support/chain/devices.js";

const HASH = bytes32Of("a record");

async function enrolled() {
  const c = await deployConsortium();
  const key = secp256k1Key("meter");
  const wish = { name: "meter", kind: DeviceKind.Meter, organisation: c.grid, owner: c.people[0]!.address, key };
  const device = await enrolDevice(c, wish);
  return { ...c, ...device, enrolledS: await nowS() };
}

describe("DeviceRegistry: requireSignedAt", () => {
  it("judges by the status that held at the time, whatever the device is now", async () => {
    const { devices, device, key, domain, enrolledS } = await fresh(enrolled);
    const signature = key.sign(domain, HASH);
    await nextBlockAt(enrolledS + 10);
    await devices.suspend(device);
    await nextBlockAt(enrolledS + 20);
    await devices.reinstate(device);
    await nextBlockAt(enrolledS + 30);
    await devices.revoke(device);

    for (const activeS of [enrolledS, enrolledS + 9, enrolledS + 20, enrolledS + 29]) {
      await devices.requireSignedAt(device, HASH, signature, activeS);
    }
    for (const [atS, status] of [
      [enrolledS + 10, DeviceStatus.Suspended],
      [enrolledS + 19, DeviceStatus.Suspended],
      [enrolledS + 30, DeviceStatus.Revoked],
      [0, DeviceStatus.Unknown],
    ] as const) {
      await expect(devices.requireSignedAt(device, HASH, signature, atS))
        .to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus")
        .withArgs(device, BigInt(status));
    }
  });

  it("refuses another's signature at a time when the device was active", async () => {
    const { devices, device, domain, enrolledS } = await fresh(enrolled);
    await expect(devices.requireSignedAt(device, HASH, secp256k1Key("thief").sign(domain, HASH), enrolledS))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryInvalidDeviceSignature")
      .withArgs(device);
  });
});
