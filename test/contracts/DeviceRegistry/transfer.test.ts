import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { DeviceKind, DeviceStatus, type Hex, keyRotationHash } from "../../../protocol/index.js";
import { fresh, nowS } from "../../support/chain/chain.js";
import { deployConsortium, lower } from "../../support/chain/consortium.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice, registerDevice, signedEnrolment } from "../../support/chain/devices.js";

async function enrolled() {
  const c = await deployConsortium();
  const wish = { name: "meter", kind: DeviceKind.Meter, organisation: c.grid, owner: c.people[0]!.address };
  return { ...c, ...(await enrolDevice(c, wish)), wish };
}

describe("DeviceRegistry: transfer", () => {
  it("takes an offer and an acceptance; the owner, the maker and the key stay", async () => {
    const { devices, device, grid, maker, key, wish } = await fresh(enrolled);
    await expect(devices.offerTransfer(device, maker))
      .to.emit(devices, "DeviceTransferOffered")
      .withArgs(device, grid, maker);
    expect(await devices.transferOfferOf(device)).to.equal(maker.address);
    expect((await devices.deviceOf(device)).organisation).to.equal(grid.address);
    await expect(devices.connect(maker).acceptTransfer(device))
      .to.emit(devices, "DeviceTransferred")
      .withArgs(device, grid, maker);
    const state = await devices.deviceOf(device);
    expect([state.organisation, state.maker, state.owner, state.status]).to.deep.equal([
      maker.address,
      grid.address,
      wish.owner,
      BigInt(DeviceStatus.Active),
    ]);
    expect(await devices.signerOf(device)).to.equal(key.signer);
    expect(await devices.transferOfferOf(device)).to.equal(ZeroAddress);
    await expect(devices.suspend(device))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryNotOrganisation")
      .withArgs(device, grid);
    await devices.connect(maker).suspend(device);
  });

  it("is offered by the organisation alone", async () => {
    const { devices, device, maker } = await fresh(enrolled);
    await expect(devices.connect(maker).offerTransfer(device, maker))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryNotOrganisation")
      .withArgs(device, maker);
  });

  it("is accepted by whom it was offered to, once, and not after a withdrawal", async () => {
    const { devices, device, maker, stranger } = await fresh(enrolled);
    await devices.offerTransfer(device, maker);
    await expect(devices.connect(stranger).acceptTransfer(device))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryNotOffered")
      .withArgs(device, stranger);
    await devices.offerTransfer(device, ZeroAddress);
    await expect(devices.connect(maker).acceptTransfer(device)).to.be.revertedWithCustomError(
      devices,
      "DeviceRegistryNotOffered",
    );
  });

  it("is refused to an account that is no member", async () => {
    const { devices, device, stranger } = await fresh(enrolled);
    await devices.offerTransfer(device, stranger);
    await expect(devices.connect(stranger).acceptTransfer(device))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryNotMember")
      .withArgs(stranger);
  });

  it("is refused for a revoked device", async () => {
    const { devices, device, maker } = await fresh(enrolled);
    await devices.offerTransfer(device, maker);
    await devices.revoke(device);
    for (const refused of [
      () => devices.connect(maker).acceptTransfer(device),
      () => devices.offerTransfer(device, maker),
    ]) {
      await expect(refused())
        .to.be.revertedWithCustomError(devices, "DeviceRegistryUnexpectedStatus")
        .withArgs(device, BigInt(DeviceStatus.Revoked));
    }
  });

  it("ends the former organisation's ticket, also for an enrolment that names the new one", async () => {
    const c = await fresh(enrolled);
    const { enrolment, enrolmentKey } = await registerDevice(c, { ...c.wish, name: "second" });
    await c.devices.offerTransfer(enrolment.device, c.maker);
    await c.devices.connect(c.maker).acceptTransfer(enrolment.device);
    for (const organisation of [c.grid, c.maker]) {
      const signed = { ...enrolment, organisation: lower(organisation.address) };
      await expect(c.devices.enrol(signedEnrolment(c, { enrolment: signed, enrolmentKey }, secp256k1Key("second"))))
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryEnrolmentExpired")
        .withArgs(enrolment.device, 0n);
    }
    const expiresAtS = BigInt(await nowS()) + 3600n;
    await c.devices.connect(c.maker).renewEnrolment(enrolment.device, secp256k1Key("next").signer, expiresAtS);
  });

  describe("is of the device as it stood: an offer ends", () => {
    const laterS = 4_000_000_000n;
    const ticket = secp256k1Key("a ticket made in between");

    async function expectNoOffer({ devices, maker }: Awaited<ReturnType<typeof enrolled>>, device: Hex) {
      expect(await devices.transferOfferOf(device)).to.equal(ZeroAddress);
      await expect(devices.connect(maker).acceptTransfer(device))
        .to.be.revertedWithCustomError(devices, "DeviceRegistryNotOffered")
        .withArgs(device, maker);
    }

    it("with a recovery", async () => {
      const c = await fresh(enrolled);
      await c.devices.offerTransfer(c.device, c.maker);
      await expect(c.devices.recover(c.device, ticket.signer, laterS))
        .to.emit(c.devices, "DeviceTransferOffered")
        .withArgs(c.device, c.grid, ZeroAddress);
      await expectNoOffer(c, c.device);
    });

    it("with another ticket, and with an enrolment", async () => {
      const c = await fresh(enrolled);
      const first = await registerDevice(c, { ...c.wish, name: "second" });
      const { device } = first.enrolment;
      await c.devices.offerTransfer(device, c.maker);
      await c.devices.renewEnrolment(device, ticket.signer, laterS);
      await expectNoOffer(c, device);
      await c.devices.offerTransfer(device, c.maker);
      const enrolment = { ...first.enrolment, enrolmentKey: ticket.signer, expiresAtS: laterS };
      await c.devices.enrol(signedEnrolment(c, { enrolment, enrolmentKey: ticket }, secp256k1Key("second")));
      await expectNoOffer(c, device);
    });

    it("with a rotation", async () => {
      const c = await fresh(enrolled);
      await c.devices.offerTransfer(c.device, c.maker);
      const next = secp256k1Key("next");
      const hash = keyRotationHash({ device: c.device, index: 1n, signer: next.signer, expiresAtS: laterS });
      const [oldSignature, newSignature] = [c.key.sign(c.domain, hash), next.sign(c.domain, hash)];
      const rotation = { device: c.device, signer: next.signer, expiresAtS: laterS, oldSignature, newSignature };
      await c.devices.rotate(rotation);
      await expectNoOffer(c, c.device);
    });
  });
});

describe("DeviceRegistry: owner", () => {
  it("names another account to be paid", async () => {
    const { devices, device, people } = await fresh(enrolled);
    await expect(devices.connect(people[0]!).setOwner(device, people[1]!))
      .to.emit(devices, "DeviceOwnerChanged")
      .withArgs(device, people[0]!, people[1]!);
    expect(await devices.ownerOf(device)).to.equal(people[1]!.address);
  });

  it("is nobody else's to change, the organisation's included", async () => {
    const { devices, device, people, grid } = await fresh(enrolled);
    for (const account of [grid, people[1]!]) {
      await expect(devices.connect(account).setOwner(device, account))
        .to.be.revertedWithCustomError(devices, "DeviceRegistryNotOwner")
        .withArgs(device, account);
    }
    await expect(devices.setOwner(bytes32Of("nothing"), grid))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryUnknownDevice")
      .withArgs(bytes32Of("nothing"));
  });

  it("is always somebody", async () => {
    const { devices, device, people } = await fresh(enrolled);
    await expect(devices.connect(people[0]!).setOwner(device, ZeroAddress))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryInvalidOwner")
      .withArgs(device);
  });
});
