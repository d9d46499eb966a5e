import { expect } from "chai";
import { TypedDataEncoder, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import {
  DeviceKind,
  DeviceStatus,
  firmwareConfirmationHash,
  keccakDigest,
  signingPreimage,
  toHex,
} from "../../../protocol/index.js";
import { fresh, nowS } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice } from "../../support/chain/devices.js";

const IMAGE = bytes32Of("image 1");
const NEXT_IMAGE = bytes32Of("image 2");

async function enrolled() {
  const c = await deployConsortium();
  const wish = { kind: DeviceKind.Meter, organisation: c.grid, owner: c.people[0]!.address };
  const device = await enrolDevice(c, { ...wish, name: "meter" });
  const second = await enrolDevice(c, { ...wish, name: "second" });
  const confirm = (version: bigint, firmwareHash = IMAGE, key = device.key) =>
    c.devices
      .connect(c.stranger)
      .confirmFirmware(
        device.device,
        key.sign(c.domain, firmwareConfirmationHash({ device: device.device, version, firmwareHash })),
      );
  return { ...c, ...device, second, confirm };
}

describe("DeviceRegistry: firmware", () => {
  it("is confirmed with a signature that ethers would make", async () => {
    const { device, directory, domain } = await fresh(enrolled);
    const value = { device, version: 3n, firmwareHash: IMAGE };
    const digest = TypedDataEncoder.hash(
      { name: "Wattproof", version: "1", chainId: 31337n, verifyingContract: await directory.getAddress() },
      {
        FirmwareConfirmation: [
          { name: "device", type: "bytes32" },
          { name: "version", type: "uint64" },
          { name: "firmwareHash", type: "bytes32" },
        ],
      },
      value,
    );
    expect(toHex(keccakDigest(signingPreimage(domain, firmwareConfirmationHash(value))))).to.equal(digest);
  });

  it("is released by the maker for many devices and confirmed by each", async () => {
    const { devices, device, second, confirm } = await fresh(enrolled);
    await expect(devices.releaseFirmware([device, second.device], 7n, IMAGE))
      .to.emit(devices, "FirmwareReleased")
      .withArgs(device, 7n, IMAGE)
      .and.to.emit(devices, "FirmwareReleased")
      .withArgs(second.device, 7n, IMAGE);
    const releasedS = BigInt(await nowS());
    expect((await devices.firmwareOf(device)).map((f) => [...f])).to.deep.equal([
      [7n, releasedS, IMAGE],
      [0n, 0n, ZeroHash],
    ]);
    await expect(confirm(7n)).to.emit(devices, "FirmwareConfirmed").withArgs(device, 7n, IMAGE);
    expect([...(await devices.firmwareOf(device)).confirmed]).to.deep.equal([7n, BigInt(await nowS()), IMAGE]);
    expect((await devices.firmwareOf(second.device)).confirmed.version).to.equal(0n);
  });

  it("stays the maker's after a transfer", async () => {
    const { devices, device, maker, grid } = await fresh(enrolled);
    await devices.offerTransfer(device, maker);
    await devices.connect(maker).acceptTransfer(device);
    await expect(devices.connect(maker).releaseFirmware([device], 1n, IMAGE))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryNotMaker")
      .withArgs(device, maker);
    await devices.connect(grid).releaseFirmware([device], 1n, IMAGE);
  });

  it("rises: an older or the same version, and none, are refused, for all devices or none", async () => {
    const { devices, device, second } = await fresh(enrolled);
    await devices.releaseFirmware([device], 7n, IMAGE);
    for (const [version, hash] of [
      [7n, NEXT_IMAGE],
      [6n, NEXT_IMAGE],
      [8n, ZeroHash],
    ] as const) {
      await expect(devices.releaseFirmware([second.device, device], version, hash)).to.be.revertedWithCustomError(
        devices,
        "DeviceRegistryInvalidFirmware",
      );
    }
    expect((await devices.firmwareOf(second.device)).released.version).to.equal(0n);
  });

  it("is confirmed as released last, once", async () => {
    const { devices, device, confirm } = await fresh(enrolled);
    await expect(confirm(1n)).to.be.revertedWithCustomError(devices, "DeviceRegistryNoFirmware").withArgs(device);
    await devices.releaseFirmware([device], 1n, IMAGE);
    await devices.releaseFirmware([device], 2n, NEXT_IMAGE);
    for (const [version, hash] of [
      [1n, IMAGE],
      [2n, IMAGE],
    ] as const) {
      await expect(confirm(version, hash)).to.be.revertedWithCustomError(
        devices,
        "DeviceRegistryInvalidDeviceSignature",
      );
    }
    await confirm(2n, NEXT_IMAGE);
    await expect(confirm(2n, NEXT_IMAGE)).to.be.revertedWithCustomError(devices, "DeviceRegistryNoFirmware");
  });

  it("is confirmed by the device's own key, while it is active", async () => {
    const { devices, device, confirm } = await fresh(enrolled);
    await devices.releaseFirmware([device], 1n, IMAGE);
    await expect(confirm(1n, IMAGE, secp256k1Key("thief"))).to.be.revertedWithCustomError(
      devices,
      "DeviceRegistryInvalidDeviceSignature",
    );
    await devices.suspend(device);
    await expect(confirm(1n))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus")
      .withArgs(device, BigInt(DeviceStatus.Suspended));
  });
});
