import { kWhText, moneyText, timeText } from "./figures.js";
import type { Statement, StatementLine } from "./types.js";

type Column = readonly [name: string, cell: (line: StatementLine, of: Statement) => string];

const COLUMNS: readonly Column[] = [
  ["intervalStart", ({ startS }) => timeText(startS)],
  ["intervalEnd", ({ endS }) => timeText(endS)],
  ["direction", ({ direction }) => direction],
  ["source", ({ source }) => source],
  ["agreement", ({ agreement }) => `${agreement}`],
  ["counterparty", ({ counterparty }) => counterparty],
  ["importMeter", ({ importMeter }) => importMeter],
  ["exportMeter", ({ proof }) => proof.exportMeter],
  ["read", ({ isRead }) => yesNo(isRead)],
  ["exact", ({ isExact }) => yesNo(isExact)],
  ["flowKWh", ({ flowWh }) => kWhText(flowWh)],
  ["deliveredKWh", ({ deliveredWh }) => kWhText(deliveredWh)],
  ["gridKWh", ({ gridWh }) => kWhText(gridWh)],
  ["pricePerKWh", ({ pricePerKWh }, { decimals }) => moneyText(pricePerKWh, decimals)],
  ["amount", ({ amount }, { decimals }) => moneyText(amount, decimals)],
  ["owed", ({ owed }, { decimals }) => moneyText(owed, decimals)],
  ["currency", (_, { currency }) => currency],
  ["block", ({ block }) => `${block}`],
  ["transaction", ({ transaction }) => transaction],
  ["roster", ({ proof }) => proof.roster],
  ["word", ({ proof }) => `${proof.word}`],
  ["headBefore", ({ proof }) => proof.headBefore],
  ["head", ({ proof }) => proof.head],
];

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** What could be read as more than one cell. */
const NEEDS_QUOTES = /[",\r\n]/;

/** A bill's lines as CSV (RFC 4180), one row each, times in UTC. */
export function statementCsv(statement: Statement): string {
  const rows = statement.lines.map((line) => COLUMNS.map(([, cell]) => csvCell(cell(line, statement))).join(","));
  return `${[COLUMNS.map(([name]) => name).join(","), ...rows].join("\n")}\n`;
}

/** A cell that no spreadsheet runs: the currency's name is whatever a token says. */
function csvCell(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function yesNo(is: boolean): string {
  return is ? "yes" : "no";
}
