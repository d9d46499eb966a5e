import { read } from "../../evidence/index.js";
import type { ConsortiumGovernor } from "../../typechain-types/contracts/ConsortiumGovernor.js";

/** `IGovernor.ProposalState`. */
const PENDING = 0n;
const POLL_MS = 250;
/** A block of any chain of ours comes sooner, ms; after that, the governor's own refusal tells. */
const PATIENCE_MS = 60_000;

/**
 * Waits until a proposal can be voted on: from the second after it was made, in the block to come.
 * @throws ChainUnreadable
 */
export async function untilActive(governor: Pick<ConsortiumGovernor, "state">, proposal: bigint): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS;
  const state = () => read("the proposal's state", () => governor.state(proposal, { blockTag: "pending" }));
  while (Date.now() < endMs && (await state()) === PENDING)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
