import { canonicalJson } from "../../canonicalJson.js";
import { kWhText, moneyText } from "./figures.js";
import type { Statement } from "./types.js";

export const STATEMENT_SCHEMA = "wattproof-statement/1";

/**
 * A bill as a plain value for JSON: energy in Wh and money in token units, exact; kWh and money in the currency as text
 * beside the totals. `chains` proves every line (docs/statement.md).
 */
export function statementValue(statement: Statement) {
  const { totals, ...rest } = statement;
  return {
    schema: STATEMENT_SCHEMA,
    ...rest,
    totals: totals.map((total) => ({
      ...total,
      deliveredKWh: kWhText(total.deliveredWh),
      amountText: moneyText(total.amount, statement.decimals),
      owedText: moneyText(total.owed, statement.decimals),
    })),
  };
}

/** A bill as one JSON text: keys sorted, whole numbers that may grow as decimal strings. */
export function statementJson(statement: Statement): string {
  return `${canonicalJson(statementValue(statement))}\n`;
}
