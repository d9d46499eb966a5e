import type { Hex } from "../../protocol/index.js";

/** A vote on a validator: one that a block holds, or that a node casts when it proposes one. */
export interface CastVote {
  /** Address of the node that votes. */
  readonly voter: Hex;
  readonly recipient: Hex;
  /** True to let it in. */
  readonly adds: boolean;
  /** The newest block that holds it; undefined for one that waits at its node. */
  readonly block: bigint | undefined;
}

/**
 * Votes behind which no decision of the members stands: for whom their registry does not name a validator, or against whom
 * it names. An agent casts none of these; who does so by hand, or with a stolen key, is seen here before others follow.
 * @param votes Newest first. @param validators Whom the registry names, addresses in lower case.
 * @returns Each voter's vote on the same recipient once.
 */
export function undecidedVotes(votes: readonly CastVote[], validators: readonly Hex[]): readonly CastVote[] {
  const undecided = new Map<string, CastVote>();
  for (const vote of votes) {
    const { voter, recipient, adds } = vote;
    const key = `${voter} ${recipient} ${adds}`;
    if (validators.includes(recipient) !== adds && !undecided.has(key)) undecided.set(key, vote);
  }
  return [...undecided.values()];
}
