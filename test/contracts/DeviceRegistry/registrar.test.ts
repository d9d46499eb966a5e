import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind, DeviceStatus } from "../../../protocol/index.js";
import { fresh, nowS } from "../../support/chain/chain.js";
import { type Consortium, deployConsortium } from "../../support/chain/consortium.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of } from "../../support/chain/devices.js";

async function registration({ grid, people }: Consortium, name: string) {
  return {
    organisation: grid.address,
    commitment: bytes32Of(name),
    kind: DeviceKind.Meter,
    owner: people[0]!.address,
    enrolmentKey: secp256k1Key(`ticket ${name}`).signer,
    enrolmentExpiresAtS: BigInt(await nowS()) + 3600n,
  };
}

/** The stranger registers for the grid operator. */
async function withRegistrar() {
  const c = await deployConsortium();
  await c.devices.connect(c.grid).setRegistrar(c.stranger, true);
  return c;
}

describe("DeviceRegistry: registrars", () => {
  it("are named by a member for itself", async () => {
    const c = await fresh(deployConsortium);
    await expect(c.devices.connect(c.grid).setRegistrar(c.stranger, true))
      .to.emit(c.devices, "RegistrarSet")
      .withArgs(c.grid, c.stranger, true);
    expect(await c.devices.isRegistrar(c.grid, c.stranger)).to.equal(true);
    expect(await c.devices.isRegistrar(c.maker, c.stranger)).to.equal(false);
    await expect(c.devices.connect(c.stranger).setRegistrar(c.grid, true))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryNotMember")
      .withArgs(c.stranger);
  });

  it("register devices that belong to the organisation, and renew their tickets", async () => {
    const c = await fresh(withRegistrar);
    const wish = await registration(c, "meter");
    const registrar = c.devices.connect(c.stranger);
    await registrar.register(wish);
    const id = await c.devices.deviceId(c.grid, wish.commitment);
    expect((await c.devices.deviceOf(id)).organisation).to.equal(c.grid.address);
    await expect(registrar.renewEnrolment(id, secp256k1Key("next").signer, wish.enrolmentExpiresAtS)).to.emit(
      c.devices,
      "EnrolmentRenewed",
    );
  });

  it("decide nothing else about a device", async () => {
    const c = await fresh(withRegistrar);
    const wish = await registration(c, "meter");
    const registrar = c.devices.connect(c.stranger);
    await registrar.register(wish);
    const id = await c.devices.deviceId(c.grid, wish.commitment);
    const key = secp256k1Key("next").signer;
    for (const call of [
      () => registrar.revoke(id),
      () => registrar.suspend(id),
      () => registrar.reinstate(id),
      () => registrar.recover(id, key, wish.enrolmentExpiresAtS),
      () => registrar.offerTransfer(id, c.stranger),
      () => registrar.setService(id, bytes32Of("hub"), "https://hub.example"),
    ]) {
      await expect(call())
        .to.be.revertedWithCustomError(c.devices, "DeviceRegistryNotOrganisation")
        .withArgs(id, c.stranger);
    }
  });

  it("register no more once dismissed", async () => {
    const c = await fresh(withRegistrar);
    await c.devices.connect(c.grid).setRegistrar(c.stranger, false);
    await expect(c.devices.connect(c.stranger).register(await registration(c, "meter")))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryNotRegistrar")
      .withArgs(c.grid, c.stranger);
  });

  it("are dismissed by an expelled organisation too, which names no others", async () => {
    const c = await fresh(withRegistrar);
    await c.membership.connect(c.administrator).expel(c.grid);
    await expect(c.devices.connect(c.grid).setRegistrar(c.maker, true))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryNotMember")
      .withArgs(c.grid);
    await c.devices.connect(c.grid).setRegistrar(c.stranger, false);
    expect(await c.devices.isRegistrar(c.grid, c.stranger)).to.equal(false);
  });

  describe("registerBatch", () => {
    it("registers all, in order", async () => {
      const c = await fresh(withRegistrar);
      const wishes = await Promise.all(["a", "b", "c"].map((name) => registration(c, name)));
      const registrar = c.devices.connect(c.stranger);
      const ids = await registrar.registerBatch.staticCall(wishes);
      await registrar.registerBatch(wishes);
      for (const [index, { commitment }] of wishes.entries()) {
        expect(ids[index]).to.equal(await c.devices.deviceId(c.grid, commitment));
        expect((await c.devices.deviceOf(ids[index]!)).status).to.equal(BigInt(DeviceStatus.Registered));
      }
    });

    it("registers none if one is refused", async () => {
      const c = await fresh(withRegistrar);
      const wish = await registration(c, "a");
      await expect(c.devices.connect(c.stranger).registerBatch([wish, wish])).to.be.revertedWithCustomError(
        c.devices,
        "DeviceRegistryAlreadyRegistered",
      );
      const id = await c.devices.deviceId(c.grid, wish.commitment);
      expect((await c.devices.deviceOf(id)).status).to.equal(BigInt(DeviceStatus.Unknown));
    });
  });
});
