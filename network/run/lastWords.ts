import type { LocalNode } from "../folder/openNetwork.js";
import { logFile, readTail } from "./logFiles.js";
import { printedFile } from "./spawnNode.js";

const MOST_LINES = 400;
/** Time, thread, level and class before a line of the log. */
const LOG_COLUMNS = /^\d{4}-\d\d-\d\d [^|]*(\|[^|]*){3}\| /;
/** Besu's own words (`DefaultBlockchain`). */
const OTHER_GENESIS = "Supplied genesis block does not match chain data";

/** What a node that has just ended said last that tells why. */
export interface LastWords {
  readonly said: string;
  readonly isOfOtherChain: boolean;
}

/** Looks at what the process printed, then at its log: the last line that speaks of an error, or else the last of all. */
export function lastWords(network: string, node: LocalNode): LastWords {
  const lines = [...readTail(logFile(node), MOST_LINES), ...readTail(printedFile(network, node.name), MOST_LINES)];
  const told = lines.map((line) => line.trim()).filter((line) => line !== "");
  const other = told.findLast((line) => line.includes(OTHER_GENESIS));
  const said = other ?? told.findLast((line) => /\b(ERROR|FATAL|[Ee]rror|\w*Exception)\b/.test(line)) ?? told.at(-1);
  return { said: said?.replace(LOG_COLUMNS, "") ?? "nothing", isOfOtherChain: other !== undefined };
}
