import type { Hex } from "../../hex.js";
import { balanceOf, requireBalanced } from "./balance.js";
import { linesOf } from "./linesOf.js";
import type { SettledChain } from "./replay.js";
import type { Statement, StatementClaim, StatementFacts, StatementLine, StatementTotal } from "./types.js";

/**
 * Bills an account, from nothing but what the chain says. Every meter's intervals must lead to its head, and everything
 * that was booked must come to the escrow and the claims that the contract holds; so nothing is left out.
 * Throws `SettledHeadMismatch`, `StatementUnbalanced`, `StatementFactMissing` and `SettledWordsInvalid`.
 */
export function buildStatement(facts: StatementFacts): Statement {
  const { account, fromS, toS, chainId, settlement, block, blockTimeS, currency, decimals, escrow } = facts;
  const all = facts.chains.flatMap((chain) => linesOf(account, chain, facts));
  requireBalanced(facts, all);
  const lines = all.filter(({ startS, endS }) => startS >= fromS && endS <= toS).sort(inOrder);
  return {
    ...{ account, fromS, toS, chainId, settlement, block, blockTimeS, currency, decimals, escrow },
    lines,
    totals: totalsOf(lines),
    balance: balanceOf(facts, all, lines),
    claims: claimsOf(facts, all),
    chains: facts.chains.flatMap((chain) => provingPart(chain, lines)),
  };
}

function inOrder(a: StatementLine, b: StatementLine): number {
  if (a.startS !== b.startS) return a.startS < b.startS ? -1 : 1;
  if (a.proof.exportMeter !== b.proof.exportMeter) return a.proof.exportMeter < b.proof.exportMeter ? -1 : 1;
  return a.proof.word - b.proof.word;
}

function totalsOf(lines: readonly StatementLine[]): StatementTotal[] {
  const totals = new Map<string, StatementTotal>();
  for (const { direction, source, agreement, counterparty, deliveredWh, amount, owed } of lines) {
    const key = `${direction} ${agreement}`;
    const before = totals.get(key) ?? { lines: 0, deliveredWh: 0n, amount: 0n, owed: 0n };
    totals.set(key, {
      ...{ direction, source, agreement, counterparty },
      lines: before.lines + 1,
      deliveredWh: before.deliveredWh + deliveredWh,
      amount: before.amount + amount,
      owed: before.owed + owed,
    });
  }
  return [...totals.values()].sort((a, b) => a.agreement - b.agreement);
}

function claimsOf({ claims }: StatementFacts, all: readonly StatementLine[]): StatementClaim[] {
  const parties = new Map(all.map((line) => [`${line.direction} ${line.agreement}`, line]));
  return [...parties.values()].flatMap(({ agreement, direction, counterparty }) => {
    const open = claims.get(agreement) ?? 0n;
    return open === 0n ? [] : [{ agreement, direction, counterparty, open }];
  });
}

/** A chain from its first interval on the bill on: what came before is bound by the head before it. */
function provingPart({ exportMeter, intervals, head }: SettledChain, lines: readonly StatementLine[]): SettledChain[] {
  const first = lines.find(({ proof }) => proof.exportMeter === exportMeter);
  if (first === undefined) return [];
  const headBefore: Hex = first.proof.headBefore;
  const from = intervals.findIndex(({ endS }) => endS === first.endS);
  const part = intervals.slice(from).map(({ roster, endS, words }) => ({ roster, endS, words }));
  return [{ exportMeter, headBefore, intervals: part, head }];
}
