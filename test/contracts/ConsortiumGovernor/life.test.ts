import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { type Founded, foundConsortium } from "../../support/chain/founded.js";
import { ABSTAIN, AGAINST, type Call, carryOut, decide, propose, STATE, vote } from "./voting.js";

/** Two thirds of seven members. */
const TWO_THIRDS = 5;

function admitStranger({ membership, stranger }: Founded): Call[] {
  return [{ to: membership, data: membership.interface.encodeFunctionData("admit", [stranger.address, "Newcomer"]) }];
}

async function proposed() {
  const c = await fresh(foundConsortium);
  return { ...c, proposal: await propose(c, c.members[0]!, admitStranger(c)) };
}

async function passed() {
  const c = await fresh(proposed);
  await vote(c, c.proposal, c.members.slice(0, TWO_THIRDS));
  return c;
}

async function queued() {
  const c = await fresh(passed);
  await c.governor["queue(uint256)"](c.proposal);
  return c;
}

describe("ConsortiumGovernor: the life of a proposal", () => {
  describe("propose", () => {
    it("is for members alone", async () => {
      const c = await fresh(foundConsortium);
      await expect(propose(c, c.stranger, admitStranger(c)))
        .to.be.revertedWithCustomError(c.governor, "GovernorInsufficientProposerVotes")
        .withArgs(c.stranger, 0n, 1n);
    });

    it("numbers proposals from one, and tells their text, their calls and who made them", async () => {
      const c = await fresh(foundConsortium);
      const [call] = admitStranger(c) as [Call];
      expect(await propose(c, c.members[0]!, [call], "Admit the newcomer")).to.equal(1n);
      expect(await propose(c, c.members[1]!, [call], "Admit the newcomer, really")).to.equal(2n);
      expect(await c.governor.descriptionOf(2n)).to.equal("Admit the newcomer, really");
      expect(await c.governor.proposalProposer(2n)).to.equal(c.members[1]!.address);
      const [targets, , calldatas] = await c.governor.proposalDetails(2n);
      expect(targets).to.deep.equal([await c.membership.getAddress()]);
      expect(calldatas).to.deep.equal([call.data]);
    });

    for (const [what, description, length] of [
      ["no text", "", 0],
      ["a text of 2,049 bytes", "x".repeat(2049), 2049],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const c = await fresh(foundConsortium);
        await expect(propose(c, c.members[0]!, admitStranger(c), description))
          .to.be.revertedWithCustomError(c.governor, "ConsortiumGovernorInvalidDescription")
          .withArgs(length);
      });
    }

    it("refuses the same proposal twice", async () => {
      const c = await fresh(proposed);
      await expect(propose(c, c.members[1]!, admitStranger(c))).to.be.revertedWithCustomError(
        c.governor,
        "GovernorUnexpectedProposalState",
      );
    });

    it("is its proposer's own where the text says so, so that nobody takes it first and cancels it", async () => {
      const c = await fresh(foundConsortium);
      const text = `Admit the newcomer #proposer=${c.members[0]!.address.toLowerCase()}`;
      await expect(propose(c, c.members[1]!, admitStranger(c), text))
        .to.be.revertedWithCustomError(c.governor, "GovernorRestrictedProposer")
        .withArgs(c.members[1]!);
      expect(await propose(c, c.members[0]!, admitStranger(c), text)).to.equal(1n);
    });
  });

  describe("pending", () => {
    it("may be cancelled by its proposer in the second in which it was made, by nobody else", async () => {
      const c = await fresh(foundConsortium);
      const { governor, members } = c;
      const [call] = admitStranger(c) as [Call];
      await governor.connect(members[0]!).propose([call.to], [0n], [call.data], "Cancelled");
      const proposal = await governor.latestProposalId();
      expect(await governor.state(proposal)).to.equal(STATE.pending);
      await expect(governor.connect(members[1]!)["cancel(uint256)"].staticCall(proposal, { blockTag: "latest" }))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(proposal, members[1]!);
      await nextBlockAt(await nowS());
      await governor.connect(members[0]!)["cancel(uint256)"](proposal);
      expect(await governor.state(proposal)).to.equal(STATE.canceled);
    });
  });

  describe("active", () => {
    it("takes one vote of each member, and none of others", async () => {
      const c = await fresh(proposed);
      const { governor, proposal, members, stranger } = c;
      await vote(c, proposal, [members[1]!]);
      await expect(governor.connect(members[1]!).castVote(proposal, AGAINST))
        .to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote")
        .withArgs(members[1]!);
      await governor.connect(stranger).castVote(proposal, AGAINST);
      expect(await governor.proposalVotes(proposal)).to.deep.equal([0n, 1n, 0n]);
    });

    it("is active until it has its votes, and succeeds with the last of them", async () => {
      const c = await fresh(proposed);
      const { governor, proposal, members } = c;
      expect(await governor.votesNeeded(proposal)).to.equal(BigInt(TWO_THIRDS));
      await vote(c, proposal, members.slice(0, TWO_THIRDS - 1));
      expect(await governor.state(proposal)).to.equal(STATE.active);
      await vote(c, proposal, members.slice(TWO_THIRDS - 1, TWO_THIRDS));
      expect(await governor.state(proposal)).to.equal(STATE.succeeded);
      await expect(vote(c, proposal, [members[6]!], AGAINST)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    });

    it("is defeated at its end without the votes, however few were against", async () => {
      const c = await fresh(proposed);
      const { governor, proposal, members } = c;
      await vote(c, proposal, members.slice(0, TWO_THIRDS - 1));
      await vote(c, proposal, members.slice(TWO_THIRDS - 1), ABSTAIN);
      const endS = Number(await governor.proposalDeadline(proposal));
      await advanceTo(endS);
      expect(await governor.state(proposal)).to.equal(STATE.active);
      await advanceTo(endS + 1);
      expect(await governor.state(proposal)).to.equal(STATE.defeated);
      await expect(governor["queue(uint256)"](proposal)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    });

    it("counts those who were members when it was made, whoever joins or leaves later", async () => {
      const c = await fresh(foundConsortium);
      await decide(c, admitStranger(c), "First");
      const { membership, members, stranger, governor } = c;
      const expel = membership.interface.encodeFunctionData("expel", [members[6]!.address]);
      const before = await propose(c, members[0]!, [{ to: membership, data: expel }], "Eight are members");
      expect(await governor.votesNeeded(before)).to.equal(6n);
      const removal = await propose(c, members[0]!, [{ to: membership, data: expel }], "The same, decided first");
      await vote(c, removal, members.slice(0, 6));
      await carryOut(c, removal);
      expect(await governor.votesNeeded(before)).to.equal(6n);
      await vote(c, before, [members[6]!, stranger]);
      expect(await governor.proposalVotes(before)).to.deep.equal([0n, 2n, 0n]);
    });
  });

  describe("succeeded", () => {
    it("is not executed before it is queued", async () => {
      const { governor, proposal } = await fresh(passed);
      await expect(governor["execute(uint256)"](proposal)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    });

    it("is queued by anybody", async () => {
      const { governor, proposal, stranger } = await fresh(passed);
      await governor.connect(stranger)["queue(uint256)"](proposal);
      expect(await governor.state(proposal)).to.equal(STATE.queued);
    });

    it("expires two weeks after the vote's end if nobody queues it", async () => {
      const { governor, proposal } = await fresh(passed);
      const endS = Number((await governor.proposalDeadline(proposal)) + (await governor.EXECUTION_WINDOW_S()));
      await advanceTo(endS);
      expect(await governor.state(proposal)).to.equal(STATE.succeeded);
      await advanceTo(endS + 1);
      expect(await governor.state(proposal)).to.equal(STATE.expired);
      await expect(governor["queue(uint256)"](proposal)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    });
  });

  describe("queued", () => {
    it("waits for the timelock's delay", async () => {
      const c = await fresh(queued);
      const { governor, timelock, proposal } = c;
      const dueS = Number(await governor.proposalEta(proposal));
      expect(dueS - (await nowS())).to.equal(Number(await timelock.getMinDelay()));
      await expect(governor["execute(uint256)"](proposal)).to.be.revertedWithCustomError(
        timelock,
        "TimelockUnexpectedOperationState",
      );
      await advanceTo(dueS);
      await governor["execute(uint256)"](proposal);
      expect(await governor.state(proposal)).to.equal(STATE.executed);
      expect(await c.membership.isMember(c.stranger)).to.equal(true);
    });

    it("is executed once", async () => {
      const { governor, proposal, ...c } = await fresh(queued);
      await advanceTo(Number(await governor.proposalEta(proposal)));
      await governor.connect(c.stranger)["execute(uint256)"](proposal);
      await expect(governor["execute(uint256)"](proposal)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    });

    it("stays due while what it does is refused, and expires two weeks after it was due", async () => {
      const c = await fresh(foundConsortium);
      const { governor, membership, members } = c;
      const expel = membership.interface.encodeFunctionData("expel", [c.stranger.address]);
      const proposal = await propose(c, members[0]!, [{ to: membership, data: expel }]);
      await vote(c, proposal, members.slice(0, TWO_THIRDS));
      await governor["queue(uint256)"](proposal);
      const dueS = Number(await governor.proposalEta(proposal));
      await advanceTo(dueS);
      await expect(governor["execute(uint256)"](proposal))
        .to.be.revertedWithCustomError(membership, "MembershipNotMember")
        .withArgs(c.stranger);
      expect(await governor.state(proposal)).to.equal(STATE.queued);
      await advanceTo(dueS + Number(await governor.EXECUTION_WINDOW_S()) + 1);
      expect(await governor.state(proposal)).to.equal(STATE.expired);
      await expect(governor["execute(uint256)"](proposal)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    });
  });

  it("knows no proposal that was never made", async () => {
    const { governor } = await fresh(foundConsortium);
    for (const read of [governor.state, governor.votesNeeded, governor.proposalShare]) {
      await expect(read(1n)).to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal").withArgs(1n);
    }
  });

  it("counts by time, one vote in favour as one", async () => {
    const { governor } = await fresh(foundConsortium);
    await advanceTo((await nowS()) + 1);
    expect(await governor.CLOCK_MODE()).to.equal("mode=timestamp");
    expect(await governor.COUNTING_MODE()).to.equal("support=bravo&quorum=for");
    expect(await governor.quorum((await nowS()) - 1)).to.equal(4n);
    expect(await governor.votingDelay()).to.equal(0n);
  });
});
