import { kWhText, moneyText, timeText } from "./figures.js";
import type { Statement, StatementLine } from "./types.js";

/** A bill in lines for people. What is in it from outside, the currency's name, is not made harmless here. */
export function statementText(statement: Statement): string[] {
  const { account, fromS, toS, currency, settlement, chainId, block, blockTimeS } = statement;
  return [
    `Statement of account ${account}`,
    `  energy of ${timeText(fromS)} to ${timeText(toS)}, money in ${currency}`,
    `  as of block ${block} (${timeText(blockTimeS)}) of chain ${chainId}, settlement ${settlement}`,
    "",
    ...totalLines(statement),
    "",
    ...balanceLines(statement),
    ...claimLines(statement),
    ...detailLines(statement),
    ...proofLines(statement),
  ];
}

function totalLines({ totals, decimals, currency }: Statement): string[] {
  if (totals.length === 0) return ["Nothing was settled for this account in this time."];
  const rows = totals.map(({ direction, source, agreement, counterparty, deliveredWh, amount, owed }) => [
    `${direction} ${direction === "bought" ? "from" : "to"} ${counterparty}`,
    `${source === "grid" ? "grid, " : ""}agreement ${agreement}`,
    `${kWhText(deliveredWh)} kWh`,
    `${moneyText(amount, decimals)} ${currency}`,
    ...(owed === 0n ? [] : [`of which ${moneyText(owed, decimals)} was not in escrow`]),
  ]);
  return ["Totals", ...table(rows, [2, 3])];
}

function balanceLines({ balance, decimals, currency, escrow }: Statement): string[] {
  const money = (amount: bigint) => `${moneyText(amount, decimals)} ${currency}`;
  const changes: readonly (readonly [string, bigint])[] = [
    ["deposited", balance.deposited],
    ["withdrawn", -balance.withdrawn],
    ["paid for the lines below", -balance.paid],
    ["received for the lines below", balance.received],
    ["paid for claims", -balance.claimsPaid],
    ["received for claims", balance.claimsReceived],
    ["paid for other times", -balance.otherPaid],
    ["received for other times", balance.otherReceived],
  ];
  const rows = [
    [`opening, after block ${balance.openingBlock}`, money(balance.opening)],
    ...changes.filter(([, amount]) => amount !== 0n).map(([what, amount]) => [what, money(amount)]),
    [`closing, after block ${balance.closingBlock}`, money(balance.closing)],
    ["now", money(escrow)],
  ];
  return ["Escrow", ...table(rows, [1])];
}

function claimLines({ claims, decimals, currency }: Statement): string[] {
  if (claims.length === 0) return [];
  const rows = claims.map(({ direction, counterparty, agreement, open }) => [
    direction === "bought" ? `you owe ${counterparty}` : `${counterparty} owes you`,
    `agreement ${agreement}`,
    `${moneyText(open, decimals)} ${currency}`,
  ]);
  return ["", "Open claims: these agreements deliver nothing until they are paid", ...table(rows, [2])];
}

const HEADINGS = ["interval", "", "agreement", "meter", "flow kWh", "delivered kWh", "grid kWh", "price", "amount"];
const NUMBERS = [4, 5, 6, 7, 8, 9];

function detailLines({ lines, decimals }: Statement): string[] {
  if (lines.length === 0) return [];
  const rows = lines.map((line) => [
    `${timeText(line.startS)} to ${timeText(line.endS)}`,
    `${line.direction}${line.source === "grid" ? ", grid" : ""}`,
    `${line.agreement}`,
    short(line.importMeter),
    kWhText(line.flowWh),
    kWhText(line.deliveredWh),
    kWhText(line.gridWh),
    moneyText(line.pricePerKWh, decimals),
    moneyText(line.amount, decimals),
    moneyText(line.owed, decimals),
    remark(line),
  ]);
  return ["", "Lines", ...table([[...HEADINGS, "owed", ""], ...rows], NUMBERS)];
}

function remark({ isRead, isExact }: StatementLine): string {
  if (!isRead) return "the meter did not read: counted as nothing";
  return isExact ? "" : "covers several intervals, or comes after a correction";
}

function proofLines({ chains }: Statement): string[] {
  if (chains.length === 0) return [];
  return [
    "",
    "Proof: the intervals of each supplier's meter lead to the head that the settlement contract holds",
    ...chains.map(({ exportMeter, intervals, head }) => `  ${exportMeter}: ${intervals.length} to head ${head}`),
  ];
}

/** A meter's id, long enough to tell the meters of a household apart; CSV and JSON have all of it. */
function short(id: string): string {
  return `${id.slice(0, 10)}…`;
}

/** Rows in columns. @param numbers Columns whose cells end below each other. */
function table(rows: readonly (readonly string[])[], numbers: readonly number[]): string[] {
  const columns = Math.max(...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const cellIn = (cell: string, at: number) => {
    const width = widths[at] ?? 0;
    return numbers.includes(at) ? cell.padStart(width) : cell.padEnd(width);
  };
  return rows.map((row) => `  ${row.map(cellIn).join("  ")}`.trimEnd());
}
