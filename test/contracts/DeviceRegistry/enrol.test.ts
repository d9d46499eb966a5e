import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import { describe, it } from "mocha";
import {
  DeviceKind,
  DeviceStatus,
  domainSeparator,
  type Enrolment,
  enrolmentHash,
  type Hex,
  keccakDigest,
  signingPreimage,
  toHex,
} from "../../../protocol/index.js";
import { fresh, nextBlockAt } from "../../support/chain/chain.js";
import { type Consortium, deployConsortium, lower } from "../../support/chain/consortium.js";
import { p256Key, secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice, registerDevice, signedEnrolment } from "../../support/chain/devices.js";

const wish = (c: Consortium, name = "meter") => ({
  name,
  kind: DeviceKind.Meter,
  organisation: c.grid,
  owner: c.people[0]!.address,
});

async function registered() {
  const c = await deployConsortium();
  const key = secp256k1Key("meter");
  const ticket = await registerDevice(c, wish(c));
  return { ...c, key, ticket, device: ticket.enrolment.device, call: signedEnrolment(c, ticket, key) };
}

async function registeredP256() {
  const c = await deployConsortium();
  const key = p256Key("meter", c.p256Verifier);
  const ticket = await registerDevice(c, { ...wish(c), key });
  return { ...c, key, ticket, device: ticket.enrolment.device, call: signedEnrolment(c, ticket, key) };
}

/** Every signed field with another value: whoever signed one enrolment signed no other. */
const OTHER_VALUES: Record<keyof Enrolment, (c: Consortium) => unknown> = {
  device: () => bytes32Of("another device"),
  kind: () => DeviceKind.Battery,
  organisation: (c) => lower(c.maker.address),
  owner: (c) => lower(c.people[1]!.address),
  signer: () => secp256k1Key("another").signer,
  enrolmentKey: () => secp256k1Key("another ticket").signer,
  expiresAtS: () => 4_000_000_000n,
};

describe("DeviceRegistry: enrolment", () => {
  it("is signed as ethers would sign it", async () => {
    const { ticket, directory, domain } = await fresh(registered);
    const fields = [
      ["device", "bytes32"],
      ["kind", "uint8"],
      ["organisation", "address"],
      ["owner", "address"],
      ["signer", "bytes"],
      ["enrolmentKey", "address"],
      ["expiresAtS", "uint64"],
    ].map(([name, type]) => ({ name: name!, type: type! }));
    const digest = TypedDataEncoder.hash(
      { name: "Wattproof", version: "1", chainId: 31337n, verifyingContract: await directory.getAddress() },
      { Enrolment: fields },
      ticket.enrolment,
    );
    expect(toHex(keccakDigest(signingPreimage(domain, enrolmentHash(ticket.enrolment))))).to.equal(digest);
  });

  for (const [kind, setUp] of [
    ["secp256k1", registered],
    ["P-256", registeredP256],
  ] as const) {
    describe(`given a ${kind} key and both signatures, relayed by a stranger`, () => {
      it("enrols the device, which is active from the block on", async () => {
        const { devices, stranger, device, call, ticket } = await fresh(setUp);
        const atS = Number(ticket.enrolment.expiresAtS);
        await nextBlockAt(atS);
        await expect(devices.connect(stranger).enrol(call))
          .to.emit(devices, "DeviceEnrolled")
          .withArgs(device, call.signer)
          .and.to.emit(devices, "DeviceStatusChanged")
          .withArgs(device, BigInt(DeviceStatus.Active));
        expect(await devices.signerOf(device)).to.equal(call.signer);
        expect((await devices.signerHistory(device)).map((period) => [...period])).to.deep.equal([
          [BigInt(atS), 0n, call.signer],
        ]);
        const state = await devices.deviceOf(device);
        expect([state.status, state.signerCount, BigInt(state.enrolmentKey)]).to.deep.equal([
          BigInt(DeviceStatus.Active),
          1n,
          0n,
        ]);
        await devices.requireActive(device);
      });

      it("is open once: the same call and a second ticket's holder are refused", async () => {
        const { devices, device, call } = await fresh(setUp);
        await devices.enrol(call);
        await expect(devices.enrol(call))
          .to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus")
          .withArgs(device, BigInt(DeviceStatus.Active));
        await expect(
          devices.renewEnrolment(device, secp256k1Key("again").signer, 4_000_000_000n),
        ).to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus");
      });

      it("refuses a missing, a high-s and another struct's device signature", async () => {
        const { devices, domain, device, call, key, ticket } = await fresh(setUp);
        const hash = enrolmentHash(ticket.enrolment);
        for (const deviceSignature of [
          "0x",
          call.deviceSignature.slice(0, -2),
          `${call.deviceSignature}00`,
          key.signWithHighS(domain, hash),
          key.sign(domain, bytes32Of("another struct")),
          call.enrolmentSignature,
        ]) {
          await expect(devices.enrol({ ...call, deviceSignature }))
            .to.be.revertedWithCustomError(devices, "DeviceRegistryInvalidDeviceSignature")
            .withArgs(device);
        }
      });
    });
  }

  describe("given a wrong ticket signature", () => {
    it("refuses a missing, a high-s, the device's own and another struct's", async () => {
      const { devices, domain, device, call, ticket } = await fresh(registered);
      const hash = enrolmentHash(ticket.enrolment);
      for (const enrolmentSignature of [
        "0x",
        ticket.enrolmentKey.signWithHighS(domain, hash),
        ticket.enrolmentKey.sign(domain, bytes32Of("another struct")),
        call.deviceSignature,
      ]) {
        await expect(devices.enrol({ ...call, enrolmentSignature }))
          .to.be.revertedWithCustomError(devices, "DeviceRegistryInvalidEnrolmentSignature")
          .withArgs(device);
      }
    });
  });

  for (const [field, other] of Object.entries(OTHER_VALUES)) {
    describe(`given signatures over another ${field}`, () => {
      it("refuses the ticket's and the device's", async () => {
        const c = await fresh(registered);
        const changed = { ...c.ticket.enrolment, [field]: other(c) } as Enrolment;
        const hash = enrolmentHash(changed);
        await expect(
          c.devices.enrol({ ...c.call, enrolmentSignature: c.ticket.enrolmentKey.sign(c.domain, hash) }),
        ).to.be.revertedWithCustomError(c.devices, "DeviceRegistryInvalidEnrolmentSignature");
        await expect(
          c.devices.enrol({ ...c.call, deviceSignature: c.key.sign(c.domain, hash) }),
        ).to.be.revertedWithCustomError(c.devices, "DeviceRegistryInvalidDeviceSignature");
      });
    });
  }

  for (const [what, chainId, directory] of [
    ["another chain", 1n, undefined],
    ["another directory", 31337n, `0x${"11".repeat(20)}` as Hex],
  ] as const) {
    it(`refuses signatures for ${what}`, async () => {
      const c = await fresh(registered);
      const foreign = domainSeparator({ chainId, directory: directory ?? lower(await c.directory.getAddress()) });
      const call = signedEnrolment({ ...c, domain: foreign }, c.ticket, c.key);
      await expect(c.devices.enrol(call)).to.be.revertedWithCustomError(
        c.devices,
        "DeviceRegistryInvalidEnrolmentSignature",
      );
    });
  }

  it("refuses an unknown and a revoked device", async () => {
    const { devices, call, device } = await fresh(registered);
    await expect(devices.enrol({ ...call, device: bytes32Of("nothing") }))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryUnknownDevice")
      .withArgs(bytes32Of("nothing"));
    await devices.revoke(device);
    await expect(devices.enrol(call))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus")
      .withArgs(device, BigInt(DeviceStatus.Revoked));
  });

  it("refuses a ticket a second after its expiry", async () => {
    const { devices, call, device, ticket } = await fresh(registered);
    const { expiresAtS } = ticket.enrolment;
    await nextBlockAt(Number(expiresAtS) + 1);
    await expect(devices.enrol(call))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryEnrolmentExpired")
      .withArgs(device, expiresAtS);
  });

  it("refuses the old ticket once it was renewed", async () => {
    const { devices, call, device } = await fresh(registered);
    await devices.renewEnrolment(device, secp256k1Key("new ticket").signer, 4_000_000_000n);
    await expect(devices.enrol(call)).to.be.revertedWithCustomError(devices, "DeviceRegistryInvalidEnrolmentSignature");
  });

  for (const [what, signerOf] of [
    ["no signer", () => "0x"],
    ["address zero", () => `0x${"00".repeat(20)}`],
    ["19 bytes", () => `0x${"22".repeat(19)}`],
    ["a verifier of its own", () => p256Key("meter", `0x${"33".repeat(20)}`).signer],
    ["the P-256 verifier as a plain address", (verifier: Hex) => verifier],
    ["a P-256 point off the curve", (verifier: Hex) => `${verifier}${"11".repeat(64)}`],
    ["the P-256 point at infinity", (verifier: Hex) => `${verifier}${"00".repeat(64)}`],
    ["a P-256 key with a byte more", (verifier: Hex) => `${p256Key("meter", verifier).signer}00`],
    ["a compressed P-256 key", (verifier: Hex) => `${verifier}02${"44".repeat(32)}`],
  ] as const) {
    it(`refuses ${what} as a signer`, async () => {
      const c = await fresh(registered);
      const signer = signerOf(c.p256Verifier) as Hex;
      const enrolment = { ...c.ticket.enrolment, signer };
      await expect(c.devices.enrol(signedEnrolment(c, { ...c.ticket, enrolment }, c.key)))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnsupportedSigner")
        .withArgs(signer);
    });
  }

  for (const [kind, keyOf] of [
    ["secp256k1", () => secp256k1Key("shared")],
    ["P-256", (verifier: Hex) => p256Key("shared", verifier)],
  ] as const) {
    it(`refuses a ${kind} signer of another device, even of one that was revoked`, async () => {
      const c = await fresh(deployConsortium);
      const key = keyOf(c.p256Verifier);
      const first = await enrolDevice(c, { ...wish(c, "first"), key });
      await c.devices.revoke(first.device);
      const ticket = await registerDevice(c, { ...wish(c, "second"), organisation: c.maker, key });
      await expect(c.devices.enrol(signedEnrolment(c, ticket, key)))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistrySignerTaken")
        .withArgs(key.signer, first.device);
    });
  }

  it("cannot be forestalled: a foreign ticket for the same key needs the device's signature", async () => {
    const { key: victim, ...c } = await fresh(registered);
    const stolen = await registerDevice(c, { ...wish(c, "stolen"), organisation: c.maker, key: victim });
    const forged = signedEnrolment(c, stolen, secp256k1Key("thief"));
    await expect(c.devices.enrol({ ...forged, signer: victim.signer })).to.be.revertedWithCustomError(
      c.devices,
      "DeviceRegistryInvalidDeviceSignature",
    );
    await c.devices.enrol(c.call);
  });
});
