import { type Row, type Standing, standingOf } from "./row.js";

const VERDICTS: Readonly<Record<Standing, string>> = {
  within: "✓",
  tolerated: "✗ over its limit, as documented",
  over: "✗ OVER ITS LIMIT",
  unmeasured: "✗ not measured",
  unlimited: "",
};

/** Most columns that a name takes. */
const LONGEST_NAME = 68;
const FIGURE = 13;

/** Prints rows for people, or for programs with `json`. */
export function printRows(rows: readonly Row[], { json }: { readonly json: boolean }): void {
  if (json) {
    console.log(JSON.stringify(rows, null, 2));
    return;
  }
  console.log(line("", "ours", "limit", ""));
  for (const row of rows) {
    const { name, ours, peers, limit, unit } = row;
    console.log(line(`${name}, ${unit}`, figure(ours), limit === null ? "" : figure(limit), VERDICTS[standingOf(row)]));
    for (const [peer, value] of Object.entries(peers))
      console.log(line(`    ${peer}`, figure(value), "", value === null ? "not installed" : times(value, ours)));
  }
}

function line(name: string, ours: string, limit: string, verdict: string): string {
  return `${name.padEnd(LONGEST_NAME)}${ours.padStart(FIGURE)}${limit.padStart(FIGURE)}  ${verdict}`.trimEnd();
}

/** Three digits, or all that stand before the point. */
function figure(value: number | null): string {
  if (value === null) return "–";
  const decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { maximumFractionDigits: decimals });
}

function times(value: number, ours: number | null): string {
  return ours === null ? "" : `${figure(value / ours)} ×`;
}
