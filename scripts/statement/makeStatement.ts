import { writeFileSync } from "node:fs";
import {
  buildStatement,
  quoted,
  type Statement,
  statementCsv,
  statementJson,
  statementText,
  WattproofError,
} from "../../protocol/index.js";
import { withChain } from "../chain/openChain.js";
import { harmless } from "../commandLine/print.js";
import type { StatementFlags } from "./flags.js";
import { readFacts } from "./readFacts.js";

/** A file that the statement cannot be written to. */
class StatementUnwritable extends WattproofError {
  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    super({
      code: "StatementUnwritable",
      message: `${quoted(path)} cannot be written (${reason}).`,
      next: "Give --out a file in a folder that this user may write to.",
      facts: { path, reason },
      cause,
    });
  }
}

/**
 * Bills an account from what a node says.
 * @throws SettledHeadMismatch, StatementUnbalanced, ChainUnreadable, and what `withChain` throws
 */
export function makeStatement(flags: StatementFlags): Promise<Statement> {
  const { account, from, to, csv: _csv, out: _out, ...rest } = flags;
  return withChain(rest, async (chain) => {
    const settlement = await chain.contract("EnergySettlement");
    const { provider, chainId } = chain;
    return buildStatement(await readFacts({ provider, chainId, settlement, account, fromS: from, toS: to }));
  });
}

/** Writes a statement in the form that was asked for. @throws StatementUnwritable */
export function writeStatement(path: string, statement: Statement, { csv, json }: StatementFlags): void {
  try {
    writeFileSync(path, textOf(statement, csv ? "csv" : json ? "json" : "text"));
  } catch (error) {
    throw new StatementUnwritable(path, error);
  }
}

function textOf(statement: Statement, form: "csv" | "json" | "text"): string {
  if (form === "csv") return statementCsv(statement);
  if (form === "json") return statementJson(statement);
  return `${statementText(statement).map(harmless).join("\n")}\n`;
}
