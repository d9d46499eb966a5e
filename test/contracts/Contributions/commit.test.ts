import { expect } from "chai";
import { AbiCoder, keccak256 } from "ethers";
import { describe, it } from "mocha";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { contributionOf, workshop } from "../../support/chain/contributions.js";
import { bytes32Of } from "../../support/chain/devices.js";

const SALT = bytes32Of("a secret");
const DAY_S = 86_400;

describe("Contributions: commit", () => {
  it("notes a commitment with its time, once", async () => {
    const { contributions, ada, idOf } = await fresh(workshop);
    const id = await idOf(contributionOf("idea", [[ada, 1000]]));
    const commitment = keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32", "bytes32"], [id, SALT]));
    expect(await contributions.commitmentOf(id, SALT)).to.equal(commitment);
    expect(await contributions.committedAtS(commitment)).to.equal(0n);
    await expect(contributions.commit(commitment)).to.emit(contributions, "CommitmentMade").withArgs(commitment);
    const atS = await nowS();
    expect(await contributions.committedAtS(commitment)).to.equal(BigInt(atS));
    await nextBlockAt(atS + DAY_S);
    await expect(contributions.commit(commitment))
      .to.be.revertedWithCustomError(contributions, "ContributionsAlreadyCommitted")
      .withArgs(commitment, atS);
    expect(await contributions.committedAtS(commitment)).to.equal(BigInt(atS));
  });

  it("makes a registration that names the salt count from the commitment", async () => {
    const { contributions, ada, ben, stranger, register, idOf } = await fresh(workshop);
    const idea = contributionOf("idea", [
      [ada, 700],
      [ben, 300],
    ]);
    const id = await idOf(idea);
    await contributions.connect(stranger).commit(await contributions.commitmentOf(id, SALT));
    const committedAtS = await nowS();
    const registeredAtS = committedAtS + DAY_S;
    await nextBlockAt(registeredAtS);
    await expect(await register(idea, ada, SALT))
      .to.emit(contributions, "ContributionRegistered")
      .withArgs(id, idea.content, committedAtS, []);
    expect([...(await contributions.contributionOf(id))]).to.deep.equal([
      idea.content,
      BigInt(committedAtS),
      BigInt(registeredAtS),
    ]);
  });

  it("refuses a salt that nobody committed with, and another contribution's commitment", async () => {
    const { contributions, ada, ben, register, idOf } = await fresh(workshop);
    const idea = contributionOf("idea", [[ada, 1000]]);
    await contributions.commit(await contributions.commitmentOf(await idOf(idea), SALT));
    const other = bytes32Of("another secret");
    await expect(register(idea, ada, other))
      .to.be.revertedWithCustomError(contributions, "ContributionsNotCommitted")
      .withArgs(await idOf(idea), await contributions.commitmentOf(await idOf(idea), other));
    const stolen = contributionOf("idea", [[ben, 1000]]);
    await expect(register(stolen, ben, SALT))
      .to.be.revertedWithCustomError(contributions, "ContributionsNotCommitted")
      .withArgs(await idOf(stolen), await contributions.commitmentOf(await idOf(stolen), SALT));
  });

  it("leaves who sees a registration and is faster behind", async () => {
    const { contributions, ada, ben, register, idOf } = await fresh(workshop);
    const idea = contributionOf("idea", [[ada, 1000]]);
    const stolen = contributionOf("idea", [[ben, 1000]]);
    await contributions.commit(await contributions.commitmentOf(await idOf(idea), SALT));
    await nextBlockAt((await nowS()) + 1);
    // The thief sees the author's registration, and gets both of his transactions in before it.
    await contributions.commit(await contributions.commitmentOf(await idOf(stolen), SALT));
    await register(stolen, ben, SALT);
    expect(await contributions.firstOf(idea.content)).to.equal(await idOf(stolen));
    await register(idea, ada, SALT);
    expect(await contributions.firstOf(idea.content)).to.equal(await idOf(idea));
  });

  it("has the first registered of two that count from the same second, and no later one, as the first", async () => {
    const { contributions, ada, ben, cleo, register, idOf } = await fresh(workshop);
    const [first, second, third] = [ada, ben, cleo].map((author) => contributionOf("idea", [[author, 1000]]));
    const atS = (await nowS()) + DAY_S;
    await nextBlockAt(atS);
    await register(first!, ada);
    await nextBlockAt(atS);
    await register(second!, ben);
    expect(await contributions.firstOf(first!.content)).to.equal(await idOf(first!));
    await nextBlockAt(atS + 1);
    await register(third!, cleo);
    expect(await contributions.firstOf(first!.content)).to.equal(await idOf(first!));
    const counts = (await contributions.contributionOf(await idOf(second!))).countsFromS;
    expect(counts).to.equal(BigInt(atS));
  });
});

describe("Contributions: openCommitment", () => {
  /** An idea that counts from its registration, a day after a commitment to it. */
  async function uncommitted() {
    const w = await fresh(workshop);
    const { contributions, ada, ben, register, idOf } = w;
    const idea = contributionOf("idea", [[ada, 1000]]);
    const id = await idOf(idea);
    await contributions.commit(await contributions.commitmentOf(id, SALT));
    const committedAtS = await nowS();
    await nextBlockAt(committedAtS + DAY_S);
    await register(contributionOf("idea", [[ben, 1000]]), ben);
    await register(idea, ada);
    return { ...w, idea, id, committedAtS };
  }

  it("lets a contribution count from an earlier commitment, by anyone who knows its salt, and changes nothing else", async () => {
    const { contributions, stranger, idea, id, committedAtS } = await uncommitted();
    const before = await contributions.contributionOf(id);
    const authors = [...(await contributions.authorsOf(id))];
    expect(await contributions.firstOf(idea.content)).not.to.equal(id);
    await expect(contributions.connect(stranger).openCommitment(id, SALT))
      .to.emit(contributions, "CommitmentOpened")
      .withArgs(id, idea.content, committedAtS);
    const after = await contributions.contributionOf(id);
    expect([...after]).to.deep.equal([idea.content, BigInt(committedAtS), before.registeredAtS]);
    expect([...(await contributions.authorsOf(id))]).to.deep.equal(authors);
    expect(await contributions.firstOf(idea.content)).to.equal(id);
  });

  it("takes the earlier of two commitments, in any order, and none twice", async () => {
    const { contributions, register, ada, idOf } = await fresh(workshop);
    const idea = contributionOf("idea", [[ada, 1000]]);
    const id = await idOf(idea);
    const salts = ["first", "second"].map(bytes32Of);
    const times: number[] = [];
    for (const salt of salts) {
      await nextBlockAt((await nowS()) + DAY_S);
      await contributions.commit(await contributions.commitmentOf(id, salt));
      times.push(await nowS());
    }
    await register(idea, ada, salts[1]);
    await contributions.openCommitment(id, salts[0]!);
    for (const [at, salt] of salts.entries()) {
      await expect(contributions.openCommitment(id, salt))
        .to.be.revertedWithCustomError(contributions, "ContributionsNotEarlier")
        .withArgs(id, times[0], times[at]);
    }
  });

  it("refuses what nobody registered, and a commitment that nobody made", async () => {
    const { contributions, ada, idOf, id } = await uncommitted();
    const unknown = await idOf(contributionOf("another", [[ada, 1000]]));
    await contributions.commit(await contributions.commitmentOf(unknown, SALT));
    await expect(contributions.openCommitment(unknown, SALT))
      .to.be.revertedWithCustomError(contributions, "ContributionsUnknown")
      .withArgs(unknown);
    const other = bytes32Of("another secret");
    await expect(contributions.openCommitment(id, other))
      .to.be.revertedWithCustomError(contributions, "ContributionsNotCommitted")
      .withArgs(id, await contributions.commitmentOf(id, other));
  });

  it("leaves the first where it is if another counts from as early", async () => {
    const { contributions, ada, ben, register, idOf } = await fresh(workshop);
    const [mine, yours] = [ada, ben].map((author) => contributionOf("idea", [[author, 1000]]));
    const [myId, yourId] = [await idOf(mine!), await idOf(yours!)];
    const atS = (await nowS()) + DAY_S;
    for (const id of [myId, yourId]) {
      await nextBlockAt(atS);
      await contributions.commit(await contributions.commitmentOf(id, SALT));
    }
    await nextBlockAt(atS + 1);
    await register(mine!, ada);
    await register(yours!, ben, SALT);
    await contributions.openCommitment(myId, SALT);
    expect(await contributions.firstOf(mine!.content)).to.equal(yourId);
  });
});
