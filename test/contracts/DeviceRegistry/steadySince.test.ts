import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind } from "../../../protocol/index.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { deployConsortium, lower, ROLE } from "../../support/chain/consortium.js";
import { p256Key, secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice, registerDevice, rotateKey, signedEnrolment } from "../../support/chain/devices.js";

async function enrolled() {
  const c = await deployConsortium();
  const wish = { name: "sensor", kind: DeviceKind.Sensor, organisation: c.grid, owner: c.people[0]!.address };
  const device = await enrolDevice(c, wish);
  await c.authority.grantRole(ROLE.incidents, c.registrar, 0);
  return { ...c, ...device, enrolledS: BigInt(await nowS()), since: () => c.devices.steadySince(device.device) };
}

describe("DeviceRegistry: steadySince", () => {
  it("is the enrolment, whatever owner and offers do", async () => {
    const { devices, device, grid, people, maker, enrolledS, since } = await fresh(enrolled);
    expect(await since()).to.equal(enrolledS);
    await devices.connect(people[0]!).setOwner(device, people[1]!);
    await devices.connect(grid).offerTransfer(device, maker);
    expect(await since()).to.equal(enrolledS);
  });

  it("is zero of a device that is not active", async () => {
    const c = await fresh(enrolled);
    expect(await c.devices.steadySince(bytes32Of("nothing"))).to.equal(0n);
    const wish = { name: "new", kind: DeviceKind.Sensor, organisation: c.grid, owner: c.grid.address };
    const { enrolment } = await registerDevice(c, wish);
    expect(await c.devices.steadySince(enrolment.device)).to.equal(0n);
    await c.devices.suspend(c.device);
    expect(await c.since()).to.equal(0n);
    await c.devices.revoke(c.device);
    expect(await c.since()).to.equal(0n);
  });

  it("begins anew after a suspension and after a quarantine, however short", async () => {
    const { devices, device, registrar, enrolledS, since } = await fresh(enrolled);
    await devices.suspend(device);
    await nextBlockAt(Number(enrolledS) + 10);
    await devices.reinstate(device);
    expect(await since()).to.equal(enrolledS + 10n);
    const guard = devices.connect(registrar);
    await nextBlockAt(Number(enrolledS) + 20);
    await guard.quarantine(device);
    expect(await since()).to.equal(0n);
    await nextBlockAt(Number(enrolledS) + 20);
    await guard.release(device);
    expect(await since()).to.equal(enrolledS + 20n);
  });

  it("begins anew with another key, rotated to or recovered", async () => {
    const c = await fresh(enrolled);
    await nextBlockAt(Number(c.enrolledS) + 10);
    await rotateKey(c, c, p256Key("next", c.p256Verifier));
    expect(await c.since()).to.equal(c.enrolledS + 10n);

    const [ticket, third] = [secp256k1Key("recovery"), secp256k1Key("third")];
    const expiresAtS = c.enrolledS + 3600n;
    await c.devices.recover(c.device, ticket.signer, expiresAtS);
    expect(await c.since()).to.equal(0n);
    const { owner } = await c.devices.deviceOf(c.device);
    const enrolment = {
      device: c.device,
      kind: DeviceKind.Sensor,
      organisation: lower(c.grid.address),
      owner: lower(owner),
      signer: third.signer,
      enrolmentKey: ticket.signer,
      expiresAtS,
    };
    await nextBlockAt(Number(c.enrolledS) + 30);
    await c.devices.enrol(signedEnrolment(c, { enrolment, enrolmentKey: ticket }, third));
    expect(await c.since()).to.equal(c.enrolledS + 30n);
  });

  it("begins anew with another organisation, and when the first has it back", async () => {
    const { devices, device, grid, maker, enrolledS, since } = await fresh(enrolled);
    for (const [from, to, afterS] of [
      [grid, maker, 10],
      [maker, grid, 20],
    ] as const) {
      await devices.connect(from).offerTransfer(device, to);
      await nextBlockAt(Number(enrolledS) + afterS);
      await devices.connect(to).acceptTransfer(device);
      expect(await since()).to.equal(enrolledS + BigInt(afterS));
    }
  });
});
