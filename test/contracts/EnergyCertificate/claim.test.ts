import { expect } from "chai";
import { AbiCoder, ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { TokenReceiver__factory } from "../../../typechain-types/index.js";
import { CLAIM, certified, claimDataOf } from "../../support/chain/certificates.js";
import { fresh } from "../../support/chain/chain.js";

/** Two certificates of 1000 Wh each, held by the owner. */
async function held() {
  const c = await fresh(certified);
  const ids: [bigint, bigint] = [await c.issueHour(0), await c.issueHour(1)];
  return { ...c, ids, byOwner: c.certificates.connect(c.owner), topic: await c.certificates.TOPIC() };
}

type Held = Awaited<ReturnType<typeof held>>;

const claim = ({ byOwner, owner, ids }: Held, value = 1n, claimData = CLAIM) =>
  byOwner.safeTransferAndClaimFrom(owner, owner, ids[0], value, "0x", claimData);

describe("EnergyCertificate: claim", () => {
  it("uses Wh up for the holder itself", async () => {
    const c = await fresh(held);
    const sent = claim(c, 300n);
    await expect(sent)
      .to.emit(c.certificates, "ClaimSingle")
      .withArgs(c.owner, c.owner, c.topic, c.ids[0], 300n, CLAIM);
    await expect(sent)
      .to.emit(c.certificates, "TransferSingle")
      .withArgs(c.owner, c.owner, ZeroAddress, c.ids[0], 300n);
    expect(await c.certificates.balanceOf(c.owner, c.ids[0])).to.equal(700n);
    expect(await c.certificates.claimedBalanceOf(c.owner, c.ids[0])).to.equal(300n);
  });

  it("uses Wh up for somebody else, who is not asked, even if it is a contract", async () => {
    const c = await fresh(held);
    const receiver = await new TokenReceiver__factory(c.stranger).deploy();
    await receiver.plan(c.certificates, "0x");
    await c.byOwner.safeTransferAndClaimFrom(c.owner, receiver, c.ids[0], 5n, "0x", CLAIM);
    expect(await c.certificates.claimedBalanceOf(receiver, c.ids[0])).to.equal(5n);
    expect(await c.certificates.balanceOf(receiver, c.ids[0])).to.equal(0n);
  });

  it("uses several up at once, each for its purpose", async () => {
    const c = await fresh(held);
    const other = claimDataOf("Bakery", "Second line");
    await expect(c.byOwner.safeBatchTransferAndClaimFrom(c.owner, c.consumer, c.ids, [10n, 20n], "0x", [CLAIM, other]))
      .to.emit(c.certificates, "ClaimBatch")
      .withArgs(
        c.owner,
        c.consumer,
        (topics: { hash: string }) => topics.hash.length === 66,
        c.ids,
        [10n, 20n],
        [CLAIM, other],
      );
    expect(
      await c.certificates.claimedBalanceOfBatch([c.consumer, c.consumer, c.owner], [...c.ids, c.ids[0]]),
    ).to.deep.equal([10n, 20n, 0n]);
    expect(await c.certificates.balanceOfBatch([c.owner, c.owner], c.ids)).to.deep.equal([990n, 980n]);
  });

  it("adds up, and what is claimed is neither transferred nor claimed again", async () => {
    const c = await fresh(held);
    await claim(c, 400n);
    await claim(c, 600n);
    expect(await c.certificates.claimedBalanceOf(c.owner, c.ids[0])).to.equal(1000n);
    for (const call of [
      () => claim(c),
      () => c.byOwner.safeTransferFrom(c.owner, c.consumer, c.ids[0], 1n, "0x"),
      () => c.byOwner.safeBatchTransferAndClaimFrom(c.owner, c.owner, [c.ids[0]], [1n], "0x", [CLAIM]),
    ]) {
      await expect(call())
        .to.be.revertedWithCustomError(c.certificates, "ERC1155InsufficientBalance")
        .withArgs(c.owner, 0n, 1n, c.ids[0]);
    }
  });

  it("counts one id given twice as two claims", async () => {
    const c = await fresh(held);
    const twice = (value: bigint) =>
      c.byOwner.safeBatchTransferAndClaimFrom(c.owner, c.owner, [c.ids[0], c.ids[0]], [600n, value], "0x", [
        CLAIM,
        CLAIM,
      ]);
    await expect(twice(401n)).to.be.revertedWithCustomError(c.certificates, "ERC1155InsufficientBalance");
    await twice(400n);
    expect(await c.certificates.claimedBalanceOf(c.owner, c.ids[0])).to.equal(1000n);
  });

  it("is the holder's or its operator's", async () => {
    const c = await fresh(held);
    const by = c.certificates.connect(c.consumer);
    const calls = [
      () => by.safeTransferAndClaimFrom(c.owner, c.consumer, c.ids[0], 1n, "0x", CLAIM),
      () => by.safeBatchTransferAndClaimFrom(c.owner, c.consumer, [c.ids[0]], [1n], "0x", [CLAIM]),
    ];
    for (const call of calls) {
      await expect(call())
        .to.be.revertedWithCustomError(c.certificates, "ERC1155MissingApprovalForAll")
        .withArgs(c.consumer, c.owner);
    }
    await c.byOwner.setApprovalForAll(c.consumer, true);
    for (const call of calls) await call();
  });

  it("is for somebody", async () => {
    const c = await fresh(held);
    for (const call of [
      () => c.byOwner.safeTransferAndClaimFrom(c.owner, ZeroAddress, c.ids[0], 1n, "0x", CLAIM),
      () => c.byOwner.safeBatchTransferAndClaimFrom(c.owner, ZeroAddress, [c.ids[0]], [1n], "0x", [CLAIM]),
    ]) {
      await expect(call())
        .to.be.revertedWithCustomError(c.certificates, "ERC1155InvalidReceiver")
        .withArgs(ZeroAddress);
    }
  });

  for (const [what, value, claimData] of [
    ["nothing", 0n, CLAIM],
    ["no data", 1n, "0x"],
    ["data that are no two texts", 1n, `0x${"ff".repeat(64)}`],
    ["one text", 1n, AbiCoder.defaultAbiCoder().encode(["string"], ["Bakery"])],
    ["no beneficiary", 1n, claimDataOf("", "Disclosure")],
    ["no purpose", 1n, claimDataOf("Bakery", "")],
    ["a beneficiary of 257 bytes", 1n, claimDataOf("b".repeat(257), "Disclosure")],
    ["a purpose of 257 bytes", 1n, claimDataOf("Bakery", "p".repeat(257))],
  ] as const) {
    it(`refuses one of, or with, ${what}`, async () => {
      const c = await fresh(held);
      for (const call of [
        () => claim(c, value, claimData),
        () => c.byOwner.safeBatchTransferAndClaimFrom(c.owner, c.owner, [c.ids[0]], [value], "0x", [claimData]),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateInvalidClaim")
          .withArgs(c.ids[0]);
      }
    });
  }

  it("takes texts of 1 and of 256 bytes, and reads them back", async () => {
    const c = await fresh(held);
    const texts = ["b", "p".repeat(256)] as const;
    await claim(c, 1n, claimDataOf(...texts));
    expect([...(await c.certificates.claimOf(claimDataOf(...texts)))]).to.deep.equal(texts);
  });

  it("compares lengths", async () => {
    const c = await fresh(held);
    const batch = (values: bigint[], claimData: string[]) =>
      c.byOwner.safeBatchTransferAndClaimFrom(c.owner, c.owner, c.ids, values, "0x", claimData);
    const refuses = (call: Promise<unknown>, ids: bigint, others: bigint) =>
      expect(call).to.be.revertedWithCustomError(c.certificates, "ERC1155InvalidArrayLength").withArgs(ids, others);
    await refuses(batch([1n, 1n], [CLAIM]), 2n, 1n);
    await refuses(batch([1n], [CLAIM, CLAIM]), 2n, 1n);
    await refuses(c.certificates.claimedBalanceOfBatch([c.owner], c.ids), 2n, 1n);
  });
});
