import { read } from "../../evidence/index.js";
import { ConsortiumGovernor__factory } from "../../typechain-types/factories/contracts/ConsortiumGovernor__factory.js";
import { Membership__factory } from "../../typechain-types/factories/contracts/Membership__factory.js";
import type { ChainAccount } from "./openAccount.js";
import type { OpenChain } from "./openChain.js";
import { type Action, transact } from "./transact.js";
import { untilActive } from "./untilActive.js";

const GOVERNOR = ConsortiumGovernor__factory.createInterface();
const IN_FAVOUR = 1;

/** Whether an account is the only member, so that its vote is the decision. Throws `ChainUnreadable`, `ContractNotNamed`. */
export async function decidesAlone(chain: OpenChain, { address }: Pick<ChainAccount, "address">): Promise<boolean> {
  const membership = Membership__factory.connect(await chain.contract("Membership"), chain.provider);
  const [count, isMember] = await read("the members", () =>
    Promise.all([membership.memberCount(), membership.isMember(address)]),
  );
  return isMember && count === 1n;
}

/**
 * Has the only member propose something, vote for it and carry it out: what a consortium of several takes days for.
 * Where a delay was agreed on, it ends with the proposal queued and the contract's refusal.
 * @throws what `transact` throws
 */
export async function decideAlone(chain: OpenChain, account: ChainAccount, { says, to, data }: Action) {
  const governor = await chain.contract("ConsortiumGovernor");
  const contract = ConsortiumGovernor__factory.connect(governor, chain.provider);
  const act = (what: string, call: string) => transact(chain, account, { says: what, to: governor, data: call });

  const text = `${says}. Proposed ${new Date().toISOString()}\n#proposer=${account.address}`;
  await act(`${says}, by the only member's vote`, GOVERNOR.encodeFunctionData("propose", [[to], [0n], [data], text]));
  const id = await read("the number of the proposal", () => contract.latestProposalId());
  await untilActive(contract, id);
  await act(`Vote for proposal ${id}`, GOVERNOR.encodeFunctionData("castVote", [id, IN_FAVOUR]));
  await act(`Queue proposal ${id}`, GOVERNOR.encodeFunctionData("queue(uint256)", [id]));
  return act(`Execute proposal ${id}`, GOVERNOR.encodeFunctionData("execute(uint256)", [id]));
}
