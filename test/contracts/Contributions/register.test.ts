import { expect } from "chai";
import { describe, it } from "mocha";
import { type Contribution, type Hex, ZERO_HASH } from "../../../protocol/index.js";
import { ContractWallet__factory } from "../../../typechain-types/index.js";
import { fresh, nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { contributionOf, signContribution, workshop } from "../../support/chain/contributions.js";
import { bytes32Of } from "../../support/chain/devices.js";

const signer = (index: number): Hex => `0x${(index + 1).toString(16).padStart(40, "0")}`;
const plain = (contribution: Contribution) =>
  contribution.authors.map(({ account, sharePerMille }) => [account, BigInt(sharePerMille)]);

describe("Contributions: register", () => {
  it("registers by one author what the others signed, under its EIP-712 digest, with its time", async () => {
    const { contributions, ada, ben, cleo, register, idOf } = await fresh(workshop);
    const idea = contributionOf("idea", [
      [ada, 500],
      [ben, 300],
      [cleo, 200],
    ]);
    const id = await idOf(idea);
    expect(await contributions.idOf(idea)).to.equal(id);
    const sent = await register(idea, ben);
    const atS = BigInt(await nowS());
    await expect(sent).to.emit(contributions, "ContributionRegistered").withArgs(id, idea.content, atS, []);
    for (const [author, share] of [
      [ada, 500],
      [ben, 300],
      [cleo, 200],
    ] as const) {
      await expect(sent).to.emit(contributions, "AuthorNamed").withArgs(id, author, share);
    }
    expect([...(await contributions.contributionOf(id))]).to.deep.equal([idea.content, atS, atS]);
    const authors = await contributions.authorsOf(id);
    expect(authors.map(([account, share]) => [lower(account), share])).to.deep.equal(plain(idea));
    expect(await contributions.firstOf(idea.content)).to.equal(id);
  });

  it("knows nothing of what nobody registered", async () => {
    const { contributions } = await fresh(workshop);
    const id = bytes32Of("nothing");
    expect([...(await contributions.contributionOf(id))]).to.deep.equal([ZERO_HASH, 0n, 0n]);
    expect([...(await contributions.authorsOf(id))]).to.deep.equal([]);
    expect([...(await contributions.parentsOf(id))]).to.deep.equal([]);
    expect(await contributions.childCountOf(id)).to.equal(0n);
    expect(await contributions.firstOf(id)).to.equal(ZERO_HASH);
  });

  it("registers the very same once: nobody changes it by registering it again", async () => {
    const { contributions, ada, ben, register, idOf } = await fresh(workshop);
    const idea = contributionOf("idea", [
      [ada, 999],
      [ben, 1],
    ]);
    await register(idea);
    const id = await idOf(idea);
    const before = [...(await contributions.contributionOf(id))];
    await contributions.commit(await contributions.commitmentOf(id, bytes32Of("salt")));
    for (const again of [() => register(idea, ben), () => register(idea, ada, bytes32Of("salt"))]) {
      await expect(again()).to.be.revertedWithCustomError(contributions, "ContributionsAlreadyRegistered").withArgs(id);
    }
    expect([...(await contributions.contributionOf(id))]).to.deep.equal(before);
  });

  it("refuses an author that did not consent to exactly this", async () => {
    const { contributions, ada, ben, cleo, signatures, idOf } = await fresh(workshop);
    const shares = [
      [ada, 600],
      [ben, 400],
    ] as const;
    const idea = contributionOf("idea", shares);
    const refused = async (given: Contribution, signed: string[]) =>
      expect(contributions.connect(ada).register(given, signed))
        .to.be.revertedWithCustomError(contributions, "ContributionsInvalidSignature")
        .withArgs(await idOf(given), ben);
    await refused(idea, ["0x", "0x"]);
    const forged = await signContribution({ contributions }, idea, cleo);
    await refused(idea, [forged, forged]);
    const fair = await signatures(idea, ada);
    const greedy = contributionOf("idea", [
      [ada, 601],
      [ben, 399],
    ]);
    await refused(greedy, fair);
    await refused(contributionOf("another", shares), fair);
  });

  it("is sent by an author alone: who sees a registration cannot relay it without its commitment", async () => {
    const { contributions, ada, ben, stranger, signatures, idOf } = await fresh(workshop);
    const idea = contributionOf("idea", [
      [ada, 500],
      [ben, 500],
    ]);
    await expect(contributions.connect(stranger).register(idea, await signatures(idea, stranger)))
      .to.be.revertedWithCustomError(contributions, "ContributionsNotAuthor")
      .withArgs(await idOf(idea), stranger);
  });

  it("asks a contract wallet whether it signed", async () => {
    const { contributions, administrator, ada, cleo, idOf } = await fresh(workshop);
    const wallet = await new ContractWallet__factory(administrator).deploy(cleo.address);
    const author = { address: await wallet.getAddress() };
    const attempt = async (content: string) => {
      const idea = contributionOf(content, [
        [ada, 1],
        [author, 999],
      ]);
      const signed = await signContribution({ contributions }, idea, cleo);
      return { id: await idOf(idea), sent: contributions.connect(ada).register(idea, [signed, signed]) };
    };
    await (await attempt("idea")).sent;
    await wallet.lock();
    const { id, sent } = await attempt("another");
    await expect(sent)
      .to.be.revertedWithCustomError(contributions, "ContributionsInvalidSignature")
      .withArgs(id, author.address);
  });

  it("takes one signature for each author", async () => {
    const { contributions, ada, ben, idOf } = await fresh(workshop);
    const idea = contributionOf("idea", [
      [ada, 500],
      [ben, 500],
    ]);
    for (const signed of [[], ["0x"], ["0x", "0x", "0x"]]) {
      await expect(contributions.connect(ada).register(idea, signed))
        .to.be.revertedWithCustomError(contributions, "ContributionsSignatureCount")
        .withArgs(await idOf(idea), 2, signed.length);
    }
  });

  it("needs the hash of a content", async () => {
    const { contributions, ada, register, idOf } = await fresh(workshop);
    const empty = { ...contributionOf("idea", [[ada, 1000]]), content: ZERO_HASH };
    await expect(register(empty))
      .to.be.revertedWithCustomError(contributions, "ContributionsNoContent")
      .withArgs(await idOf(empty));
  });

  it("has 1 to 32 authors", async () => {
    const { contributions, ada, register, idOf } = await fresh(workshop);
    expect(await contributions.MAX_AUTHORS()).to.equal(32n);
    const crowd = Array.from({ length: 32 }, (_, index) => [{ address: signer(index) }, 1] as const);
    for (const authors of [[], [...crowd, [ada, 968] as const]]) {
      const idea = contributionOf("idea", authors);
      await expect(register(idea))
        .to.be.revertedWithCustomError(contributions, "ContributionsInvalidAuthors")
        .withArgs(await idOf(idea), authors.length);
    }
    // With one less it comes as far as their consent.
    const idea = contributionOf("idea", [...crowd.slice(1), [ada, 969]]);
    await expect(register(idea))
      .to.be.revertedWithCustomError(contributions, "ContributionsInvalidSignature")
      .withArgs(await idOf(idea), signer(1));
  });

  it("names no author twice, and all in order, so that the same contribution has one id", async () => {
    const { contributions, ada, ben, register, idOf } = await fresh(workshop);
    const idea = contributionOf("idea", [
      [ada, 500],
      [ben, 500],
    ]);
    const [first, second] = idea.authors;
    for (const [authors, account] of [
      [[second!, first!], first!.account],
      [[first!, first!], first!.account],
    ] as const) {
      const wrong = { ...idea, authors: [...authors] };
      await expect(register(wrong))
        .to.be.revertedWithCustomError(contributions, "ContributionsUnsortedAuthors")
        .withArgs(await idOf(wrong), (given: string) => lower(given) === account);
    }
  });

  it("gives out the whole, and a share to every author", async () => {
    const { contributions, ada, ben, register, idOf } = await fresh(workshop);
    for (const [mine, yours] of [
      [500, 499],
      [501, 500],
      [1000, 0],
      [65535, 65535],
    ] as const) {
      const idea = contributionOf("idea", [
        [ada, mine],
        [ben, yours],
      ]);
      await expect(register(idea))
        .to.be.revertedWithCustomError(contributions, "ContributionsInvalidShares")
        .withArgs(await idOf(idea), mine + yours);
    }
  });
});
