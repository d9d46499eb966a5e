import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { DeviceKind, DeviceStatus } from "../../../protocol/index.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { type Consortium, deployConsortium } from "../../support/chain/consortium.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, registerDevice } from "../../support/chain/devices.js";

async function wish({ people, grid }: Consortium) {
  return {
    organisation: grid.address,
    commitment: bytes32Of("meter"),
    kind: DeviceKind.Meter,
    owner: people[0]!.address,
    enrolmentKey: secp256k1Key("ticket").signer,
    enrolmentExpiresAtS: BigInt(await nowS()) + 3600n,
  };
}

describe("DeviceRegistry: registration", () => {
  describe("register", () => {
    it("refuses an organisation that is no member", async () => {
      const c = await fresh(deployConsortium);
      const registration = { ...(await wish(c)), organisation: c.stranger.address };
      await expect(c.devices.connect(c.stranger).register(registration))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryNotMember")
        .withArgs(c.stranger);
    });

    it("refuses whoever registers for an organisation without being its registrar", async () => {
      const c = await fresh(deployConsortium);
      for (const account of [c.stranger, c.maker]) {
        await expect(c.devices.connect(account).register(await wish(c)))
          .to.be.revertedWithCustomError(c.devices, "DeviceRegistryNotRegistrar")
          .withArgs(c.grid, account);
      }
    });

    it("refuses an organisation that was expelled", async () => {
      const c = await fresh(deployConsortium);
      await c.membership.connect(c.administrator).expel(c.grid);
      await expect(c.devices.register(await wish(c))).to.be.revertedWithCustomError(
        c.devices,
        "DeviceRegistryNotMember",
      );
    });

    it("names the device as anyone can compute it, and says all it was told", async () => {
      const c = await fresh(deployConsortium);
      const registration = await wish(c);
      const id = await c.devices.deviceId(c.grid, registration.commitment);
      await expect(c.devices.register(registration))
        .to.emit(c.devices, "DeviceRegistered")
        .withArgs(
          id,
          c.grid,
          registration.owner,
          BigInt(DeviceKind.Meter),
          registration.commitment,
          (address: string) => address.toLowerCase() === registration.enrolmentKey,
          registration.enrolmentExpiresAtS,
        )
        .and.to.emit(c.devices, "DeviceStatusChanged")
        .withArgs(id, BigInt(DeviceStatus.Registered));
      const device = await c.devices.deviceOf(id);
      expect(device.maker).to.equal(c.grid.address);
      expect([device.organisation, device.owner, device.kind, device.status, device.signerCount]).to.deep.equal([
        c.grid.address,
        registration.owner,
        BigInt(DeviceKind.Meter),
        BigInt(DeviceStatus.Registered),
        0n,
      ]);
      expect(await c.devices.ownerOf(id)).to.equal(registration.owner);
      expect(await c.devices.signerOf(id)).to.equal("0x");
      expect(await c.devices.signerHistory(id)).to.deep.equal([]);
    });

    it("refuses the same commitment of the same organisation", async () => {
      const c = await fresh(deployConsortium);
      const registration = await wish(c);
      await c.devices.register(registration);
      await expect(c.devices.register({ ...registration, enrolmentKey: secp256k1Key("other").signer }))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryAlreadyRegistered")
        .withArgs(await c.devices.deviceId(c.grid, registration.commitment));
    });

    it("lets nobody squat a commitment: another organisation's device is another device", async () => {
      const c = await fresh(deployConsortium);
      const registration = await wish(c);
      await c.devices.connect(c.maker).register({ ...registration, organisation: c.maker.address });
      await c.devices.connect(c.grid).register(registration);
      expect(await c.devices.deviceId(c.maker, registration.commitment)).not.to.equal(
        await c.devices.deviceId(c.grid, registration.commitment),
      );
    });

    for (const [what, change] of [
      ["no kind", { kind: 0 }],
      ["no owner", { owner: ZeroAddress }],
      ["no commitment", { commitment: ZeroHash }],
      ["no enrolment key", { enrolmentKey: ZeroAddress }],
      ["an expiry that has passed", { enrolmentExpiresAtS: 1n }],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const c = await fresh(deployConsortium);
        const registration = { ...(await wish(c)), ...change };
        await expect(c.devices.register(registration))
          .to.be.revertedWithCustomError(c.devices, "DeviceRegistryInvalidRegistration")
          .withArgs(await c.devices.deviceId(c.grid, registration.commitment));
      });
    }

    it("refuses an expiry of this very second", async () => {
      const c = await fresh(deployConsortium);
      const atS = (await nowS()) + 10;
      const registration = { ...(await wish(c)), enrolmentExpiresAtS: BigInt(atS) };
      await nextBlockAt(atS);
      await expect(c.devices.register(registration)).to.be.revertedWithCustomError(
        c.devices,
        "DeviceRegistryInvalidRegistration",
      );
    });

    it("refuses an enrolment key of an earlier ticket of the organisation", async () => {
      const c = await fresh(deployConsortium);
      const registration = await wish(c);
      await c.devices.register(registration);
      await expect(c.devices.register({ ...registration, commitment: bytes32Of("second meter") }))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryEnrolmentKeyUsed")
        .withArgs((address: string) => address.toLowerCase() === registration.enrolmentKey);
    });
  });

  describe("renewEnrolment", () => {
    async function registered() {
      const c = await deployConsortium();
      const ticket = await registerDevice(c, {
        name: "meter",
        kind: DeviceKind.Meter,
        organisation: c.grid,
        owner: c.people[0]!.address,
      });
      return { ...c, device: ticket.enrolment.device, ticket, laterS: BigInt(await nowS()) + 7200n };
    }
    const newKey = secp256k1Key("new ticket").signer;

    it("refuses anybody but the device's organisation and its registrar, and an unknown device", async () => {
      const { devices, maker, grid, device, laterS } = await fresh(registered);
      await expect(devices.connect(maker).renewEnrolment(device, newKey, laterS))
        .to.be.revertedWithCustomError(devices, "DeviceRegistryNotRegistrar")
        .withArgs(grid, maker);
      await expect(devices.renewEnrolment(bytes32Of("nothing"), newKey, laterS))
        .to.be.revertedWithCustomError(devices, "DeviceRegistryUnknownDevice")
        .withArgs(bytes32Of("nothing"));
    });

    it("replaces the ticket", async () => {
      const { devices, device, laterS } = await fresh(registered);
      await expect(devices.renewEnrolment(device, newKey, laterS))
        .to.emit(devices, "EnrolmentRenewed")
        .withArgs(device, (address: string) => address.toLowerCase() === newKey, laterS);
      expect((await devices.deviceOf(device)).enrolmentExpiresAtS).to.equal(laterS);
    });

    it("refuses the old key, a zero key and an expiry that has passed", async () => {
      const { devices, device, ticket, laterS } = await fresh(registered);
      await expect(devices.renewEnrolment(device, ticket.enrolmentKey.signer, laterS)).to.be.revertedWithCustomError(
        devices,
        "DeviceRegistryEnrolmentKeyUsed",
      );
      await expect(devices.renewEnrolment(device, ZeroAddress, laterS)).to.be.revertedWithCustomError(
        devices,
        "DeviceRegistryInvalidRegistration",
      );
      await expect(devices.renewEnrolment(device, newKey, 1n)).to.be.revertedWithCustomError(
        devices,
        "DeviceRegistryInvalidRegistration",
      );
    });

    it("refuses a device that was revoked before it enrolled", async () => {
      const { devices, device, laterS } = await fresh(registered);
      await devices.revoke(device);
      await expect(devices.renewEnrolment(device, newKey, laterS))
        .to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus")
        .withArgs(device, BigInt(DeviceStatus.Revoked));
    });
  });
});
