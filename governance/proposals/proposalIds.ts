import { mapBounded, read, wordOf } from "../../evidence/index.js";
import { GOVERNOR_STATES, type ProposalState, proposalStateOf } from "../../protocol/governance/proposalStates.js";
import type { Consortium } from "../openConsortium.js";

/** Number of the latest proposal, zero if there is none. Throws `ChainUnreadable`. */
export async function latestProposal({ governor, blockTag }: Consortium): Promise<number> {
  return Number(await read("the number of proposals", () => governor.latestProposalId({ blockTag })));
}

/**
 * Numbers of all proposals, the latest first. Of those in some states, one question to the node for each that was ever made.
 * @param only States; by default all. @param nowS As for `readProposal`. @throws ChainUnreadable
 */
export async function proposalIds(
  consortium: Consortium,
  only?: readonly ProposalState[],
  nowS = consortium.nowS,
): Promise<readonly number[]> {
  const latest = await latestProposal(consortium);
  const ids = Array.from({ length: latest }, (_, at) => latest - at);
  if (only === undefined) return ids;
  const states = await mapBounded(ids, (id) => readState(consortium, id, nowS));
  return ids.filter((_, at) => only.includes(states[at] as ProposalState));
}

async function readState({ governor, blockTag }: Consortium, id: number, nowS: number): Promise<ProposalState> {
  const at = { blockTag };
  const word = await read(`the state of proposal ${id}`, () => governor.state(id, at));
  const state = wordOf(GOVERNOR_STATES, word, `the state of proposal ${id}`);
  if (state !== "queued") return state;
  return proposalStateOf(state, Number(await read(`proposal ${id}`, () => governor.proposalEta(id, at))), nowS);
}
