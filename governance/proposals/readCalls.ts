import { lowerHex, read, wordOf } from "../../evidence/index.js";
import { PROPOSAL_KINDS, type ProposalKind } from "../../protocol/governance/proposalKinds.js";
import { askingFor, type Book } from "../book.js";
import { type DescribedProposalCall, describeCall } from "../calls/describeCall.js";
import type { Consortium } from "../openConsortium.js";

/** Names and kinds that are asked about for one proposal: it may have as many calls as fit into a transaction. */
const MOST_NAMES = 20;
const MOST_KINDS = 20;
/** Bytes of a call that its kind may go by: the selector, and a role. */
const KIND_BYTES = 36;

/** What a proposal does, in order. Throws `ChainUnreadable`. */
export async function readCalls(
  { governor, blockTag }: Consortium,
  everybody: Book,
  [targets, values, calldatas]: Awaited<ReturnType<Consortium["governor"]["proposalDetails"]>>,
): Promise<DescribedProposalCall[]> {
  const book = askingFor(MOST_NAMES, everybody);
  const calls: DescribedProposalCall[] = [];
  const kinds = new Map<string, ProposalKind>();
  for (const [index, each] of targets.entries()) {
    const call = { target: lowerHex(each), valueWei: values[index] ?? 0n, data: lowerHex(calldatas[index] ?? "0x") };
    const key = `${call.target} ${call.data.slice(0, 2 + 2 * KIND_BYTES)}`;
    if (!kinds.has(key) && kinds.size < MOST_KINDS) {
      const word = await read("a call's kind", () => governor.kindOf(call.target, call.data, { blockTag }));
      kinds.set(key, wordOf(PROPOSAL_KINDS, word, "a call's kind"));
    }
    calls.push({ ...(await describeCall(book, call)), kind: kinds.get(key) ?? null });
  }
  return calls;
}
