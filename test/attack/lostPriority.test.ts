import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh, nowS } from "../support/chain/chain.js";
import { contributionOf, workshop } from "../support/chain/contributions.js";
import { bytes32Of } from "../support/chain/devices.js";

const SALT = bytes32Of("salt");

/** Ada committed to a joint work. Ben registered its content alone, and the joint work without her commitment. */
async function overtaken() {
  const w = await fresh(workshop);
  const { contributions, ada, ben, idOf, register } = w;
  const joint = contributionOf("idea", [
    [ada, 500],
    [ben, 500],
  ]);
  const alone = contributionOf("idea", [[ben, 1000]]);
  const id = await idOf(joint);
  await contributions.connect(ada).commit(await contributions.commitmentOf(id, SALT));
  const committedAtS = await nowS();
  await advanceTo(committedAtS + 100);
  await register(alone, ben);
  // Ada signed for Ben to register with the commitment. He needs her signature, not the salt.
  await register(joint, ben);
  expect(await contributions.firstOf(joint.content)).to.equal(await idOf(alone));
  return { ...w, joint, alone, id, committedAtS };
}

describe("a co-author that registers alone first, and the joint work without its commitment", () => {
  it("does not become the first of the content: the commitment is opened afterwards", async () => {
    const { contributions, ada, register, joint, id, committedAtS } = await overtaken();
    await expect(register(joint, ada, SALT))
      .to.be.revertedWithCustomError(contributions, "ContributionsAlreadyRegistered")
      .withArgs(id);
    await contributions.connect(ada).openCommitment(id, SALT);
    expect(await contributions.firstOf(joint.content)).to.equal(id);
    expect((await contributions.contributionOf(id)).countsFromS).to.equal(BigInt(committedAtS));
  });

  it("gains nothing from the salt, once it is known: it opens nothing else, and commits to nothing in the past", async () => {
    const { contributions, ben, idOf, alone, joint, id } = await overtaken();
    await contributions.openCommitment(id, SALT);
    const other = await idOf(alone);
    await expect(contributions.connect(ben).openCommitment(other, SALT))
      .to.be.revertedWithCustomError(contributions, "ContributionsNotCommitted")
      .withArgs(other, await contributions.commitmentOf(other, SALT));
    await contributions.commit(await contributions.commitmentOf(other, SALT));
    await expect(contributions.connect(ben).openCommitment(other, SALT)).to.be.revertedWithCustomError(
      contributions,
      "ContributionsNotEarlier",
    );
    expect(await contributions.firstOf(joint.content)).to.equal(id);
  });
});
