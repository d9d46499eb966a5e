import { StatementUnbalanced } from "./errors.js";
import type { StatementBalance, StatementFacts, StatementLine } from "./types.js";

/** A change of the account's escrow, token units; below zero for what left it. */
interface Entry {
  readonly block: number;
  readonly change: bigint;
}

const paidIn = ({ amount, owed }: StatementLine): bigint => amount - owed;

/** What changed the account's escrow beside its lines. */
function movedIn({ account, movements }: StatementFacts) {
  const of = (isWanted: (movement: StatementFacts["movements"][number]) => boolean, sign: bigint): Entry[] =>
    movements.filter(isWanted).map(({ block, amount }) => ({ block, change: sign * amount }));
  return {
    deposited: of(({ kind }) => kind === "deposited", 1n),
    withdrawn: of(({ kind }) => kind === "withdrawn", -1n),
    claimsPaid: of((each) => each.kind === "claimPaid" && each.payer === account, -1n),
    claimsReceived: of((each) => each.kind === "claimPaid" && each.payee === account, 1n),
  };
}

function entriesOf(lines: readonly StatementLine[], direction: StatementLine["direction"]): Entry[] {
  const sign = direction === "bought" ? -1n : 1n;
  return lines
    .filter((line) => line.direction === direction)
    .map((line) => ({ block: line.block, change: sign * paidIn(line) }));
}

/**
 * Makes sure that everything booked comes to what the contract holds.
 * @param all Every line of the account, whatever its time. Throws `StatementUnbalanced`.
 */
export function requireBalanced(facts: StatementFacts, all: readonly StatementLine[]): void {
  const moved = Object.values(movedIn(facts)).flat();
  const found = sumOf([...moved, ...entriesOf(all, "bought"), ...entriesOf(all, "sold")]);
  if (found !== facts.escrow) {
    throw new StatementUnbalanced({ what: `The escrow of ${facts.account}`, found, expected: facts.escrow });
  }
  for (const agreement of new Set(all.map((line) => line.agreement))) requireClaim(facts, all, agreement);
}

function requireClaim({ movements, claims }: StatementFacts, all: readonly StatementLine[], agreement: number): void {
  const ofAgreement = all.filter((line) => line.agreement === agreement);
  const { direction } = ofAgreement[0] as StatementLine;
  const owed = ofAgreement.reduce((sum, line) => (line.direction === direction ? sum + line.owed : sum), 0n);
  const paid = movements.reduce(
    (sum, each) => (each.kind === "claimPaid" && each.agreement === agreement ? sum + each.amount : sum),
    0n,
  );
  const expected = claims.get(agreement) ?? 0n;
  if (owed - paid !== expected) {
    throw new StatementUnbalanced({ what: `The claim of agreement ${agreement}`, found: owed - paid, expected });
  }
}

/** The account's escrow over the time in which `lines` were booked. @param all Every line of the account. */
export function balanceOf(
  facts: StatementFacts,
  all: readonly StatementLine[],
  lines: readonly StatementLine[],
): StatementBalance {
  const blocks = lines.map(({ block }) => block);
  const first = blocks.reduce((least, block) => Math.min(least, block), facts.block + 1);
  const closingBlock = blocks.reduce((most, block) => Math.max(most, block), first - 1);
  const openingBlock = first - 1;
  const isBetween = ({ block }: Entry) => block > openingBlock && block <= closingBlock;
  const between = (entries: readonly Entry[]) => sumOf(entries.filter(isBetween));
  const billed = new Set(lines);
  const others = all.filter((line) => !billed.has(line));

  const moved = movedIn(facts);
  const everything = [...Object.values(moved).flat(), ...entriesOf(all, "bought"), ...entriesOf(all, "sold")];
  return {
    openingBlock,
    closingBlock,
    opening: sumOf(everything.filter(({ block }) => block <= openingBlock)),
    deposited: between(moved.deposited),
    withdrawn: -between(moved.withdrawn),
    paid: -between(entriesOf(lines, "bought")),
    received: between(entriesOf(lines, "sold")),
    claimsPaid: -between(moved.claimsPaid),
    claimsReceived: between(moved.claimsReceived),
    otherPaid: -between(entriesOf(others, "bought")),
    otherReceived: between(entriesOf(others, "sold")),
    closing: sumOf(everything.filter(({ block }) => block <= closingBlock)),
  };
}

function sumOf(entries: readonly Entry[]): bigint {
  return entries.reduce((sum, { change }) => sum + change, 0n);
}
