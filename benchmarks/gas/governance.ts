import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { id as hashOf, ZeroAddress } from "ethers";
import { advanceTo, chain, fresh, nowS } from "../../test/support/chain/chain.js";
import { type Founded, found, foundConsortium } from "../../test/support/chain/founded.js";
import { gasOf } from "../../test/support/chain/gas.js";
import { TestNode } from "../../test/support/chain/nodes.js";
import { TimelockController__factory } from "../../typechain-types/index.js";
import type { Row } from "../report/row.js";
import type { Artifact } from "./compile.js";
import { deploy, gasOfCall } from "./deploy.js";
import { grownRow, rowOf } from "./grown.js";

const PROPOSALS = 1_000;
const NODES = 100;
const VOTING_S = 3600;
const FOR = 1;

/** What a decision of seven members costs, beside OpenZeppelin's governor with the same members; and nodes. */
export async function governanceRows(plain: Artifact): Promise<Row[]> {
  const others = await plainDecision(await fresh(foundConsortium), plain);
  const c = await fresh(foundConsortium);
  const first = await decision(c, "first");
  const second = await decision(c, "second");
  for (let count = 3; count <= PROPOSALS; count++) await proposed(c, `proposal ${count}`);
  const last = await decision(c, "last");

  const row = rowOf("ConsortiumGovernor");
  const after = `after ${PROPOSALS.toLocaleString("en-US")} others`;
  const beside = (name: string, step: keyof Decision<bigint>): Row => ({
    ...row(name, second[step]),
    peers: { "OpenZeppelin Governor": others[step] },
  });
  return [
    row("the first proposal, of one call", first.propose),
    beside("a proposal of one call", "propose"),
    grownRow("ConsortiumGovernor", `the same, ${after}`, last.propose, second.propose),
    beside("a vote", "vote"),
    grownRow("ConsortiumGovernor", `the same, ${after}`, last.vote, second.vote),
    beside("queuing what passed", "queue"),
    beside("executing a call that does nothing", "execute"),
    ...(await nodeRows()),
  ];
}

interface Decision<Gas> {
  readonly propose: Gas;
  readonly vote: Gas;
  readonly queue: Gas;
  readonly execute: Gas;
}

/** Nothing that a contract does with a call, so that what is measured is the decision alone. */
async function nothing({ timelock }: Founded) {
  return { target: await timelock.getAddress(), data: timelock.interface.encodeFunctionData("getMinDelay") };
}

function proposerOf({ members }: Founded): HardhatEthersSigner {
  return members[0] as HardhatEthersSigner;
}

async function proposed(c: Founded, text: string): Promise<bigint> {
  const { target, data } = await nothing(c);
  return gasOf(c.governor.connect(proposerOf(c)).propose([target], [0n], [data], text));
}

async function decision(c: Founded, text: string): Promise<Decision<bigint>> {
  const { governor, members, stranger } = c;
  const propose = await proposed(c, text);
  const proposal = await governor.latestProposalId();
  await advanceTo((await nowS()) + 1);
  const votes: bigint[] = [];
  for (const member of members) votes.push(await gasOf(governor.connect(member).castVote(proposal, FOR)));
  const queue = await gasOf(governor.connect(stranger)["queue(uint256)"](proposal));
  await advanceTo(Number(await governor.proposalEta(proposal)));
  const execute = await gasOf(governor.connect(stranger)["execute(uint256)"](proposal));
  return { propose, vote: votes[1] as bigint, queue, execute };
}

async function plainDecision(c: Founded, artifact: Artifact): Promise<Decision<number>> {
  const { members, deployer, membership } = c;
  const timelock = await new TimelockController__factory(deployer).deploy(0, [], [ZeroAddress], deployer);
  const governor = await deploy(artifact, await membership.getAddress(), await timelock.getAddress());
  await timelock.grantRole(await timelock.PROPOSER_ROLE(), governor);
  const { data } = await nothing(c);
  const decide = async (text: string): Promise<Decision<number>> => {
    const call = [[await timelock.getAddress()], [0n], [data]] as const;
    const by = (member: (typeof members)[number]) => governor.connect(member) as typeof governor;
    const propose = await gasOfCall(by(proposerOf(c)), "propose", ...call, text);
    const proposal = await governor.getFunction("hashProposal")(...call, hashOf(text));
    await advanceTo((await nowS()) + 1);
    const votes: number[] = [];
    for (const member of members) votes.push(await gasOfCall(by(member), "castVote", proposal, FOR));
    await advanceTo((await nowS()) + VOTING_S);
    const words = [...call, hashOf(text)] as const;
    const queue = await gasOfCall(by(proposerOf(c)), "queue", ...words);
    const execute = await gasOfCall(by(proposerOf(c)), "execute", ...words);
    return { propose, vote: votes[1] as number, queue, execute };
  };
  await decide("first");
  return decide("second");
}

/** A registry that fills up, whose administrator is an account. */
async function nodeRows(): Promise<Row[]> {
  const c = await found({});
  const { nodes, timelock, stranger } = c;
  const administrator = await chain.ethers.getImpersonatedSigner(await timelock.getAddress());
  await chain.networkHelpers.setBalance(administrator.address, 10n ** 20n);
  const spacing = Number(await nodes.BLOCKS_BETWEEN_CHANGES());
  const admit = async (name: string) => {
    const node = new TestNode(name);
    const admission = node.admission(proposerOf(c));
    const proof = await node.sign(admission);
    await chain.networkHelpers.mine(spacing);
    return gasOf(nodes.connect(administrator).admit(admission, proof));
  };
  const founding = Number(await nodes.nodeCount());
  const admitted = await admit("one more");
  let last = admitted;
  for (let count = founding + 2; count <= NODES; count++) last = await admit(`node ${count} of ${NODES}`);
  const certificate = `0x${"c1".repeat(32)}`;
  const revoked = await gasOf(nodes.connect(administrator).revokeCertificate(certificate));
  const question = nodes.interface.encodeFunctionData("getValidators");
  const asked = await gasOf(stranger.sendTransaction({ to: await nodes.getAddress(), data: question }));
  const row = rowOf("NodeRegistry");
  return [
    row("admitting a validator", admitted),
    grownRow("NodeRegistry", `the same, as number ${NODES}`, last, admitted),
    row("revoking a certificate that no node has", revoked),
    row(`asking for ${NODES} validators, as a chain does that a contract tells them`, asked),
  ];
}
