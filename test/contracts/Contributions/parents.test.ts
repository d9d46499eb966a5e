import { expect } from "chai";
import { describe, it } from "mocha";
import type { Hex } from "../../../protocol/index.js";
import { fresh } from "../../support/chain/chain.js";
import { contributionOf, workshop } from "../../support/chain/contributions.js";
import { bytes32Of } from "../../support/chain/devices.js";

type Workshop = Awaited<ReturnType<typeof workshop>>;

/** Registers ideas of one author and returns their ids. */
async function ideas({ ada, register, idOf }: Workshop, names: readonly string[], parents: readonly Hex[] = []) {
  const ids: Hex[] = [];
  for (const name of names) {
    const idea = contributionOf(name, [[ada, 1000]], parents);
    await register(idea);
    ids.push(await idOf(idea));
  }
  return ids;
}

const many = (count: number) => Array.from({ length: count }, (_, index) => `idea ${index}`);

describe("Contributions: what builds on what", () => {
  it("keeps the parents of a contribution and lists its children, page by page", async () => {
    const w = await fresh(workshop);
    const { contributions } = w;
    const roots = await ideas(w, ["root", "other root"]);
    const children = await ideas(w, many(5), roots);
    for (const child of children) expect([...(await contributions.parentsOf(child))]).to.deep.equal([...roots].sort());
    for (const root of roots) {
      expect(await contributions.childCountOf(root)).to.equal(5n);
      expect([...(await contributions.childrenOf(root, 0, 2))]).to.deep.equal(children.slice(0, 2));
      expect([...(await contributions.childrenOf(root, 2, 2))]).to.deep.equal(children.slice(2, 4));
      expect([...(await contributions.childrenOf(root, 4, 2n ** 256n - 1n))]).to.deep.equal(children.slice(4));
      expect([...(await contributions.childrenOf(root, 5, 2))]).to.deep.equal([]);
      expect([...(await contributions.childrenOf(root, 2n ** 256n - 1n, 2))]).to.deep.equal([]);
    }
    expect([...(await contributions.childrenOf(children[0]!, 0, 10))]).to.deep.equal([]);
  });

  it("announces what it builds on", async () => {
    const w = await fresh(workshop);
    const { contributions, ada, register, idOf } = w;
    const roots = await ideas(w, ["root", "other root"]);
    const child = contributionOf("child", [[ada, 1000]], roots);
    await expect(await register(child))
      .to.emit(contributions, "ContributionRegistered")
      .withArgs(await idOf(child), child.content, (atS: bigint) => atS > 0n, child.parents);
  });

  it("refuses a parent that nobody registered, itself included", async () => {
    const w = await fresh(workshop);
    const { contributions, ada, register, idOf } = w;
    const [root] = await ideas(w, ["root"]);
    const unknown = bytes32Of("nobody's");
    const child = contributionOf("child", [[ada, 1000]], [root!, unknown]);
    await expect(register(child))
      .to.be.revertedWithCustomError(contributions, "ContributionsUnknownParent")
      .withArgs(await idOf(child), unknown);
  });

  it("refuses a parent twice, or out of order", async () => {
    const w = await fresh(workshop);
    const { contributions, ada, register, idOf } = w;
    const [low, high] = (await ideas(w, ["root", "other root"])).sort() as [Hex, Hex];
    for (const [parents, wrong] of [
      [[low, low], low],
      [[high, low], low],
    ] as const) {
      const child = { ...contributionOf("child", [[ada, 1000]]), parents: [...parents] };
      await expect(register(child))
        .to.be.revertedWithCustomError(contributions, "ContributionsUnsortedParents")
        .withArgs(await idOf(child), wrong);
    }
  });

  it("builds on 16 others at most", async () => {
    const w = await fresh(workshop);
    const { contributions, ada, register, idOf } = w;
    expect(await contributions.MAX_PARENTS()).to.equal(16n);
    const roots = await ideas(w, many(17));
    const child = contributionOf("child", [[ada, 1000]], roots);
    await expect(register(child))
      .to.be.revertedWithCustomError(contributions, "ContributionsTooManyParents")
      .withArgs(await idOf(child), 17);
    await register(contributionOf("child", [[ada, 1000]], roots.slice(1)));
  });
});
