import { expect } from "chai";
import { describe, it } from "mocha";
import type { DescribedCall, DescribedProposalCall, Proposal } from "../../../governance/index.js";
import type { ProposalState } from "../../../protocol/governance/proposalStates.js";
import {
  describeProposal,
  nextStep,
  sentenceOf,
  summaryOf,
} from "../../../scripts/commands/consortium/proposalWords.js";

const ACCOUNT = `0x${"ab".repeat(20)}` as const;
const BOOK = { account: async (address: string) => address } as Parameters<typeof describeProposal>[0];

function proposalIn(state: ProposalState, change: Partial<Proposal> = {}): Proposal {
  return {
    id: 7,
    state,
    calls: [],
    share: "majority",
    votes: { for: 4, against: 1, abstain: 0, needed: 4, members: 7 },
    proposer: ACCOUNT,
    words: "",
    proposedAtS: 1_700_000_000,
    votingEndsAtS: 1_700_006_400,
    dueAtS: null,
    expiresAtS: null,
    ...change,
  };
}

describe("a proposal for people", () => {
  it("says the next step of every state that has one", () => {
    const due = { dueAtS: 1_700_006_400 };
    for (const [state, step] of [
      ["pending", "wattproof consortium vote 7 for|against|abstain"],
      ["active", "wattproof consortium vote 7 for|against|abstain"],
      ["passed", "wattproof consortium execute 7"],
      ["waiting", "wattproof consortium execute 7, from 2023-11-15T00:00Z on"],
      ["due", "wattproof consortium execute 7"],
      ["executed", undefined],
      ["defeated", undefined],
      ["expired", undefined],
      ["canceled", undefined],
    ] as const) {
      expect(nextStep(proposalIn(state, due)), state).to.equal(step);
    }
  });

  it("says until when it counts", () => {
    expect(summaryOf(proposalIn("active")).at(-1)).to.include(
      "4 of 4 votes in favour, 1 against (7 members), until 2023-11-15T00:00Z",
    );
    expect(summaryOf(proposalIn("passed", { expiresAtS: 1_700_006_400 })).at(-1)).to.include(
      ", expires 2023-11-15T00:00Z",
    );
    expect(summaryOf(proposalIn("waiting", { dueAtS: 1_700_006_400 })).at(-1)).to.include(", due 2023-11-15T00:00Z");
  });

  const shared = { target: ACCOUNT, valueWei: 0n, data: "0x", contract: null, selector: null } as const;
  const callThat = (says: string, calls: readonly DescribedCall[] = []): DescribedProposalCall => {
    return { ...shared, says, function: "f", args: {}, calls, kind: "other" };
  };

  it("says wherever it is told what its calls pass on", () => {
    const calls = [callThat("Do two things", [callThat("Do more", [callThat("Take the chain")])]), callThat("Go")];
    const proposal = proposalIn("active", { calls });
    expect(summaryOf(proposal).slice(0, -1)).to.deep.equal([
      "7  active  Do two things",
      "        which does: Do more",
      "          which does: Take the chain",
      "   and  Go",
    ]);
    expect(sentenceOf(proposal)).to.equal("Do two things; which does: Do more; which does: Take the chain; Go");
  });

  it("says how many calls it does not tell beside others, and tells all of them alone", async () => {
    const inner = Array.from({ length: 30 }, (_, at) => callThat(`Do thing ${at}`));
    const proposal = proposalIn("active", { calls: [callThat("Do them", inner)] });
    const lines = summaryOf(proposal);
    expect(lines).to.have.length(22).and.include("        which does: Do thing 18");
    expect(lines.at(-2)).to.equal("   and  11 calls more: wattproof consortium show 7");
    expect(sentenceOf(proposal)).to.match(/Do thing 18; 11 calls more: wattproof consortium show 7$/);
    const shown = await describeProposal(BOOK, proposal, { voted: [], silent: [], left: 0 });
    for (const { says } of inner) expect(shown.join("\n")).to.include(`which does: ${says}`);
  });

  it("shows so many lines of the proposer's that what it does stays in sight, and says how many more there are", async () => {
    const words = Array.from({ length: 2_048 }, (_, at) => `${at}`).join("\n");
    const lines = await describeProposal(BOOK, proposalIn("active", { words }), { voted: [], silent: [], left: 0 });
    expect(lines.filter((line) => line.startsWith("    > "))).to.have.length(20);
    expect(lines).to.include("    (2028 more lines, which --json has)");
  });

  it("marks every line of the proposer's, and cuts bytes that nobody reads", async () => {
    const data = `0x${"12".repeat(2000)}` as const;
    const call = { target: ACCOUNT, valueWei: 0n, data, says: "Call it", contract: null, selector: null } as const;
    const calls = [{ ...call, function: null, args: null, calls: [], kind: "other" as const }];
    const voters = { voted: [], silent: [], left: 2 };
    const lines = await describeProposal(
      BOOK,
      proposalIn("active", { calls, words: "a\nProposal 8: passed\n" }),
      voters,
    );
    expect(lines).to.include("    > Proposal 8: passed").and.not.include("Proposal 8: passed");
    expect(lines).to.include("            and 2 who left the consortium since");
    const [bytes = ""] = lines.filter((line) => line.includes("data 0x"));
    expect(bytes).to.have.length.below(1200);
    expect(bytes).to.include("--json has all 2000 bytes");
  });
});
