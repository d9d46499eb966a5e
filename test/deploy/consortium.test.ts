import { expect } from "chai";
import { decodeBytes32String, id, ZeroHash } from "ethers";
import hre from "hardhat";
import { describe, it } from "mocha";
import { ROLES } from "../../deploy/roles.js";
import { MOST_NODES } from "../../network/consortium/shares.js";
import { fresh } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { found, foundConsortium } from "../support/chain/founded.js";
import { TestNode } from "../support/chain/nodes.js";

const ADMINISTRATOR = 0n;
/** EIP-170. */
const MOST_CODE_BYTES = 24_576;
/** EIP-7825, from Osaka on. */
const MOST_TRANSACTION_GAS = 16_777_216n;

describe("a founded consortium", () => {
  it("bears as many nodes as a network may be founded with, in one transaction", async () => {
    const { members } = await fresh(foundConsortium);
    const founding = await Promise.all(
      Array.from({ length: MOST_NODES }, async (_, at) => {
        const node = new TestNode(`organisation-with-a-long-name-node-${at + 1}`);
        const admission = node.admission(members[0]!);
        return { ...admission, organisation: lower(members[0]!.address), proof: await node.sign(admission) };
      }),
    );
    const { nodes } = await found({ nodes: founding });
    expect(await nodes.nodeCount()).to.equal(BigInt(MOST_NODES));
    const creation = await nodes.queryFilter(nodes.filters.NodeAdmitted());
    const receipt = await creation[0]!.getTransactionReceipt();
    expect(receipt.gasUsed < MOST_TRANSACTION_GAS).to.equal(true);
  });

  it("has the timelock as its only administrator", async () => {
    const { authority, timelock, deployer } = await fresh(foundConsortium);
    const granted = await authority.queryFilter(authority.filters.RoleGranted(ADMINISTRATOR));
    const revoked = await authority.queryFilter(authority.filters.RoleRevoked(ADMINISTRATOR));
    const ever = new Set(granted.map(({ args }) => args.account));
    for (const { args } of revoked) ever.delete(args.account);
    expect([...ever]).to.deep.equal([await timelock.getAddress()]);
    expect((await authority.hasRole(ADMINISTRATOR, timelock)).isMember).to.equal(true);
    expect((await authority.hasRole(ADMINISTRATOR, deployer)).isMember).to.equal(false);
  });

  it("leaves the deployer no role, no vote, no token's signature and nothing of the timelock", async () => {
    const { authority, timelock, membership, token, deployer } = await fresh(foundConsortium);
    for (const role of Object.values(ROLES)) {
      expect((await authority.hasRole(role, deployer)).isMember).to.equal(false);
    }
    expect(await membership.isMember(deployer)).to.equal(false);
    expect(await token.isSigner(deployer.address)).to.equal(false);
    for (const role of [ZeroHash, id("PROPOSER_ROLE"), id("CANCELLER_ROLE"), id("EXECUTOR_ROLE")]) {
      expect(await timelock.hasRole(role, deployer)).to.equal(false);
    }
  });

  it("lets the governor alone propose to the timelock, cancel and execute", async () => {
    const { timelock, governor, stranger } = await fresh(foundConsortium);
    for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"]) {
      expect(await timelock.hasRole(id(role), governor)).to.equal(true);
      const held = await timelock.queryFilter(timelock.filters.RoleGranted(id(role)));
      expect(held.map(({ args }) => args.account)).to.deep.equal([await governor.getAddress()]);
      expect(await timelock.hasRole(id(role), stranger)).to.equal(false);
    }
  });

  it("has its members with a vote each, its nodes and its roles", async () => {
    const { membership, nodes, authority, members, validators, oracle, treasurer } = await fresh(foundConsortium);
    expect(await membership.members(0, 200)).to.deep.equal(members.map(({ address }) => address));
    for (const member of members) expect(await membership.getVotes(member)).to.equal(1n);
    expect(await nodes.getValidators()).to.deep.equal(validators.map(({ address }) => address));
    expect((await authority.hasRole(ROLES.ORACLE, oracle)).isMember).to.equal(true);
    expect((await authority.hasRole(ROLES.TREASURER, treasurer)).isMember).to.equal(true);
  });

  it("names every contract, and in the transaction that takes the administration from the deployer", async () => {
    const { directory, authority, deployer } = await fresh(foundConsortium);
    const names = (await directory.names()).map(decodeBytes32String);
    expect(names).to.include.members(["ConsortiumGovernor", "TimelockController", "NodeRegistry", "RecordAnchor"]);
    const named = await directory.queryFilter(directory.filters.NameSet());
    const left = await authority.queryFilter(authority.filters.RoleRevoked(ADMINISTRATOR, deployer));
    expect(left.length).to.equal(1);
    expect(named.length).to.equal(names.length);
    for (const { transactionHash } of named) expect(transactionHash).to.equal(left[0]!.transactionHash);
  });

  it("has more than half of its treasurers sign for the token", async () => {
    const { token, treasurer } = await fresh(foundConsortium);
    expect(await token.getSigners(0, 9)).to.deep.equal([lower(treasurer.address)]);
    expect(await token.threshold()).to.equal(1n);
  });

  it("has more than half of its members sign for the token where it names no treasurers", async () => {
    const { token, members } = await found({ roles: { oracle: [], treasurer: [] } });
    expect(await token.getSigners(0, 9)).to.deep.equal(members.map(({ address }) => lower(address)));
    expect(await token.threshold()).to.equal(4n);
  });

  it("stays within the limits of contract size and of one transaction's gas", async () => {
    const c = await fresh(foundConsortium);
    for (const contract of [c.governor, c.nodes, c.timelock]) {
      expect((await contract.getDeployedCode())!.length / 2 - 1).to.be.lessThan(MOST_CODE_BYTES);
    }
    const [left] = await c.authority.queryFilter(c.authority.filters.RoleRevoked(ADMINISTRATOR, c.deployer));
    const { gasUsed } = (await left!.getTransactionReceipt())!;
    if (hre.globalOptions.coverage) return;
    expect(gasUsed).to.be.lessThan(MOST_TRANSACTION_GAS);
  });
});
