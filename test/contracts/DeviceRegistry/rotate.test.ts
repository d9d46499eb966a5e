import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import { describe, it } from "mocha";
import {
  DeviceKind,
  DeviceStatus,
  type Hex,
  keccakDigest,
  keyRotationHash,
  signingPreimage,
  toHex,
} from "../../../protocol/index.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { type DeviceKey, p256Key, secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice } from "../../support/chain/devices.js";

const HASH = bytes32Of("a record");

async function enrolled() {
  const c = await deployConsortium();
  const device = await enrolDevice(c, {
    name: "meter",
    kind: DeviceKind.Meter,
    organisation: c.grid,
    owner: c.people[0]!.address,
  });
  const enrolledS = await nowS();
  return { ...c, ...device, enrolledS, expiresAtS: BigInt(enrolledS) + 3600n };
}
type Enrolled = Awaited<ReturnType<typeof enrolled>>;

/** Call data of `rotate`, signed by `from` and `to`. */
function rotation(c: Enrolled, from: DeviceKey, to: DeviceKey, index = 1n) {
  const { device, domain, expiresAtS } = c;
  const hash = keyRotationHash({ device, index, signer: to.signer, expiresAtS });
  return {
    device,
    signer: to.signer,
    expiresAtS,
    oldSignature: from.sign(domain, hash),
    newSignature: to.sign(domain, hash),
  };
}

describe("DeviceRegistry: rotate", () => {
  it("is signed as ethers would sign it", async () => {
    const { device, directory, domain, expiresAtS, key } = await fresh(enrolled);
    const value = { device, index: 7n, signer: key.signer, expiresAtS };
    const digest = TypedDataEncoder.hash(
      { name: "Wattproof", version: "1", chainId: 31337n, verifyingContract: await directory.getAddress() },
      {
        KeyRotation: [
          { name: "device", type: "bytes32" },
          { name: "index", type: "uint16" },
          { name: "signer", type: "bytes" },
          { name: "expiresAtS", type: "uint64" },
        ],
      },
      value,
    );
    expect(toHex(keccakDigest(signingPreimage(domain, keyRotationHash(value))))).to.equal(digest);
  });

  for (const [kind, keyOf] of [
    ["secp256k1", () => secp256k1Key("new")],
    ["P-256", (verifier: Hex) => p256Key("new", verifier)],
  ] as const) {
    it(`hands over to a ${kind} key, relayed by a stranger; the past keeps its signer`, async () => {
      const c = await fresh(enrolled);
      const { devices, device, key, domain, enrolledS } = c;
      const next = keyOf(c.p256Verifier);
      await nextBlockAt(enrolledS + 10);
      await expect(devices.connect(c.stranger).rotate(rotation(c, key, next)))
        .to.emit(devices, "DeviceRotated")
        .withArgs(device, next.signer);

      expect(await devices.signerOf(device)).to.equal(next.signer);
      expect((await devices.signerHistory(device)).map((period) => [...period])).to.deep.equal([
        [BigInt(enrolledS), 0n, key.signer],
        [BigInt(enrolledS + 10), 1n, next.signer],
      ]);
      const [before, after] = [key.sign(domain, HASH), next.sign(domain, HASH)];
      await devices.requireSignedAt(device, HASH, before, enrolledS + 9);
      await devices.requireSignedAt(device, HASH, after, enrolledS + 10);
      await devices.requireSigned(device, HASH, after);
      expect(await devices.isSigned(device, HASH, after)).to.equal(true);
      expect(await devices.isSigned(device, HASH, before)).to.equal(false);
      for (const refused of [
        () => devices.requireSignedAt(device, HASH, after, enrolledS + 9),
        () => devices.requireSignedAt(device, HASH, before, enrolledS + 10),
        () => devices.requireSigned(device, HASH, before),
      ]) {
        await expect(refused()).to.be.revertedWithCustomError(devices, "DeviceRegistryInvalidDeviceSignature");
      }
    });
  }

  it("counts once: neither it nor its twin with the old index comes back", async () => {
    const c = await fresh(enrolled);
    const [second, third] = [secp256k1Key("second"), secp256k1Key("third")];
    const first = rotation(c, c.key, second);
    await c.devices.rotate(first);
    await expect(c.devices.rotate(first)).to.be.revertedWithCustomError(
      c.devices,
      "DeviceRegistryInvalidDeviceSignature",
    );
    await expect(c.devices.rotate(rotation(c, second, third, 1n))).to.be.revertedWithCustomError(
      c.devices,
      "DeviceRegistryInvalidDeviceSignature",
    );
    await c.devices.rotate(rotation(c, second, third, 2n));
    expect((await c.devices.deviceOf(c.device)).signerCount).to.equal(3n);
  });

  it("leaves the later of two keys in one second", async () => {
    const c = await fresh(enrolled);
    const [second, third] = [secp256k1Key("second"), secp256k1Key("third")];
    await nextBlockAt(c.enrolledS + 10);
    await c.devices.rotate(rotation(c, c.key, second));
    await nextBlockAt(c.enrolledS + 10);
    await c.devices.rotate(rotation(c, second, third, 2n));
    expect((await c.devices.signerHistory(c.device)).map(({ index, signer }) => [index, signer])).to.deep.equal([
      [0n, c.key.signer],
      [2n, third.signer],
    ]);
    await c.devices.requireSignedAt(c.device, HASH, third.sign(c.domain, HASH), c.enrolledS + 10);
  });

  it("refuses a thief's old signature, a new key that did not sign, and high s", async () => {
    const c = await fresh(enrolled);
    const next = secp256k1Key("new");
    const call = rotation(c, c.key, next);
    const hash = keyRotationHash({ device: c.device, index: 1n, signer: next.signer, expiresAtS: c.expiresAtS });
    const thief = secp256k1Key("thief");
    for (const change of [
      { oldSignature: thief.sign(c.domain, hash) },
      { oldSignature: c.key.signWithHighS(c.domain, hash) },
      { oldSignature: "0x" },
      { newSignature: thief.sign(c.domain, hash) },
      { newSignature: next.signWithHighS(c.domain, hash) },
      { newSignature: call.oldSignature },
      { signer: thief.signer },
      { expiresAtS: c.expiresAtS + 1n },
    ]) {
      await expect(c.devices.rotate({ ...call, ...change }))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryInvalidDeviceSignature")
        .withArgs(c.device);
    }
  });

  it("refuses a key that is any device's already, its own included", async () => {
    const c = await fresh(enrolled);
    const other = await enrolDevice(c, {
      name: "other",
      kind: DeviceKind.Meter,
      organisation: c.maker,
      owner: c.people[0]!.address,
    });
    for (const [taken, holder] of [
      [c.key, c.device],
      [other.key, other.device],
    ] as const) {
      await expect(c.devices.rotate(rotation(c, c.key, taken)))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistrySignerTaken")
        .withArgs(taken.signer, holder);
    }
  });

  it("refuses a signer that is neither secp256k1 nor of the deployment's verifier", async () => {
    const c = await fresh(enrolled);
    const foreign = p256Key("new", `0x${"33".repeat(20)}`);
    await expect(c.devices.rotate(rotation(c, c.key, foreign)))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnsupportedSigner")
      .withArgs(foreign.signer);
  });

  it("ends with the 256th key, so that every reader can follow", async () => {
    const c = await fresh(enrolled);
    let key = c.key;
    for (let index = 1n; index < 256n; index++) {
      const next = secp256k1Key(`key ${index}`);
      await c.devices.rotate(rotation(c, key, next, index));
      key = next;
    }
    await expect(c.devices.rotate(rotation(c, key, secp256k1Key("one too many"), 256n)))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryHistoryFull")
      .withArgs(c.device);
  });

  it("refuses it a second after its expiry", async () => {
    const c = await fresh(enrolled);
    const call = rotation(c, c.key, secp256k1Key("new"));
    await nextBlockAt(Number(c.expiresAtS) + 1);
    await expect(c.devices.rotate(call))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryRotationExpired")
      .withArgs(c.device, c.expiresAtS);
  });

  it("takes it in the second of its expiry", async () => {
    const c = await fresh(enrolled);
    await nextBlockAt(Number(c.expiresAtS));
    await expect(c.devices.rotate(rotation(c, c.key, secp256k1Key("new")))).to.emit(c.devices, "DeviceRotated");
  });

  for (const [status, stop] of [
    [DeviceStatus.Suspended, "suspend"],
    [DeviceStatus.Revoked, "revoke"],
  ] as const) {
    it(`refuses a device after ${stop}`, async () => {
      const c = await fresh(enrolled);
      await c.devices[stop](c.device);
      await expect(c.devices.rotate(rotation(c, c.key, secp256k1Key("new"))))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnexpectedStatus")
        .withArgs(c.device, BigInt(status));
    });
  }

  it("refuses an unknown device", async () => {
    const c = await fresh(enrolled);
    const call = { ...rotation(c, c.key, secp256k1Key("new")), device: bytes32Of("nothing") };
    await expect(c.devices.rotate(call))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnknownDevice")
      .withArgs(bytes32Of("nothing"));
    expect(await c.devices.isSigned(bytes32Of("nothing"), HASH, c.key.sign(c.domain, HASH))).to.equal(false);
  });
});
