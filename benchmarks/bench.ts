// `npm run bench [-- --json]`: how fast trees, proofs, signatures and evidence are on this machine, beside others in the
// same run. Times depend on the machine: a limit that is missed is shown and fails nothing.
import { printRows } from "./report/print.js";
import type { Row } from "./report/row.js";
import { evidenceRows } from "./speed/evidence.js";
import { leafRows } from "./speed/leaves.js";
import { signatureRows } from "./speed/signatures.js";
import { treeRows } from "./speed/trees.js";

const say = (line: string) => console.error(line);

const rows: Row[] = treeRows(say);
for (const [what, measure] of [
  ["Leaves", leafRows],
  ["Signatures", signatureRows],
  ["Evidence", evidenceRows],
] as const) {
  say(what);
  rows.push(...(await measure()));
}
printRows(rows, { json: process.argv.includes("--json") });
