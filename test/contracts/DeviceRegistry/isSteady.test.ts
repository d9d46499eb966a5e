import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind } from "../../../protocol/index.js";
import { advanceTo, fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { deployConsortium, lower, ROLE } from "../../support/chain/consortium.js";
import { p256Key, secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice, registerDevice, rotateKey, signedEnrolment } from "../../support/chain/devices.js";

/** A device that enrolled at second zero; `steady` asks of seconds after it. */
async function enrolled() {
  const c = await deployConsortium();
  const wish = { name: "sensor", kind: DeviceKind.Sensor, organisation: c.grid, owner: c.people[0]!.address };
  const device = await enrolDevice(c, wish);
  await c.authority.grantRole(ROLE.incidents, c.registrar, 0);
  const startS = await nowS();
  const steady = (fromS: number, toS: number) => c.devices.isSteady(device.device, startS + fromS, startS + toS);
  return { ...c, ...device, startS, steady, at: (afterS: number) => nextBlockAt(startS + afterS) };
}

describe("DeviceRegistry: isSteady", () => {
  it("is so from after the enrolment, whatever owner and offers do, and the time to come", async () => {
    const { devices, device, grid, people, maker, steady } = await fresh(enrolled);
    await devices.connect(people[0]!).setOwner(device, people[1]!);
    await devices.connect(grid).offerTransfer(device, maker);
    expect([await steady(0, 100), await steady(1, 100), await steady(1, 1)]).to.deep.equal([false, true, true]);
  });

  it("is not so of a device that is unknown, not enrolled yet, or was not active", async () => {
    const c = await fresh(enrolled);
    expect(await c.devices.isSteady(bytes32Of("nothing"), 1, 2)).to.equal(false);
    const wish = { name: "new", kind: DeviceKind.Sensor, organisation: c.grid, owner: c.grid.address };
    const { enrolment } = await registerDevice(c, wish);
    await advanceTo(c.startS + 10);
    expect(await c.devices.isSteady(enrolment.device, c.startS + 9, c.startS + 10)).to.equal(false);
    expect(await c.steady(-10, -5)).to.equal(false);
    await c.at(20);
    await c.devices.suspend(c.device);
    expect([await c.steady(1, 19), await c.steady(1, 20), await c.steady(21, 22)]).to.deep.equal([true, false, false]);
  });

  it("is not so over a suspension or a quarantine, however short, and is so before and after it", async () => {
    const { devices, device, registrar, at, steady } = await fresh(enrolled);
    await at(10);
    await devices.suspend(device);
    await at(10);
    await devices.reinstate(device);
    const guard = devices.connect(registrar);
    await at(20);
    await guard.quarantine(device);
    await at(30);
    await guard.release(device);
    const answers = [
      await steady(1, 9),
      await steady(1, 10),
      await steady(10, 11),
      await steady(11, 19),
      await steady(11, 25),
      await steady(25, 26),
      await steady(30, 31),
      await steady(31, 40),
    ];
    expect(answers).to.deep.equal([true, false, false, true, false, false, false, true]);
  });

  it("is not so over a change of the key, rotated to or recovered", async () => {
    const c = await fresh(enrolled);
    await c.at(10);
    await rotateKey(c, c, p256Key("next", c.p256Verifier));
    expect([await c.steady(1, 9), await c.steady(1, 10), await c.steady(11, 12)]).to.deep.equal([true, false, true]);

    const [ticket, third] = [secp256k1Key("recovery"), secp256k1Key("third")];
    const expiresAtS = BigInt(c.startS) + 3600n;
    await c.at(20);
    await c.devices.recover(c.device, ticket.signer, expiresAtS);
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
    await c.at(30);
    await c.devices.enrol(signedEnrolment(c, { enrolment, enrolmentKey: ticket }, third));
    const answers = [await c.steady(11, 19), await c.steady(11, 25), await c.steady(11, 40), await c.steady(31, 40)];
    expect(answers).to.deep.equal([true, false, false, true]);
  });

  it("is not so since before the device came to its organisation, for any time, also when the first has it back", async () => {
    const { devices, device, grid, maker, at, steady } = await fresh(enrolled);
    for (const [from, to, afterS] of [
      [grid, maker, 10],
      [maker, grid, 20],
    ] as const) {
      await devices.connect(from).offerTransfer(device, to);
      await at(afterS);
      await devices.connect(to).acceptTransfer(device);
      expect([await steady(1, afterS - 1), await steady(afterS, afterS + 1)]).to.deep.equal([false, false]);
      expect(await steady(afterS + 1, afterS + 2)).to.equal(true);
    }
  });
});
