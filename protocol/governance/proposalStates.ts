/** States of a proposal in the order of `IGovernor.ProposalState` of OpenZeppelin 5, in the words that people read. */
export const GOVERNOR_STATES = [
  "pending",
  "active",
  "canceled",
  "defeated",
  "passed",
  "queued",
  "expired",
  "executed",
] as const;
export type GovernorState = (typeof GOVERNOR_STATES)[number];

/** What has become of a proposal. What is queued waits for the timelock's delay, or is due. */
export type ProposalState = Exclude<GovernorState, "queued"> | "waiting" | "due";

/** States in which something can still come of a proposal. */
export const OPEN_STATES: readonly ProposalState[] = ["pending", "active", "passed", "waiting", "due"];

/**
 * State of a proposal in words.
 * @param etaS From when on what is queued can be executed, Unix seconds.
 * @param nowS The time as which it is asked, Unix seconds.
 */
export function proposalStateOf(state: GovernorState, etaS: number, nowS: number): ProposalState {
  if (state !== "queued") return state;
  return etaS <= nowS ? "due" : "waiting";
}

/** Bits of a `bytes32` that stands for several states, as OpenZeppelin's errors have it: the lowest is the first state. */
export function statesOfBitmap(bitmap: bigint): readonly GovernorState[] {
  return GOVERNOR_STATES.filter((_, bit) => (bitmap >> BigInt(bit)) % 2n === 1n);
}
