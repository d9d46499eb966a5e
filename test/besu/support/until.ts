import { setTimeout as sleep } from "node:timers/promises";
import type { BesuTerminal, StatusDocument } from "./besuTerminal.js";

const LONGEST_MS = 180_000;
const LOOK_MS = 2_000;

/** Asks for the status until it is as it should be, and gives it; says what it was if that takes too long. */
export async function until(
  terminal: BesuTerminal,
  what: string,
  isSo: (status: StatusDocument) => boolean,
  folder = terminal.folder,
): Promise<StatusDocument> {
  const untilMs = performance.now() + LONGEST_MS;
  for (;;) {
    const status = await terminal.status(folder);
    if (isSo(status)) return status;
    if (performance.now() > untilMs) {
      const nodes = status.nodes.map(({ name, height, peers }) => `${name} ${height ?? "silent"} with ${peers} peers`);
      throw new Error(`not in ${LONGEST_MS / 1000} s: ${what}; ${status.summary} (${nodes.join(", ")})`);
    }
    await sleep(LOOK_MS);
  }
}
