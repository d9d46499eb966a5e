import type { TransactionReceipt } from "ethers";
import { ChainUnreadable, lowerHex } from "../../../../evidence/index.js";
import { type Call, describeCall, descriptionFor, readProposal } from "../../../../governance/index.js";
import type { Hex } from "../../../../protocol/index.js";
import { openAccount } from "../../../chain/openAccount.js";
import { ContractRefused } from "../../../chain/refusals.js";
import { transact, tryCall } from "../../../chain/transact.js";
import type { WriteFlags } from "../../../commandLine/chainOptions.js";
import { formatInstant } from "../../../commandLine/instant.js";
import { printNote, printResult } from "../../../commandLine/print.js";
import { type Governance, openGovernance } from "../openGovernance.js";
import { nextStep, sentenceOf } from "../proposalWords.js";

/** Flags of all proposals. */
export interface ProposeFlags extends WriteFlags {
  /** The proposer's own words. */
  readonly text?: string;
  readonly anyway?: boolean;
}

/** Something that a proposer should know, though nothing forbids it. */
export interface Warning {
  readonly code: string;
  /** A sentence. */
  readonly message: string;
}

/** What is to be proposed. */
export interface Plan {
  readonly target: Hex;
  readonly data: string;
  readonly warnings?: readonly Warning[];
}

/** A refusal that passes by itself, long before most proposals are carried out. */
const PASSING = "NodeRegistryChangedRecently";

/**
 * Proposes one call, after trying it as the timelock, which will make it.
 * @throws ContractRefused for what would be refused now, unless it is to be proposed anyway; what `transact` throws
 */
export async function propose(here: Governance, flags: ProposeFlags, plan: Plan): Promise<void> {
  const { chain, consortium, book } = here;
  const { addresses, governor } = consortium;
  const call: Call = { target: plan.target, valueWei: 0n, data: lowerHex(plan.data) };
  const { says } = await describeCall(book, call);
  const account = await openAccount(chain, flags);
  const warnings = [...(plan.warnings ?? []), ...(await refusalNow(here, flags, call))];
  for (const { message } of warnings) printNote(message);

  const text = descriptionFor(flags.text ?? `${says}.`, account.address, Date.now());
  const receipt = await transact(chain, account, {
    says: `Propose: ${says}`,
    to: addresses.governor,
    data: governor.interface.encodeFunctionData("propose", [[call.target], [call.valueWei], [call.data], text]),
  });
  const { hash, blockNumber } = receipt;
  const after = await openGovernance(chain, blockNumber);
  const proposal = await readProposal(after.consortium, after.book, proposedIn(here, receipt), after.nowS);
  const { id, state, share, votes, votingEndsAtS, calls } = proposal;
  const kind = calls[0]?.kind ?? "other";
  const next = nextStep(proposal);
  printResult(
    {
      ...{ proposal: id, kind, says, share, state, votes, votingEndsAtS, warnings, next: next ?? null },
      ...{ transaction: hash, block: blockNumber },
    },
    [
      `Proposal ${id}: ${sentenceOf(proposal)}.`,
      `  needs     ${votes.needed} of the ${votes.members} members in favour (${kind}: ${share})`,
      `  until     ${formatInstant(votingEndsAtS)}`,
      `  transaction ${hash} in block ${blockNumber}`,
      ...(next === undefined ? [] : [`next: ${next}`]),
    ],
    flags,
  );
}

/**
 * What the call would be refused for if it were carried out now, if that does not matter.
 * @throws ContractRefused if it does
 */
async function refusalNow(
  { chain, consortium }: Governance,
  { anyway = false }: ProposeFlags,
  { target: to, data }: Call,
): Promise<Warning[]> {
  const { timelock, governor } = consortium.addresses;
  if (to === governor) {
    // The governor takes such calls while it executes the proposal that makes them, at no other time.
    return [
      {
        code: "ProposalUntried",
        message: "What the governor is to do itself cannot be tried before it is carried out.",
      },
    ];
  }
  try {
    await tryCall(chain, { from: timelock, to, data });
    return [];
  } catch (error) {
    if (!(error instanceof ContractRefused) || !(anyway || error.code === PASSING)) throw error;
    const { code, message } = error;
    return [{ code, message: `It would be refused if it were carried out now: ${code}: ${message}` }];
  }
}

/** Number of the proposal that a transaction made. */
function proposedIn({ consortium }: Governance, { logs, hash }: TransactionReceipt): number {
  const { addresses, governor } = consortium;
  for (const { address, topics, data } of logs) {
    if (lowerHex(address) !== addresses.governor) continue;
    const event = governor.interface.parseLog({ topics, data });
    if (event?.name === "ProposalCreated") return Number(event.args.proposalId);
  }
  throw new ChainUnreadable({ what: `the proposal of transaction ${hash}`, reason: "its receipt has none" });
}
