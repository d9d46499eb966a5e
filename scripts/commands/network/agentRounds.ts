import { setTimeout as sleep } from "node:timers/promises";
import type { AgentRound } from "../../../network/index.js";
import { type PrintOptions, printNote, printResult } from "../../commandLine/print.js";
import { roundLines } from "./agentWords.js";

export interface Rounds {
  readonly round: () => Promise<AgentRound>;
  readonly everyS: number;
  readonly signal: AbortSignal;
  readonly print: PrintOptions;
  /** Where it is told; on stdout and stderr if nothing is said. */
  readonly tell?: typeof printResult;
  readonly note?: typeof printNote;
}

/** Tells what changed and what went wrong, each once: a node that is down for a day is one line. */
export async function untilStopped({
  round,
  everyS,
  signal,
  print,
  tell = printResult,
  note = printNote,
}: Rounds): Promise<void> {
  let told = "";
  while (!signal.aborted) {
    try {
      const result = await round();
      const lines = roundLines(result);
      if (lines.join() !== told) tell(result, lines, print);
      told = lines.join();
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      const sentence = message.replace(/[.:;\s]+$/, "");
      if (`${code}${message}` !== told) note({ code, message: `${sentence}; trying again every ${everyS} s` });
      told = `${code}${message}`;
    }
    await sleep(everyS * 1000, undefined, { signal }).catch(() => undefined);
  }
}
