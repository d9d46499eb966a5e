// `npm run bench [-- --json]`: how fast trees, proofs, signatures, evidence and channels are on this machine, beside others in the
// same run. Times depend on the machine: a limit that is missed is shown and fails nothing.
import { availableParallelism, loadavg } from "node:os";
import { printRows } from "./report/print.js";
import type { Row } from "./report/row.js";
import { channelRows } from "./speed/channels.js";
import { evidenceRows } from "./speed/evidence.js";
import { leafRows } from "./speed/leaves.js";
import { signatureRows } from "./speed/signatures.js";
import { treeRows } from "./speed/trees.js";

const say = (line: string) => console.error(line);

const [load = 0] = loadavg();
if (load > availableParallelism() / 2)
  say(
    `This machine is busy (load ${load.toFixed(1)} on ${availableParallelism()} cores): times will be too high, ratios will do`,
  );

const rows: Row[] = treeRows(say);
for (const [what, measure] of [
  ["Leaves", leafRows],
  ["Signatures", signatureRows],
  ["Evidence", evidenceRows],
  ["Channels", channelRows],
] as const) {
  say(what);
  rows.push(...(await measure()));
}
printRows(rows, { json: process.argv.includes("--json") });
