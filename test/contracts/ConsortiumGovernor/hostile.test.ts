import { expect } from "chai";
import { describe, it } from "mocha";
import { ROLES } from "../../../deploy/roles.js";
import { advanceTo, fresh } from "../../support/chain/chain.js";
import { type Founded, foundConsortium } from "../../support/chain/founded.js";
import { AGAINST, carryOut, FOR, propose, STATE, vote } from "./voting.js";

const MINORITY = 3;

/** Seven members of which three are hostile: more than a chain of seven nodes would bear, fewer than a majority. */
async function divided() {
  const c = await fresh(foundConsortium);
  return { ...c, hostile: c.members.slice(0, MINORITY), others: c.members.slice(MINORITY) };
}

function grantOracle({ authority, stranger }: Founded) {
  const data = authority.interface.encodeFunctionData("grantRole", [ROLES.ORACLE, stranger.address, 0]);
  return [{ to: authority, data }];
}

describe("ConsortiumGovernor: a hostile minority of three in seven", () => {
  it("decides nothing, not even what asks the fewest", async () => {
    const c = await fresh(divided);
    const proposal = await propose(c, c.hostile[0]!, grantOracle(c));
    await vote(c, proposal, c.hostile);
    await advanceTo(Number(await c.governor.proposalDeadline(proposal)) + 1);
    expect(await c.governor.state(proposal)).to.equal(STATE.defeated);
  });

  it("does not stop what the other four agree on", async () => {
    const c = await fresh(divided);
    const proposal = await propose(c, c.others[0]!, grantOracle(c));
    await vote(c, proposal, c.hostile, AGAINST);
    await vote(c, proposal, c.others);
    await carryOut(c, proposal);
    expect((await c.authority.hasRole(ROLES.ORACLE, c.stranger)).isMember).to.equal(true);
  });

  it("gains nothing by a friend who joins after the proposal was made", async () => {
    const c = await fresh(divided);
    const { governor, membership, deployer: friend } = c;
    const admit = membership.interface.encodeFunctionData("admit", [friend.address, "Friend"]);
    const joins = await propose(c, c.members[0]!, [{ to: membership, data: admit }], "A friend");
    await vote(c, joins, c.members.slice(0, 5));
    await governor["queue(uint256)"](joins);
    await advanceTo(Number(await governor.proposalEta(joins)) - 2);
    const proposal = await propose(c, c.hostile[0]!, grantOracle(c));
    await vote(c, proposal, c.hostile);
    await advanceTo(Number(await governor.proposalEta(joins)));
    await governor["execute(uint256)"](joins);
    expect(await membership.getVotes(friend)).to.equal(1n);
    await governor.connect(friend).castVote(proposal, FOR);
    expect(await governor.proposalVotes(proposal)).to.deep.equal([0n, BigInt(MINORITY), 0n]);
    expect(await governor.state(proposal)).to.equal(STATE.active);
  });

  it("stops what asks two thirds, and a minority of two does not", async () => {
    const c = await fresh(divided);
    const data = c.membership.interface.encodeFunctionData("expel", [c.hostile[0]!.address]);
    const call = [{ to: c.membership, data }];
    const stopped = await propose(c, c.others[0]!, call, "Four of seven");
    await vote(c, stopped, c.others);
    await advanceTo(Number(await c.governor.proposalDeadline(stopped)) + 1);
    expect(await c.governor.state(stopped)).to.equal(STATE.defeated);

    const passes = await propose(c, c.others[0]!, call, "Five of seven");
    await vote(c, passes, [...c.others, c.hostile[2]!]);
    await carryOut(c, passes);
    expect(await c.membership.isMember(c.hostile[0]!)).to.equal(false);
  });

  it("cannot queue what others proposed before it passed, execute it before it is due, or cancel it", async () => {
    const c = await fresh(divided);
    const { governor, timelock, hostile, others } = c;
    const proposal = await propose(c, others[0]!, grantOracle(c));
    const attacker = governor.connect(hostile[0]!);
    await expect(attacker["cancel(uint256)"](proposal))
      .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
      .withArgs(proposal, hostile[0]!);
    await vote(c, proposal, others.slice(1));
    await expect(attacker["queue(uint256)"](proposal)).to.be.revertedWithCustomError(
      governor,
      "GovernorUnexpectedProposalState",
    );
    await vote(c, proposal, others.slice(0, 1));
    await attacker["queue(uint256)"](proposal);
    await expect(attacker["execute(uint256)"](proposal)).to.be.revertedWithCustomError(
      timelock,
      "TimelockUnexpectedOperationState",
    );
    await expect(attacker["cancel(uint256)"](proposal)).to.be.revertedWithCustomError(
      governor,
      "GovernorUnableToCancel",
    );
  });

  it("reaches the timelock and the authority by no way around the governor", async () => {
    const c = await fresh(divided);
    const { timelock, authority, hostile } = c;
    const { data } = grantOracle(c)[0]!;
    const attacker = hostile[0]!;
    const call = [authority, 0n, data, `0x${"00".repeat(32)}`, `0x${"00".repeat(32)}`] as const;
    await expect(timelock.connect(attacker).schedule(...call, 86_400n)).to.be.revertedWithCustomError(
      timelock,
      "AccessControlUnauthorizedAccount",
    );
    await expect(timelock.connect(attacker).execute(...call)).to.be.revertedWithCustomError(
      timelock,
      "AccessControlUnauthorizedAccount",
    );
    await expect(authority.connect(attacker).grantRole(ROLES.ORACLE, attacker, 0)).to.be.revertedWithCustomError(
      authority,
      "AccessManagerUnauthorizedAccount",
    );
  });

  it("gains no second vote by leaving and being admitted again", async () => {
    const c = await fresh(divided);
    const { membership, hostile } = c;
    const proposal = await propose(c, hostile[0]!, grantOracle(c));
    await vote(c, proposal, [hostile[0]!]);
    const expel = membership.interface.encodeFunctionData("expel", [hostile[0]!.address]);
    const admit = membership.interface.encodeFunctionData("admit", [hostile[0]!.address, "Again"]);
    const again = [
      { to: membership, data: expel },
      { to: membership, data: admit },
    ];
    const proposed = await propose(c, c.others[0]!, again, "Out and in again");
    await vote(c, proposed, [...c.others, hostile[1]!]);
    await carryOut(c, proposed);
    expect(await membership.getVotes(hostile[0]!)).to.equal(1n);
    await expect(vote(c, proposal, [hostile[0]!])).to.be.revertedWithCustomError(c.governor, "GovernorAlreadyCastVote");
  });

  it("is not helped by a decision that was forgotten: it expires", async () => {
    const c = await fresh(divided);
    const proposal = await propose(c, c.others[0]!, grantOracle(c));
    await vote(c, proposal, c.others);
    const window = Number(await c.governor.EXECUTION_WINDOW_S());
    await advanceTo(Number(await c.governor.proposalDeadline(proposal)) + window + 1);
    await expect(c.governor.connect(c.hostile[0]!)["queue(uint256)"](proposal)).to.be.revertedWithCustomError(
      c.governor,
      "GovernorUnexpectedProposalState",
    );
  });

  it("may be expelled, all of it, but never the last member", async () => {
    const c = await fresh(divided);
    const { membership } = c;
    const expelled = c.hostile.map(({ address }) => ({
      to: membership,
      data: membership.interface.encodeFunctionData("expel", [address]),
    }));
    const proposal = await propose(c, c.others[0]!, expelled, "All three");
    await vote(c, proposal, [...c.others, c.hostile[2]!]);
    await carryOut(c, proposal);
    expect(await membership.memberCount()).to.equal(4n);
    const all = c.others.map(({ address }) => ({
      to: membership,
      data: membership.interface.encodeFunctionData("expel", [address]),
    }));
    const everybody = await propose(c, c.others[0]!, all, "Everybody");
    await vote(c, everybody, c.others.slice(1));
    await expect(carryOut(c, everybody))
      .to.be.revertedWithCustomError(membership, "MembershipLastMember")
      .withArgs(c.members[6]!);
  });
});
