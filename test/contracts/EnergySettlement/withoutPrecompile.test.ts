import { expect } from "chai";
import { network } from "hardhat";
import { describe, it } from "mocha";
import { deployOn } from "../../support/chain/consortium.js";
import { p256Key } from "../../support/chain/deviceKeys.js";
import { gasOf } from "../../support/chain/gas.js";
import { agree, endOf, enrolHome, fundEscrow, intervalOf, openMeters } from "../../support/chain/market.js";

/** A chain before Osaka, which has no P-256 precompile. */
const cancun = await network.create({ network: "embedded", override: { hardfork: "cancun", gas: 16_000_000n } });
/** OpenZeppelin's Solidity verifier alone takes 250,000 gas, the precompile 7,000. */
const MORE_THAN_THE_PRECOMPILE = 200_000n;

describe("EnergySettlement on a chain without the P-256 precompile", () => {
  it("settles P-256 meters by the registry's own verifier, and refuses what they did not sign", async () => {
    const c = await deployOn(cancun);
    const sol = await enrolHome(c, c.people[0]!);
    const ada = await enrolHome(c, c.people[1]!, { key: p256Key("ada", c.p256Verifier) });
    const id = await agree(c, ada, sol);
    await openMeters(c, [sol, ada]);
    await fundEscrow(c, ada.account, 1_000_000n);
    const interval = await intervalOf(c, sol, endOf(1), [
      sol.meter.read(endOf(1), 0n, 900n),
      ada.meter.read(endOf(1), 100n, 0n),
    ]);
    const [sols, adas] = interval.readings;
    await expect(c.settlement.settle([{ ...interval, readings: [sols!, { ...adas!, values: adas!.values ^ 1n }] }]))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryInvalidDeviceSignature")
      .withArgs(ada.meter.device);
    expect((await gasOf(c.settlement.settle([interval]))) > MORE_THAN_THE_PRECOMPILE).to.equal(true);
    expect(await c.settlement.deliveredWhOf(id)).to.equal(100n);
  });
});
