import type { FadeParameters } from "../../protocol/value/parameters.js";
import type { ValueRange } from "../../protocol/value/types.js";
import type { Case } from "./cases.js";
import type { Cell } from "./cells.js";
import { groupsOf } from "./groups.js";
import { PEER_NAMES, PEERS, type PeerName } from "./peers.js";
import { type PreparedCase, predict, train } from "./train.js";

/** A case, answered by parameters that never saw its cell. */
export interface Answer extends Case {
  readonly predicted: ValueRange;
  readonly parameters: FadeParameters;
  /** |predicted − actual| ÷ life. */
  readonly error: number;
  readonly covered: boolean;
  readonly peerRemaining: Readonly<Record<PeerName, number>>;
  readonly peerErrors: Readonly<Record<PeerName, number>>;
}

/**
 * Answers `asked` cell by cell, each with parameters trained on the cases of the cells that `together` does not count to
 * the same group: by name, one cell is left out at a time; by family, all its siblings too.
 */
export function answerLeftOut(
  asked: readonly PreparedCase[],
  training: readonly PreparedCase[],
  cells: readonly Cell[],
  together: "name" | "family",
): Answer[] {
  return [...groupsOf(asked, ({ cell }) => cell[together])].flatMap(([group, cases]) => {
    const parameters = train(training.filter(({ cell }) => cell[together] !== group));
    const others = cells.filter((cell) => cell[together] !== group);
    return cases.map((one) => answer(one, parameters, others));
  });
}

function answer(one: PreparedCase, parameters: FadeParameters, others: readonly Cell[]): Answer {
  const actual = one.life - one.age;
  const errorOf = (remaining: number) => Math.abs(remaining - actual) / one.life;
  const predicted = predict(one, parameters);
  const peerRemaining = byPeer((name) => PEERS[name](one, others));
  return {
    ...one,
    predicted,
    parameters,
    error: errorOf(predicted.p50),
    covered: predicted.p10 <= actual && actual <= predicted.p90,
    peerRemaining,
    peerErrors: byPeer((name) => errorOf(peerRemaining[name])),
  };
}

function byPeer(figureOf: (name: PeerName) => number): Record<PeerName, number> {
  return Object.fromEntries(PEER_NAMES.map((name) => [name, figureOf(name)])) as Record<PeerName, number>;
}
