import { expect } from "chai";
import { buildStatement, decodeWords, type Hex, type Statement, type StatementLine } from "../../../protocol/index.js";
import { readFacts } from "../../../scripts/statement/readFacts.js";
import { chain } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import type { Twin } from "./twin.js";

const ALWAYS = { fromS: 0n, toS: 2n ** 40n };

/** An account's bill over all time, read from the chain. */
export async function statementOf({ consortium }: Twin, account: Hex): Promise<Statement> {
  const facts = await readFacts({
    provider: chain.ethers.provider,
    chainId: 31_337n,
    settlement: lower(await consortium.settlement.getAddress()),
    account,
    ...ALWAYS,
  });
  return buildStatement(facts);
}

/** Bills everybody, and compares the bills with the reference and with each other. */
export async function compareStatements(twin: Twin): Promise<Statement[]> {
  const { reference, settled } = twin;
  const statements = [];
  for (const account of twin.accounts()) statements.push(await statementOf(twin, account));

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
