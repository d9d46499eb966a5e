import { expect } from "chai";
import { ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { fresh } from "../support/chain/chain.js";
import { deployDeals } from "../support/chain/deals.js";
import { bytes32Of } from "../support/chain/devices.js";

describe("SealingKeys.publish", () => {
  it("publishes a member's key in the place of the one before", async () => {
    const { sealingKeys, buyer } = await fresh(deployDeals);
    expect(await sealingKeys.keyOf(buyer)).to.equal(ZeroHash);
    for (const key of [bytes32Of("first"), bytes32Of("second")]) {
      await expect(sealingKeys.connect(buyer).publish(key))
        .to.emit(sealingKeys, "SealingKeyPublished")
        .withArgs(buyer, key);
      expect(await sealingKeys.keyOf(buyer)).to.equal(key);
    }
  });

  it("refuses who is no member, and no key", async () => {
    const { sealingKeys, buyer, stranger, membership } = await fresh(deployDeals);
    await expect(sealingKeys.connect(stranger).publish(bytes32Of("key")))
      .to.be.revertedWithCustomError(sealingKeys, "SealingKeysNotMember")
      .withArgs(stranger);
    await expect(sealingKeys.connect(buyer).publish(ZeroHash))
      .to.be.revertedWithCustomError(sealingKeys, "SealingKeysInvalidKey")
      .withArgs(ZeroHash);
    expect(await sealingKeys.MEMBERSHIP()).to.equal(await membership.getAddress());
  });
});
