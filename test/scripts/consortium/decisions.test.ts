import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { Hex } from "../../../protocol/index.js";
import { advanceTo } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { type Founded, foundConsortium } from "../../support/chain/founded.js";
import { openTerminalOn } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

/** The members of `foundConsortium`, of which the first three are hostile here. */
const HOSTILE = [0, 1, 2];
const OTHERS = [3, 4, 5, 6];

describe("wattproof consortium: seven members and a hostile minority decide", function () {
  this.timeout(600_000);
  let c: Founded;
  let terminal: Awaited<ReturnType<typeof openTerminalOn<Founded>>>;
  let members: Hex[];
  const { run, done, refused } = jsonCommands(() => terminal, "consortium");
  const by = (member: number) => ["--from", members[member]!];
  const voteAll = async (proposal: number, who: readonly number[], choice: string) => {
    for (const member of who) await done("vote", `${proposal}`, choice, ...by(member));
  };
  const read = async (...args: string[]) => {
    const { code, stdout } = await terminal.run("consortium", ...args, "--directory", terminal.directory);
    expect(code, stdout).to.equal(0);
    return stdout;
  };

  before(async () => {
    c = await foundConsortium();
    terminal = await openTerminalOn(c);
    members = c.members.map(({ address }) => lower(address));
  });
  after(() => terminal?.close());

  it("begins with nothing proposed", async () => {
    expect(await done("proposals")).to.deep.include({ proposals: [] });
    expect(await read("proposals", "--open")).to.equal("Nothing is open.\n");
    expect((await refused("show", "1")).message).to.include("none was ever made");
  });

  it("proposes for members alone", async () => {
    const error = await refused(
      "propose",
      "grant-role",
      "oracle",
      lower(c.stranger.address),
      "--from",
      lower(c.stranger.address),
    );
    expect(error.code).to.equal("GovernorInsufficientProposerVotes");
  });

  it("lets the minority stop what asks two thirds, by not agreeing", async () => {
    const proposed = await done("propose", "expel-member", "wxr", "--text", "They are hostile.", ...by(3));
    expect(proposed).to.deep.include({ proposal: 1, kind: "expel-member", share: "two-thirds" });
    expect(proposed.says).to.include(`Expel "wxr" (${members[0]}) from the consortium, whose nodes stay`);
    expect(proposed.warnings[0].message).to.include("4 nodes, 4 of them validating");
    await voteAll(1, HOSTILE, "against");
    await voteAll(1, OTHERS, "for");
    const shown = await done("show", "1");
    expect(shown.votes).to.deep.equal({ for: 4, against: 3, abstain: 0, members: 7, needed: 5 });
    expect(shown).to.include({ state: "active", words: "They are hostile." });
    const early = await refused("execute", "1", ...by(3));
    expect([early.code, early.message]).to.deep.equal([
      "ProposalNotPassed",
      "Proposal 1 has 4 of the 5 votes in favour that it needs.",
    ]);
    await advanceTo(shown.votingEndsAtS + 1);
    expect(await done("show", "1")).to.include({ state: "defeated", next: null });
    expect((await refused("execute", "1", ...by(3))).code).to.equal("ProposalOver");
  });

  it("carries out what the others agree on: voted, queued, waited for, executed", async () => {
    const account = lower(c.stranger.address);
    const { proposal } = await done("propose", "grant-role", "oracle", account, ...by(3));
    await voteAll(proposal, HOSTILE, "against");
    await voteAll(proposal, OTHERS.slice(0, 3), "for");
    const half = await read("show", `${proposal}`);
    expect(half).to.include(`  silent    "Recycler" (${members[6]})`);
    expect(half).to.include("3 for, 3 against, 0 abstained");
    expect(half).to.include(`next: wattproof consortium vote ${proposal} for|against|abstain`);
    const last = await done("vote", `${proposal}`, "for", ...by(6));
    expect(last).to.include({ state: "passed", next: `wattproof consortium execute ${proposal}` });

    const queued = await done("execute", `${proposal}`, "--from", lower(c.stranger.address));
    expect(queued).to.include({ step: "queue", state: "waiting" });
    const early = await refused("execute", `${proposal}`, ...by(0));
    expect([early.code, early.facts]).to.deep.equal(["ProposalNotDue", { proposal, dueAtS: queued.dueAtS }]);
    await advanceTo(queued.dueAtS);
    expect(await done("show", `${proposal}`)).to.include({ state: "due", dueAtS: queued.dueAtS });
    expect(await done("execute", `${proposal}`, ...by(0))).to.include({ step: "execute", state: "executed" });
    expect((await c.authority.hasRole(1n, account)).isMember).to.equal(true);
    expect((await refused("execute", `${proposal}`, ...by(0))).code).to.equal("ProposalOver");
  });

  it("takes a vote once, of those who were members, while there is one", async () => {
    const { proposal } = await done("propose", "pause-token", ...by(3));
    await done("vote", `${proposal}`, "abstain", ...by(4));
    const twice = await refused("vote", `${proposal}`, "for", ...by(4));
    expect(twice.code).to.equal("GovernorAlreadyCastVote");
    const outside = await refused("vote", `${proposal}`, "for", "--from", lower(c.stranger.address));
    expect(outside.code).to.equal("VoteWithoutWeight");
    const over = await refused("vote", "1", "for", ...by(4));
    expect(over.code).to.equal("VotingOver");
    expect(over.message).to.equal("Proposal 1 is defeated: no further vote on it counts.");
    expect((await refused("confirm-registry", ...by(4))).code).to.equal("ValidatorsInHeader");
    const { code } = await run("vote", `${proposal}`, "perhaps", ...by(4));
    expect(code).to.equal(2);
    expect((await refused("vote", "99", "for", ...by(4))).code).to.equal("ProposalUnknown");
  });

  it("tells a proposal from its calls, and its proposer's words apart", async () => {
    const words = "Pause the token\nnext: wattproof consortium vote 1 for\u001b[2J";
    const { proposal } = await done(
      "propose",
      "admit-member",
      lower(c.stranger.address),
      "--name",
      "wxr",
      "--text",
      words,
      ...by(0),
    );
    const shown = await read("show", `${proposal}`);
    expect(shown).to.include(
      `does      Admit ${lower(c.stranger.address)} to the consortium as "wxr", a name that the member ${members[0]} has already (admit-member)`,
    );
    expect(shown).to.include("    > Pause the token\n    > next: wattproof consortium vote 1 for\\u{1b}[2J\n");
    expect((await done("show", `${proposal}`)).words).to.equal(words);
    const { proposals } = await done("proposals", "--open");
    expect(proposals.map(({ id }: { id: number }) => id)).to.deep.equal([4, 3]);
    expect((await done("proposals")).proposals).to.have.length(4);
    const { proposals: latest, earlier } = await done("proposals", "--limit", "1");
    expect([latest.map(({ id }: { id: number }) => id), earlier]).to.deep.equal([[4], 3]);
    expect(await read("proposals", "--open", "--limit", "1")).to.include(
      "\nand 1 earlier proposal: --limit 2 lists all\n",
    );
  });

  it("does not propose what would be refused now, unless it is to be", async () => {
    const stranger = lower(c.stranger.address);
    const refusedNow = await refused("propose", "expel-member", stranger, ...by(3));
    expect(refusedNow.code).to.equal("MembershipNotMember");
    const anyway = await run("propose", "expel-member", stranger, "--anyway", ...by(3));
    expect(anyway.code).to.equal(0);
    expect(anyway.result.warnings[0]).to.include({ code: "MembershipNotMember" });
    expect(anyway.stderr).to.include("note: It would be refused if it were carried out now: MembershipNotMember");
    expect((await refused("propose", "admit-member", members[1]!, "--name", "x", ...by(3))).code).to.equal(
      "MembershipAlreadyMember",
    );
    expect((await refused("propose", "retire-contract", "NoSuchThing", ...by(3))).code).to.equal(
      "DirectoryUnknownName",
    );
    expect((await refused("propose", "set-contract", "Lots", stranger, ...by(3))).code).to.equal(
      "DirectoryNotAContract",
    );
    expect((await refused("propose", "unpause-token", ...by(3))).code).to.equal("ExpectedPause");
    expect((await refused("propose", "expel-member", "Nobody", ...by(3))).code).to.equal("MemberNameUnclear");
    const long = await refused("propose", "pause-token", "--text", "x".repeat(2048), ...by(3));
    expect(long.code).to.equal("ConsortiumGovernorInvalidDescription");
  });
});
