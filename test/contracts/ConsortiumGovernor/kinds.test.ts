import { expect } from "chai";
import { encodeBytes32String, ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { ROLES } from "../../../deploy/roles.js";
import {
  CHOSEN_KINDS,
  DEFAULT_GOVERNANCE,
  PROPOSAL_KINDS,
  type ProposalKind,
  SHARES,
  votesNeeded,
} from "../../../protocol/index.js";
import { ConsortiumGovernor__factory } from "../../../typechain-types/index.js";
import { chain, fresh } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { type Founded, foundConsortium } from "../../support/chain/founded.js";
import { TestNode } from "../../support/chain/nodes.js";
import { type Call, decide, propose } from "./voting.js";

const NAME = encodeBytes32String("RecordAnchor");
const ADMINISTRATOR = 0n;

/** A call of each kind, and some that nobody may count among them. */
function callsOf(c: Founded): [what: string, kind: ProposalKind, call: Call][] {
  const { authority, directory, membership, nodes, token, certificates, timelock, governor, stranger, anchor } = c;
  const node = new TestNode("newcomer");
  const call = (to: Call["to"], method: string, ...args: unknown[]): Call => ({
    to,
    data: to.interface.encodeFunctionData(method, args),
  });
  const grant = (role: bigint) => call(authority, "grantRole", role, stranger.address, 0);
  const revoke = (role: bigint) => call(authority, "revokeRole", role, stranger.address);
  const inside = call(membership, "admit", stranger.address, "Newcomer");
  return [
    ["a member's admission", "admit-member", inside],
    ["a member's expulsion", "expel-member", call(membership, "expel", c.members[1]!.address)],
    ["a node's admission", "admit-node", call(nodes, "admit", node.admission(c.members[0]!), "0x")],
    ["a node's removal", "remove-node", call(nodes, "remove", node.address)],
    ["a certificate's revocation", "revoke-certificate", call(nodes, "revokeCertificate", bytes32Of("certificate"))],
    ["the same, by its node", "revoke-certificate", call(nodes, "revokeNode", node.address)],
    ["its reinstatement", "reinstate-certificate", call(nodes, "reinstateCertificate", bytes32Of("certificate"))],
    ["a name's contract", "set-contract", call(directory, "set", NAME, anchor)],
    ["a name's retirement", "retire-contract", call(directory, "retire", NAME)],
    ["a role for accounts", "grant-role", grant(ROLES.ORACLE)],
    ["a treasurer's end", "revoke-role", revoke(ROLES.TREASURER)],
    ["a pause of the token", "administer", call(token, "pause")],
    ["its end", "administer", call(token, "unpause")],
    ["the token's treasurers", "administer", call(token, "setTreasurers", [], [], 1)],
    ["the limit of what is minted", "administer", call(token, "setMintLimit", 1)],
    ["an issuing body", "administer", call(certificates, "setIssuingBody", stranger.address, true)],
    ["an administrator", "other", grant(ADMINISTRATOR)],
    ["a registrar, who would admit without a vote", "other", grant(ROLES.REGISTRAR)],
    ["a role that contracts hold for each other", "other", grant(ROLES.INCIDENTS)],
    ["the end of the administrator's role", "other", revoke(ADMINISTRATOR)],
    ["who may call what", "other", call(authority, "setTargetFunctionRole", anchor, ["0x12345678"], 1)],
    ["several calls in one of the authority's", "other", call(authority, "multicall", [grant(ROLES.ORACLE).data])],
    ["a call through the authority", "other", call(authority, "execute", membership.target, inside.data)],
    ["a call through the governor", "other", call(governor, "relay", membership.target, 0, inside.data)],
    ["another delay", "other", call(timelock, "updateDelay", 0)],
    ["another timelock", "other", call(governor, "updateTimelock", ZeroAddress)],
    ["another kind for a call", "other", call(governor, "classify", membership.target, "0x12345678", 1)],
    ["a call without a selector", "other", { to: membership, data: "0x123456" }],
    ["a role's grant without its role", "other", { to: authority, data: grant(ROLES.ORACLE).data.slice(0, 10) }],
  ];
}

describe("ConsortiumGovernor: kinds of proposals", () => {
  it("tells what each call is about, whatever its proposer says", async () => {
    const c = await fresh(foundConsortium);
    for (const [what, kind, { to, data }] of callsOf(c)) {
      expect(PROPOSAL_KINDS[Number(await c.governor.kindOf(to, data))], what).to.equal(kind);
    }
  });

  it("knows a call by its contract too: the same function elsewhere is none of these", async () => {
    const c = await fresh(foundConsortium);
    const { data } = callsOf(c)[0]![2];
    expect(await c.governor.kindOf(c.stranger, data)).to.equal(0n);
  });

  it("asks the shares that the founding fixed, and all members for whatever nobody foresaw", async () => {
    const { governor } = await fresh(foundConsortium);
    expect(await governor.shareOf(0n)).to.equal(BigInt(SHARES.indexOf("all")));
    for (const kind of CHOSEN_KINDS) {
      const share = SHARES[Number(await governor.shareOf(PROPOSAL_KINDS.indexOf(kind)))];
      expect(share, kind).to.equal(DEFAULT_GOVERNANCE.shares[kind]);
    }
  });

  it("asks for several calls what the most demanding of them needs", async () => {
    const c = await fresh(foundConsortium);
    const calls = callsOf(c);
    const of = (kind: ProposalKind) => calls.find((each) => each[1] === kind)![2];
    for (const [kinds, needed] of [
      [["grant-role"], 4n],
      [["grant-role", "admit-member"], 5n],
      [["set-contract", "grant-role"], 7n],
      [["admit-member", "other"], 7n],
    ] as const) {
      const proposal = await propose(c, c.members[0]!, kinds.map(of), kinds.join());
      expect(await c.governor.votesNeeded(proposal), kinds.join()).to.equal(needed);
    }
  });

  it("counts shares as the protocol does, of any number of members", async () => {
    const c = await fresh(foundConsortium);
    const { governor, membership, timelock } = c;
    const administrator = await chain.ethers.getImpersonatedSigner(await timelock.getAddress());
    await chain.networkHelpers.setBalance(administrator.address, 10n ** 20n);
    const oneOfEach = ["grant-role", "admit-member", "set-contract"].map(
      (kind) => callsOf(c).find(([, each]) => each === kind)![2],
    );
    for (let members = 7; members <= 13; members++) {
      const seen = new Set<string>();
      for (const [at, call] of oneOfEach.entries()) {
        const proposal = await propose(c, c.members[0]!, [call], `${members} members, call ${at}`);
        const share = SHARES[Number(await governor.proposalShare(proposal))]!;
        seen.add(share);
        expect(await governor.votesNeeded(proposal)).to.equal(BigInt(votesNeeded(share, members)));
      }
      expect([...seen]).to.have.members([...SHARES]);
      await membership.connect(administrator).admit(new TestNode(`member ${members}`).address, `Member ${members + 1}`);
    }
  });

  describe("classify", () => {
    it("is for a vote of all members, who give a later contract's functions their kind", async () => {
      const c = await fresh(foundConsortium);
      const { governor } = c;
      const later = c.anchor;
      await expect(governor.connect(c.members[0]!).classify(later, "0x12345678", 11))
        .to.be.revertedWithCustomError(governor, "GovernorOnlyExecutor")
        .withArgs(c.members[0]!);
      const data = governor.interface.encodeFunctionData("classify", [later, "0x12345678", 11]);
      const proposal = await decide(c, [{ to: governor, data }]);
      expect(await governor.votesNeeded(proposal)).to.equal(7n);
      expect(await governor.kindOf(later, "0x12345678")).to.equal(11n);
    });
  });

  describe("terms", () => {
    const terms = (change: object) => ({
      votingPeriodS: 1,
      executionWindowS: 1,
      shares: CHOSEN_KINDS.map(() => 0),
      openRoles: [],
      rules: [],
      ...change,
    });
    for (const [what, change] of [
      ["a share too few", { shares: CHOSEN_KINDS.slice(1).map(() => 0) }],
      ["a share too many", { shares: PROPOSAL_KINDS.map(() => 0) }],
      ["no time to vote", { votingPeriodS: 0 }],
      ["no time to execute", { executionWindowS: 0 }],
    ] as const) {
      it(`are refused with ${what}`, async () => {
        const c = await fresh(foundConsortium);
        const factory = new ConsortiumGovernor__factory(c.stranger);
        await expect(factory.deploy(c.membership, c.timelock, terms(change))).to.be.revertedWithCustomError(
          c.governor,
          "ConsortiumGovernorInvalidTerms",
        );
      });
    }
  });
});
