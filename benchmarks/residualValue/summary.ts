import { median, quantile } from "../../protocol/value/statistics.js";
import type { Answer } from "./evaluate.js";
import { PEER_NAMES, type PeerName } from "./peers.js";

/** How good a group of answers is. */
export interface Summary {
  readonly cases: number;
  readonly cells: number;
  /** Median of |predicted − actual| ÷ life. */
  readonly ours: number;
  /** Four of five errors are smaller. */
  readonly fourOfFive: number;
  /** Part of the cases whose actual remaining cycles lie between p10 and p90. */
  readonly covered: number;
  readonly peers: Readonly<Record<PeerName, number>>;
}

/** Summary of at least one answer. */
export function summaryOf(answers: readonly Answer[]): Summary {
  const errors = answers.map(({ error }) => error);
  return {
    cases: answers.length,
    cells: new Set(answers.map(({ cell }) => cell.name)).size,
    ours: median(errors),
    fourOfFive: quantile(errors, 0.8),
    covered: answers.filter(({ covered }) => covered).length / answers.length,
    peers: Object.fromEntries(
      PEER_NAMES.map((name) => [name, median(answers.map(({ peerErrors }) => peerErrors[name]))]),
    ) as Record<PeerName, number>,
  };
}
