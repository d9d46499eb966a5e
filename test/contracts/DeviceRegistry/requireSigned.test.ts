import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind, DeviceStatus, domainSeparator, type Hex } from "../../../protocol/index.js";
import { fresh } from "../../support/chain/chain.js";
import { type Consortium, deployConsortium, lower } from "../../support/chain/consortium.js";
import { type DeviceKey, p256Key, secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice, registerDevice } from "../../support/chain/devices.js";

const HASH = bytes32Of("a record");

async function enrolledWith(keyOf: (verifier: Hex) => DeviceKey) {
  const c = await deployConsortium();
  const key = keyOf(c.p256Verifier);
  const wish = { name: "meter", kind: DeviceKind.Meter, organisation: c.grid, owner: c.people[0]!.address, key };
  return { ...c, ...(await enrolDevice(c, wish)) };
}
const secp256k1 = () => enrolledWith(() => secp256k1Key("meter"));
const p256 = () => enrolledWith((verifier) => p256Key("meter", verifier));

const withV = (signature: Hex, v: string): Hex => `${signature.slice(0, -2)}${v}` as Hex;

async function refuses({ devices }: Consortium, device: Hex, signature: string): Promise<void> {
  await expect(devices.requireSigned(device, HASH, signature))
    .to.be.revertedWithCustomError(devices, "DeviceRegistryInvalidDeviceSignature")
    .withArgs(device);
}

describe("DeviceRegistry: requireSigned", () => {
  it("has protocol's domain", async () => {
    const { devices, domain } = await fresh(deployConsortium);
    expect(await devices.recordDomainSeparator()).to.equal(domain);
  });

  for (const [kind, setUp, length] of [
    ["secp256k1", secp256k1, 65],
    ["P-256", p256, 64],
  ] as const) {
    describe(`given a ${kind} key`, () => {
      it("accepts the device's signature", async () => {
        const { devices, device, key, domain } = await fresh(setUp);
        await devices.requireSigned(device, HASH, key.sign(domain, HASH));
      });

      it("refuses another struct, another key, a high s, and any other length", async () => {
        const c = await fresh(setUp);
        const signature = c.key.sign(c.domain, HASH);
        expect(signature.length).to.equal(2 + 2 * length);
        await refuses(c, c.device, c.key.sign(c.domain, bytes32Of("another")));
        await refuses(c, c.device, secp256k1Key("thief").sign(c.domain, HASH));
        await refuses(c, c.device, p256Key("thief", c.p256Verifier).sign(c.domain, HASH));
        await refuses(c, c.device, c.key.signWithHighS(c.domain, HASH));
        for (const wrong of ["0x", signature.slice(0, -2), `${signature}1b`, `${signature}00`]) {
          if (wrong.length !== signature.length) await refuses(c, c.device, wrong);
        }
        await refuses(c, c.device, `0x${"00".repeat(length)}`);
        await refuses(c, c.device, `0x${"ff".repeat(length)}`);
      });

      it("refuses another chain's and another directory's domain", async () => {
        const c = await fresh(setUp);
        const directory = lower(await c.directory.getAddress());
        await refuses(c, c.device, c.key.sign(domainSeparator({ chainId: 1n, directory }), HASH));
        const elsewhere = lower(await c.devices.getAddress());
        await refuses(c, c.device, c.key.sign(domainSeparator({ chainId: 31337n, directory: elsewhere }), HASH));
      });

      it("refuses a good signature of a device that is not active", async () => {
        const { devices, device, key, domain } = await fresh(setUp);
        await devices.suspend(device);
        await expect(devices.requireSigned(device, HASH, key.sign(domain, HASH)))
          .to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus")
          .withArgs(device, BigInt(DeviceStatus.Suspended));
        await devices.reinstate(device);
        await devices.requireSigned(device, HASH, key.sign(domain, HASH));
        await devices.revoke(device);
        await expect(devices.requireSigned(device, HASH, key.sign(domain, HASH))).to.be.revertedWithCustomError(
          devices,
          "DeviceRegistryUnexpectedStatus",
        );
      });
    });
  }

  it("refuses v 0 and 1, the flipped v, and EIP-2098's short form", async () => {
    const c = await fresh(secp256k1);
    const signature = c.key.sign(c.domain, HASH);
    const v = signature.slice(-2);
    for (const other of ["00", "01", "1a", "1d", v === "1b" ? "1c" : "1b"]) {
      await refuses(c, c.device, withV(signature, other));
    }
    await refuses(c, c.device, c.key.sign(c.domain, HASH).slice(0, 130));
  });

  it("refuses an unknown device and one that has not enrolled", async () => {
    const { key, ...c } = await fresh(secp256k1);
    const unknown = bytes32Of("nothing");
    await expect(c.devices.requireSigned(unknown, HASH, key.sign(c.domain, HASH)))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnknownDevice")
      .withArgs(unknown);
    await expect(c.devices.requireActive(unknown)).to.be.revertedWithCustomError(
      c.devices,
      "DeviceRegistryUnknownDevice",
    );
    const { enrolment } = await registerDevice(c, {
      name: "second",
      kind: DeviceKind.Meter,
      organisation: c.grid,
      owner: c.stranger.address,
    });
    await expect(c.devices.requireSigned(enrolment.device, HASH, key.sign(c.domain, HASH)))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnexpectedStatus")
      .withArgs(enrolment.device, BigInt(DeviceStatus.Registered));
  });
});
