import type { Case } from "./cases.js";
import type { Answer } from "./evaluate.js";
import { groupsOf } from "./groups.js";
import { PEER_NAMES } from "./peers.js";
import { type Summary, summaryOf } from "./summary.js";

/** Every answer, a line each. */
export function caseTable(answers: readonly Answer[]): string {
  const head = ["cell", "end of life", "point", "age", "left", "p10", "p50", "p90", "error", "linear"];
  const rows = answers.map(({ cell, endOfLife, point, age, life, predicted, error, peerErrors }) => [
    cell.name,
    endOfLife.toFixed(2),
    `${point * 100} %`,
    `${age}`,
    `${life - age}`,
    ...[predicted.p10, predicted.p50, predicted.p90].map((cycles) => cycles.toFixed(0)),
    shown(error),
    shown(peerErrors["linear extrapolation"]),
  ]);
  return table(head, rows);
}

/** A line for all answers, and one for each group of them. */
export function summaryTable(answers: readonly Answer[], groupOf: (answer: Answer) => string): string {
  const head = ["", "cells", "cases", "ours", "four of five below", "in p10–p90", ...PEER_NAMES];
  const groups = groupsOf(answers, groupOf);
  const line = (name: string, { cells, cases, ours, fourOfFive, covered, peers }: Summary) => [
    name,
    `${cells}`,
    `${cases}`,
    shown(ours),
    shown(fourOfFive),
    `${Math.round(covered * 100)} %`,
    ...PEER_NAMES.map((peer) => shown(peers[peer])),
  ];
  return table(head, [
    ...[...groups].map(([name, group]) => line(name, summaryOf(group))),
    line("all", summaryOf(answers)),
  ]);
}

/** Cases that the method refused, by reason. */
export function refusals(cases: readonly Case[]): string {
  const refused = cases.filter(({ refusal }) => refusal !== null);
  const groups = groupsOf(refused, ({ refusal }) => refusal ?? "");
  return [...groups]
    .map(([reason, group]) => {
      const places = group.map(({ cell, age }) => `${cell.name} at ${age}`);
      return `${reason} (${group.length}): ${[...new Set(places)].join(", ")}`;
    })
    .join("\n");
}

/** A Markdown table, also readable as it is. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

function shown(error: number): string {
  return Number.isFinite(error) ? error.toFixed(2) : "∞";
}
