import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { ContractWallet__factory, TokenReceiver__factory } from "../../../typechain-types/index.js";
import { CLAIM, certified } from "../../support/chain/certificates.js";
import { fresh } from "../../support/chain/chain.js";

/** Two certificates of 1000 Wh each, held by the owner, and a contract that takes tokens. */
async function held() {
  const c = await fresh(certified);
  const ids: [bigint, bigint] = [await c.issueHour(0), await c.issueHour(1)];
  const receiver = await new TokenReceiver__factory(c.stranger).deploy();
  return { ...c, ids, receiver, byOwner: c.certificates.connect(c.owner) };
}

describe("EnergyCertificate: transfer", () => {
  it("moves a part of a certificate, one by one and several at once", async () => {
    const { byOwner, certificates, owner, consumer, ids } = await fresh(held);
    await expect(byOwner.safeTransferFrom(owner, consumer, ids[0], 400n, "0x"))
      .to.emit(certificates, "TransferSingle")
      .withArgs(owner, owner, consumer, ids[0], 400n);
    await byOwner.safeBatchTransferFrom(owner, consumer, ids, [100n, 1000n], "0x");
    expect(await certificates.balanceOfBatch([owner, owner, consumer, consumer], [...ids, ...ids])).to.deep.equal([
      500n,
      0n,
      500n,
      1000n,
    ]);
  });

  it("needs the Wh, and the holder's word or its operator's", async () => {
    const { byOwner, certificates, owner, consumer, ids } = await fresh(held);
    await expect(byOwner.safeTransferFrom(owner, consumer, ids[0], 1001n, "0x"))
      .to.be.revertedWithCustomError(certificates, "ERC1155InsufficientBalance")
      .withArgs(owner, 1000n, 1001n, ids[0]);
    const byConsumer = certificates.connect(consumer);
    await expect(byConsumer.safeTransferFrom(owner, consumer, ids[0], 1n, "0x"))
      .to.be.revertedWithCustomError(certificates, "ERC1155MissingApprovalForAll")
      .withArgs(consumer, owner);
    await byOwner.setApprovalForAll(consumer, true);
    await byConsumer.safeTransferFrom(owner, consumer, ids[0], 1n, "0x");
  });

  it("asks a contract, unlike issuing", async () => {
    const { byOwner, certificates, owner, stranger, receiver, ids } = await fresh(held);
    const wallet = await new ContractWallet__factory(stranger).deploy(stranger);
    await expect(byOwner.safeTransferFrom(owner, wallet, ids[0], 1n, "0x"))
      .to.be.revertedWithCustomError(certificates, "ERC1155InvalidReceiver")
      .withArgs(wallet);
    await byOwner.safeTransferFrom(owner, receiver, ids[0], 1n, "0x");
    expect(await certificates.balanceOf(receiver, ids[0])).to.equal(1n);
  });

  it("shows a receiver that comes back what it has by then, and no more", async () => {
    const { byOwner, certificates, owner, stranger, receiver, ids } = await fresh(held);
    const onward = (amount: bigint) =>
      certificates.interface.encodeFunctionData("safeTransferFrom", [
        receiver.target as string,
        stranger.address,
        ids[0],
        amount,
        "0x",
      ]);
    await receiver.plan(certificates, onward(11n));
    await expect(byOwner.safeTransferFrom(owner, receiver, ids[0], 10n, "0x"))
      .to.be.revertedWithCustomError(certificates, "ERC1155InsufficientBalance")
      .withArgs(receiver, 10n, 11n, ids[0]);
    await receiver.plan(certificates, onward(10n));
    await byOwner.safeTransferFrom(owner, receiver, ids[0], 10n, "0x");
    expect(await certificates.balanceOfBatch([owner, receiver, stranger], [ids[0], ids[0], ids[0]])).to.deep.equal([
      990n,
      0n,
      10n,
    ]);
  });

  it("shows a receiver that claims while it receives what it has by then, and no more", async () => {
    const { byOwner, certificates, owner, receiver, ids } = await fresh(held);
    const claim = (amount: bigint) =>
      certificates.interface.encodeFunctionData("safeTransferAndClaimFrom", [
        receiver.target as string,
        owner.address,
        ids[0],
        amount,
        "0x",
        CLAIM,
      ]);
    await receiver.plan(certificates, claim(11n));
    await expect(byOwner.safeTransferFrom(owner, receiver, ids[0], 10n, "0x")).to.be.revertedWithCustomError(
      certificates,
      "ERC1155InsufficientBalance",
    );
    await receiver.plan(certificates, claim(10n));
    await byOwner.safeTransferFrom(owner, receiver, ids[0], 10n, "0x");
    expect(await certificates.balanceOf(receiver, ids[0])).to.equal(0n);
    expect(await certificates.claimedBalanceOf(owner, ids[0])).to.equal(10n);
  });

  it("speaks ERC-1155 and its metadata", async () => {
    const { certificates, byOwner, owner, ids } = await fresh(held);
    for (const id of ["0x01ffc9a7", "0xd9b67a26", "0x0e89341c"]) {
      expect(await certificates.supportsInterface(id)).to.equal(true);
    }
    await expect(byOwner.safeTransferFrom(owner, ZeroAddress, ids[0], 1n, "0x"))
      .to.be.revertedWithCustomError(certificates, "ERC1155InvalidReceiver")
      .withArgs(ZeroAddress);
  });
});
