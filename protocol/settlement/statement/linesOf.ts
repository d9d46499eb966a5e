import { type Hex, ZERO_HASH } from "../../hex.js";
import { costOf } from "../reference/split.js";
import type { RosterMember, RosterTerms } from "../roster.js";
import { decodeWords, type MemberWord } from "../words.js";
import { StatementFactMissing } from "./errors.js";
import { replayChain, type SettledChain } from "./replay.js";
import type { BilledTerms, BookedInterval, StatementFacts, StatementLine } from "./types.js";

/** What says what the words of a chain mean. */
export type Terms = Pick<StatementFacts, "rosters" | "gridAgreements">;

/**
 * Everything that a meter's settled intervals say of an account, in their order.
 * Throws `SettledHeadMismatch`, `SettledWordsInvalid` and `StatementFactMissing`.
 */
export function linesOf(account: Hex, chain: SettledChain<BookedInterval>, terms: Terms): StatementLine[] {
  const heads = replayChain(chain);
  return chain.intervals.flatMap((interval, index) => {
    const roster = terms.rosters.get(interval.roster);
    if (roster === undefined) throw new StatementFactMissing(`the roster ${interval.roster}`);
    const headBefore = index === 0 ? chain.headBefore : (heads[index - 1] ?? ZERO_HASH);
    const head = heads[index] ?? ZERO_HASH;
    return linesOfInterval(account, { ...interval, headBefore, head }, roster, terms);
  });
}

type Proven = BookedInterval & { readonly headBefore: Hex; readonly head: Hex };

function linesOfInterval(account: Hex, interval: Proven, roster: RosterTerms, terms: Terms): StatementLine[] {
  const { members } = decodeWords(interval.words);
  if (members.length !== roster.members.length) {
    throw new StatementFactMissing(`a roster of ${members.length} members at ${interval.roster}`);
  }
  let word = 0;
  return members.flatMap((told, index) => {
    word += 1;
    const member = roster.members[index] as RosterMember;
    const place = { interval, roster, told, word };
    const lines = linesOfParty(account, member, "neighbour", { ...place, ...told });
    if (told.grid === null) return lines;
    word += 1;
    const grid = terms.gridAgreements.get(told.grid.number);
    if (grid === undefined) throw new StatementFactMissing(`the agreement ${told.grid.number} with a grid supplier`);
    return [...lines, ...linesOfParty(account, grid, "grid", { ...place, ...told.grid, word })];
  });
}

interface Delivery {
  readonly interval: Proven;
  readonly roster: RosterTerms;
  readonly told: MemberWord;
  readonly word: number;
  readonly deliveredWh: bigint;
  readonly owed: bigint;
}

/** One line for whom the account is in the agreement: two for somebody who buys from himself. */
function linesOfParty(
  account: Hex,
  terms: BilledTerms,
  source: StatementLine["source"],
  { interval, roster, told, word, deliveredWh, owed }: Delivery,
): StatementLine[] {
  const { number: agreement, importMeter, consumer, supplier, pricePerKWh } = terms;
  const line = (direction: StatementLine["direction"], counterparty: Hex): StatementLine => ({
    direction,
    source,
    agreement,
    counterparty,
    importMeter,
    startS: interval.endS - roster.periodS,
    endS: interval.endS,
    isRead: told.isGiven,
    isExact: told.isExact,
    flowWh: told.flowWh,
    deliveredWh,
    gridWh: source === "grid" ? 0n : (told.grid?.deliveredWh ?? 0n),
    pricePerKWh,
    amount: costOf(deliveredWh, pricePerKWh),
    owed,
    block: interval.block,
    transaction: interval.transaction,
    proof: {
      exportMeter: roster.exportMeter,
      roster: interval.roster,
      word,
      headBefore: interval.headBefore,
      head: interval.head,
    },
  });
  return [
    ...(account === consumer ? [line("bought", supplier)] : []),
    ...(account === supplier ? [line("sold", consumer)] : []),
  ];
}
