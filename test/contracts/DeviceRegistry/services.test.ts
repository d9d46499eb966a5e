import { expect } from "chai";
import { encodeBytes32String, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { DeviceKind } from "../../../protocol/index.js";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { enrolDevice } from "../../support/chain/devices.js";

const name = encodeBytes32String;
const URL = "https://hub.example/meter";
const LONGEST = "x".repeat(256);

async function enrolled() {
  const c = await deployConsortium();
  const wish = { name: "meter", kind: DeviceKind.Meter, organisation: c.grid, owner: c.people[0]!.address };
  const { device } = await enrolDevice(c, wish);
  const services = async () => (await c.devices.servicesOf(device)).map((service) => [...service]);
  return { ...c, device, services };
}

describe("DeviceRegistry: services", () => {
  it("are set, moved and removed by the organisation", async () => {
    const { devices, device, services } = await fresh(enrolled);
    await expect(devices.setService(device, name("hub"), URL))
      .to.emit(devices, "ServiceSet")
      .withArgs(device, name("hub"), URL);
    await devices.setService(device, name("data"), LONGEST);
    await devices.setService(device, name("hub"), "mqtts://hub.example");
    expect(await services()).to.deep.equal([
      [name("hub"), "mqtts://hub.example"],
      [name("data"), LONGEST],
    ]);
    await expect(devices.setService(device, name("hub"), ""))
      .to.emit(devices, "ServiceSet")
      .withArgs(device, name("hub"), "");
    expect(await services()).to.deep.equal([[name("data"), LONGEST]]);
  });

  it("are nobody else's to set", async () => {
    const { devices, device, maker } = await fresh(enrolled);
    await expect(devices.connect(maker).setService(device, name("hub"), URL))
      .to.be.revertedWithCustomError(devices, "DeviceRegistryNotOrganisation")
      .withArgs(device, maker);
  });

  for (const [what, service, endpoint] of [
    ["no name", ZeroHash, URL],
    ["an endpoint of 257 bytes", name("hub"), `${LONGEST}x`],
    ["the removal of what is not there", name("hub"), ""],
  ] as const) {
    it(`refuse ${what}`, async () => {
      const { devices, device } = await fresh(enrolled);
      await expect(devices.setService(device, service, endpoint))
        .to.be.revertedWithCustomError(devices, "DeviceRegistryInvalidService")
        .withArgs(device, service);
    });
  }

  it("are at most eight", async () => {
    const { devices, device } = await fresh(enrolled);
    for (let at = 0; at < 8; at++) await devices.setService(device, name(`s${at}`), URL);
    await expect(devices.setService(device, name("s8"), URL)).to.be.revertedWithCustomError(
      devices,
      "DeviceRegistryInvalidService",
    );
    await devices.setService(device, name("s0"), "");
    await devices.setService(device, name("s8"), URL);
  });
});
