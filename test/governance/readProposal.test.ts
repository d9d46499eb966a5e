import { expect } from "chai";
import { describe, it } from "mocha";
import { descriptionFor, readBook, readProposal, readProposals, readVoters, wordsOf } from "../../governance/index.js";
import type { ProposalState } from "../../protocol/governance/proposalStates.js";
import { ABSTAIN, AGAINST, carryOut, decide, propose, vote } from "../contracts/ConsortiumGovernor/voting.js";
import { advanceTo, fresh, nowS } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { type Founded, foundConsortium } from "../support/chain/founded.js";
import { consortiumOf } from "./consortiumOf.js";

const DAY_S = 86_400;

function admitting({ membership, stranger }: Founded) {
  return [{ to: membership, data: membership.interface.encodeFunctionData("admit", [stranger.address, "Newcomer"]) }];
}

async function proposed() {
  const c = await fresh(foundConsortium);
  const id = await propose(c, c.members[0]!, admitting(c), "Let them in");
  return { ...c, id };
}

async function shown(c: Founded, id: bigint | number) {
  const consortium = await consortiumOf(c);
  const book = await readBook(consortium);
  const proposal = await readProposal(consortium, book, Number(id));
  return { proposal, voters: await readVoters(consortium, book, proposal), consortium, book };
}

async function expectState(c: Founded, id: bigint, state: ProposalState) {
  const { proposal } = await shown(c, id);
  expect(proposal.state).to.equal(state);
  return proposal;
}

describe("governance: a proposal as it is read", () => {
  it("is pending in its own second, among those who are members then", async () => {
    const c = await fresh(foundConsortium);
    const [{ to, data }] = admitting(c) as [{ to: Founded["membership"]; data: string }];
    await c.governor.connect(c.members[0]!).propose([to], [0n], [data], "x");
    const { proposal, voters } = await shown(c, 1n);
    expect(proposal.state).to.equal("pending");
    expect(proposal.votes).to.deep.equal({ for: 0, against: 0, abstain: 0, needed: 5, members: 7 });
    expect([voters.voted.length, voters.silent.length, voters.left]).to.deep.equal([0, 7, 0]);
  });

  it("is active, passed, waiting, due and executed, with the time of each", async () => {
    const c = await fresh(proposed);
    const { id, governor, members } = c;
    const active = await expectState(c, id, "active");
    expect(active).to.include({ share: "two-thirds", words: "Let them in", dueAtS: null, expiresAtS: null });
    expect(active.votingEndsAtS).to.equal(active.proposedAtS + 3 * DAY_S);
    expect(active.calls[0]).to.include({ kind: "admit-member", contract: "Membership", function: "admit" });
    expect(active.calls[0]?.args).to.deep.equal({ organisation: lower(c.stranger.address), name: "Newcomer" });
    await vote(c, id, members.slice(0, 5));
    const passed = await expectState(c, id, "passed");
    expect(passed.expiresAtS).to.equal(active.votingEndsAtS + 14 * DAY_S);
    await governor["queue(uint256)"](id);
    const waiting = await expectState(c, id, "waiting");
    expect(waiting.dueAtS).to.equal((await nowS()) + DAY_S);
    expect(waiting.expiresAtS).to.equal(waiting.dueAtS! + 14 * DAY_S);
    await advanceTo(waiting.dueAtS! - 1);
    await expectState(c, id, "waiting");
    await advanceTo(waiting.dueAtS!);
    await expectState(c, id, "due");
    await governor["execute(uint256)"](id);
    expect((await expectState(c, id, "executed")).expiresAtS).to.equal(null);
  });

  it("is defeated without its votes, and expired when nobody went on with it", async () => {
    const c = await fresh(proposed);
    await vote(c, c.id, c.members.slice(0, 4));
    await vote(c, c.id, c.members.slice(4, 6), AGAINST);
    await vote(c, c.id, c.members.slice(6), ABSTAIN);
    const { proposal, voters } = await shown(c, c.id);
    expect(proposal.votes).to.include({ for: 4, against: 2, abstain: 1 });
    expect([voters.voted.length, voters.silent.length]).to.deep.equal([7, 0]);
    await advanceTo(proposal.votingEndsAtS + 1);
    await expectState(c, c.id, "defeated");

    const later = await propose(c, c.members[0]!, admitting(c), "Again");
    await vote(c, later, c.members.slice(0, 5));
    const { expiresAtS } = await expectState(c, later, "passed");
    await advanceTo(expiresAtS! + 1);
    await expectState(c, later, "expired");
  });

  it("is canceled when all members have the timelock drop it", async () => {
    const c = await fresh(proposed);
    const { governor, timelock, members, id } = c;
    await vote(c, id, members.slice(0, 5));
    const queued = await governor["queue(uint256)"](id);
    const receipt = await queued.wait();
    const scheduled = receipt!.logs
      .map((log) => timelock.interface.parseLog(log))
      .find((each) => each?.name === "CallScheduled");
    const cancel = timelock.interface.encodeFunctionData("cancel", [scheduled!.args.id]);
    const relay = governor.interface.encodeFunctionData("relay", [timelock.target, 0, cancel]);
    // What asks all is decided within the vote's three days, before the other expires.
    await decide(c, [{ to: governor, data: relay }], "Drop it");
    const dropped = await expectState(c, id, "canceled");
    expect(dropped.expiresAtS).to.equal(null);
  });

  it("names who has not voted of those who may, and counts who left since", async () => {
    const c = await fresh(foundConsortium);
    const id = await propose(c, c.members[0]!, admitting(c), "First");
    await vote(c, id, [c.members[1]!]);
    const expel = c.membership.interface.encodeFunctionData("expel", [c.members[6]!.address]);
    await decide(c, [{ to: c.membership, data: expel }], "Out");
    await decide(c, admitting(c), "In");
    const { proposal, voters } = await shown(c, id);
    expect(proposal.votes).to.include({ members: 7, needed: 5 });
    expect(voters.left).to.equal(1);
    expect(voters.voted.map(({ name }) => name)).to.deep.equal(["unicom"]);
    expect(voters.silent.map(({ name }) => name)).to.deep.equal([
      "Battery Maker",
      "Fleet",
      "Grid Operator",
      "wxbc",
      "wxr",
    ]);
  });

  it("lists all, the latest first, and knows none that was never made", async () => {
    const c = await fresh(proposed);
    await propose(c, c.members[1]!, admitting(c), "Second");
    const { consortium, book } = await shown(c, 1);
    expect((await readProposals(consortium, book)).map(({ id }) => id)).to.deep.equal([2, 1]);
    for (const id of [0, 3]) {
      const error = await readProposal(consortium, book, id).catch((each: unknown) => each);
      expect(error).to.include({ code: "ProposalUnknown" });
    }
  });

  it("is told as of one block, whatever happens meanwhile", async () => {
    const c = await fresh(proposed);
    const consortium = await consortiumOf(c);
    const book = await readBook(consortium);
    await vote(c, c.id, c.members.slice(0, 5));
    await carryOut(c, c.id);
    expect((await readProposal(consortium, book, 1)).state).to.equal("active");
    expect(book.members).to.have.length(7);
  });

  it("keeps the proposer's words apart from the lines that say when and by whom", () => {
    const proposer = `0x${"ab".repeat(20)}` as const;
    for (const words of ["Words", "Two\nlines", "", "x\nProposed 2026-01-01T00:00:00.000Z"]) {
      const text = descriptionFor(words, proposer, Date.UTC(2026, 10, 22));
      expect(text.endsWith(`\n#proposer=${proposer}`)).to.equal(true);
      expect(wordsOf(text, proposer)).to.equal(words);
    }
    const foreign = `Words\n#proposer=0x${"cd".repeat(20)}`;
    expect(wordsOf(foreign, proposer)).to.equal(foreign);
    expect(wordsOf("Words alone", proposer)).to.equal("Words alone");
  });
});
