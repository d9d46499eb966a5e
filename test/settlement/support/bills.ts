import { expect } from "chai";
import type { Provider } from "ethers";
import {
  buildStatement,
  decodeWords,
  type Hex,
  type ReferenceSettlement,
  type SettledInterval,
  type Statement,
  type StatementLine,
} from "../../../protocol/index.js";
import { readFacts } from "../../../scripts/statement/readFacts.js";

/** A settlement on a chain, and what the reference makes of the same. */
export interface Billed {
  readonly provider: Provider;
  /** Address of `EnergySettlement`. */
  readonly settlement: Hex;
  readonly reference: ReferenceSettlement;
  /** Every interval that was settled. */
  readonly settled: readonly SettledInterval[];
}

const CHAIN_ID = 31_337n;
const ALWAYS = { fromS: 0n, toS: 2n ** 40n };

/** Bills everybody, and compares the bills with the reference and with each other. */
export async function compareBills(billed: Billed, accounts: Iterable<Hex>): Promise<Statement[]> {
  const { provider, settlement, reference, settled } = billed;
  const statements: Statement[] = [];
  for (const account of accounts) {
    const facts = await readFacts({ provider, chainId: CHAIN_ID, settlement, account, ...ALWAYS });
    statements.push(buildStatement(facts));
  }

  for (const { account, balance, claims, escrow } of statements) {
    expect(escrow).to.equal(reference.escrowOf(account));
    for (const { agreement, open } of claims) expect(open).to.equal(reference.claimOf(agreement));
    const { opening, deposited, received, claimsReceived, otherReceived } = balance;
    const { closing, withdrawn, paid, claimsPaid, otherPaid } = balance;
    const gained = deposited + received + claimsReceived + otherReceived;
    expect(opening + gained - withdrawn - paid - claimsPaid - otherPaid).to.equal(closing);
  }

  const lines = statements.flatMap((statement) => statement.lines);
  const side = (direction: StatementLine["direction"]) =>
    lines
      .filter((line) => line.direction === direction)
      .map(figuresOf)
      .sort();
  expect(side("bought")).to.deep.equal(side("sold"));
  const words = settled.flatMap((interval) =>
    decodeWords(interval.words).members.flatMap(({ deliveredWh, owed, grid }, index) => [
      `${interval.numbers[index]} ${interval.endS} ${deliveredWh} ${owed}`,
      ...(grid === null ? [] : [`${grid.number} ${interval.endS} ${grid.deliveredWh} ${grid.owed}`]),
    ]),
  );
  expect(side("bought")).to.deep.equal(words.sort());
  return statements;
}

function figuresOf({ agreement, endS, deliveredWh, owed }: StatementLine): string {
  return `${agreement} ${endS} ${deliveredWh} ${owed}`;
}
