import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { VALIDATOR_CONTRACT, validatorContract } from "../../network/genesis/validatorContract.js";
import { GenesisValidators__factory, NodeRegistry__factory } from "../../typechain-types/index.js";
import { chain, fresh } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { foundConsortium } from "../support/chain/founded.js";
import { TestNode } from "../support/chain/nodes.js";
import { decide } from "./ConsortiumGovernor/voting.js";

/** The contract as the genesis of the founded consortium would have it: its code and its words, and no constructor. */
async function inGenesis() {
  const c = await fresh(foundConsortium);
  const validators = c.validators.map(({ address }) => lower(address));
  const founders = c.members.slice(0, 3);
  const { code, storage } = validatorContract(
    validators,
    founders.map(({ address }) => lower(address)),
  );
  await chain.networkHelpers.setCode(VALIDATOR_CONTRACT, code);
  for (const [slot, word] of Object.entries(storage)) {
    await chain.networkHelpers.setStorageAt(VALIDATOR_CONTRACT, slot, word);
  }
  return { ...c, founders, selector: GenesisValidators__factory.connect(VALIDATOR_CONTRACT, c.stranger) };
}

async function following() {
  const c = await fresh(inGenesis);
  for (const founder of c.founders) await c.selector.connect(founder).confirm(c.nodes);
  return c;
}

describe("GenesisValidators", () => {
  it("has its founders and its validators in its storage from the start", async () => {
    const { selector, founders, validators } = await fresh(inGenesis);
    expect(await selector.founders()).to.deep.equal(founders.map(({ address }) => address));
    expect(await selector.getValidators()).to.deep.equal(validators.map(({ address }) => address));
    expect(await selector.registry()).to.equal(ZeroAddress);
  });

  it("has the code that the compiler makes of it now", async () => {
    const { code } = validatorContract([], []);
    const { deployedBytecode } = await (await import("hardhat")).default.artifacts.readArtifact("GenesisValidators");
    expect(code, "npm run bindings writes it").to.equal(deployedBytecode);
  });

  describe("confirm", () => {
    it("counts when all founders have said the same", async () => {
      const { selector, founders, nodes, validators } = await fresh(inGenesis);
      for (const founder of founders.slice(0, -1)) {
        await expect(selector.connect(founder).confirm(nodes))
          .to.emit(selector, "RegistryConfirmed")
          .withArgs(founder, nodes);
        expect(await selector.confirmedBy(founder)).to.equal(await nodes.getAddress());
        expect(await selector.registry()).to.equal(ZeroAddress);
      }
      await expect(selector.connect(founders[2]!).confirm(nodes)).to.emit(selector, "RegistryFollowed").withArgs(nodes);
      expect(await selector.registry()).to.equal(await nodes.getAddress());
      expect(await selector.getValidators()).to.deep.equal(validators.map(({ address }) => address));
    });

    it("lets a founder say something else until then", async () => {
      const c = await fresh(inGenesis);
      const { selector, founders, nodes } = c;
      const other = await sameRegistry(c);
      await selector.connect(founders[0]!).confirm(other);
      for (const founder of founders.slice(1)) await selector.connect(founder).confirm(nodes);
      expect(await selector.registry()).to.equal(ZeroAddress);
      await selector.connect(founders[0]!).confirm(nodes);
      expect(await selector.registry()).to.equal(await nodes.getAddress());
    });

    it("is the founders' alone, and over once they agreed", async () => {
      const { selector, founders, nodes, members } = await fresh(following);
      await expect(selector.connect(founders[0]!).confirm(nodes))
        .to.be.revertedWithCustomError(selector, "GenesisValidatorsAlreadyFollowing")
        .withArgs(nodes);
      const before = await fresh(inGenesis);
      await expect(before.selector.connect(members[5]!).confirm(nodes))
        .to.be.revertedWithCustomError(selector, "GenesisValidatorsNotFounder")
        .withArgs(members[5]!);
    });

    it("refuses what is no registry, and one with other validators than the genesis", async () => {
      const c = await fresh(inGenesis);
      const { selector, founders, stranger } = c;
      const fewer = await sameRegistry(c, c.validators.slice(1));
      const another = await sameRegistry(c, [...c.validators.slice(1), new TestNode("mallory")]);
      for (const registry of [stranger.address, fewer, another, await sameRegistry(c, [])]) {
        await expect(selector.connect(founders[0]!).confirm(registry))
          .to.be.revertedWithCustomError(selector, "GenesisValidatorsUnfit")
          .withArgs(registry);
      }
    });
  });

  describe("getValidators", () => {
    it("follows the registry", async () => {
      const c = await fresh(following);
      const [gone] = c.validators;
      await decide(c, [{ to: c.nodes, data: c.nodes.interface.encodeFunctionData("remove", [gone!.address]) }]);
      expect(await c.selector.getValidators())
        .to.have.length(6)
        .and.not.include(gone!.address);
    });

    it("never answers with nobody, and never reverts, whatever becomes of the registry", async () => {
      const { selector, nodes, validators } = await fresh(following);
      const founding = validators.map(({ address }) => address);
      // It reverts; answers with an empty list; with a byte that is no list; with a list longer than its answer.
      for (const code of ["0x5f5ffd", "0x60205f5260405ff3", "0x60015ff3", "0x60205f52600960205260405ff3"]) {
        await chain.networkHelpers.setCode(await nodes.getAddress(), code);
        expect(await selector.getValidators()).to.deep.equal(founding);
      }
    });
  });

  describe("move", () => {
    it("is for the members' vote, to a registry with validators", async () => {
      const c = await fresh(following);
      const next = await sameRegistry(c, c.validators.slice(0, 4));
      const moves = (to: string) => ({ to: c.selector, data: c.selector.interface.encodeFunctionData("move", [to]) });
      await expect(c.selector.connect(c.founders[0]!).move(next))
        .to.be.revertedWithCustomError(c.selector, "GenesisValidatorsNotAdministrator")
        .withArgs(c.founders[0]!);
      const empty = await sameRegistry(c, []);
      await expect(decide(c, [moves(empty)], "To nobody"))
        .to.be.revertedWithCustomError(c.selector, "GenesisValidatorsUnfit")
        .withArgs(empty);
      await decide(c, [moves(next)], "To four");
      expect(await c.selector.registry()).to.equal(next);
      expect(await c.selector.getValidators()).to.have.length(4);
    });

    it("is nobody's before a registry is followed", async () => {
      const { selector, nodes, stranger } = await fresh(inGenesis);
      await expect(selector.move(nodes))
        .to.be.revertedWithCustomError(selector, "GenesisValidatorsNotAdministrator")
        .withArgs(stranger);
    });
  });
});

/** A registry of its own with the same authority and members. Returns its address. */
async function sameRegistry(c: Awaited<ReturnType<typeof inGenesis>>, nodes: readonly TestNode[] = c.validators) {
  const admissions = nodes.map((node) => node.admission(c.members[0]!));
  const proofs = await Promise.all(nodes.map((node, index) => node.sign(admissions[index]!)));
  const registry = await new NodeRegistry__factory(c.stranger).deploy(c.authority, c.membership, 0, admissions, proofs);
  return registry.getAddress();
}
