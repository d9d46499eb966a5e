import type { HardhatEthersSigner as Signer } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { network } from "hardhat";
import { describe, it } from "mocha";
import { addGasMargin } from "../../deploy/gasMargin.js";
import { AccessManager__factory, Membership__factory } from "../../typechain-types/index.js";

/** A member's admission in the second after it was estimated, with exactly the gas that was said. */
async function admitted(hasMargin: boolean): Promise<unknown> {
  const connection = await network.create({ network: "embedded" });
  try {
    if (hasMargin) addGasMargin(connection);
    const [administrator, first, second] = (await connection.ethers.getSigners()) as [Signer, Signer, Signer];
    const authority = await new AccessManager__factory(administrator).deploy(administrator);
    const membership = await new Membership__factory(administrator).deploy(authority);
    const nextBlockAt = connection.networkHelpers.time.setNextBlockTimestamp;
    await membership.admit(first, "First");
    const atS = await connection.networkHelpers.time.latest();
    await nextBlockAt(atS);
    const gasLimit = await membership.admit.estimateGas(second, "Second");
    await nextBlockAt(atS + 1);
    return await membership.admit(second, "Second", { gasLimit }).then(
      () => "admitted",
      (error: Error) => error.message,
    );
  } finally {
    await connection.close();
  }
}

describe("a margin for gas that was estimated in the second of a history's last entry", () => {
  it("is what a transaction of the next second lacks", async () => {
    expect(await admitted(false)).to.include("out of gas");
    expect(await admitted(true)).to.equal("admitted");
  });

  it("changes no other answer", async () => {
    const connection = { provider: { request: async ({ method }: { method: string }): Promise<unknown> => method } };
    addGasMargin(connection);
    expect(await connection.provider.request({ method: "eth_chainId" })).to.equal("eth_chainId");
  });
});
