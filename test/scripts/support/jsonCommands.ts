import { expect } from "chai";
import type { Terminal } from "./deviceCommands.js";

/** What a command that fails says with `--json`. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly next: string;
  readonly facts: object;
}

/** Runs commands on a terminal's deployment with `--json`. @param words What each command begins with. */
export function jsonCommands(terminal: () => Pick<Terminal, "run" | "directory">, ...words: readonly string[]) {
  const run = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await terminal().run(
      ...words,
      ...args,
      "--directory",
      terminal().directory,
      "--json",
    );
    return { code, result: JSON.parse(stdout), stderr };
  };
  return {
    run,
    /** What a command that succeeds prints. */
    done: async (...args: readonly string[]) => {
      const { code, result } = await run(...args);
      expect(code, JSON.stringify(result)).to.equal(0);
      return result;
    },
    /** The error of one that fails: by 2 if it was typed wrongly, else by 1. */
    refused: async (...args: readonly string[]): Promise<Refusal> => {
      const { code, result } = await run(...args);
      expect(code, JSON.stringify(result)).to.equal(result.error?.code === "UsageInvalid" ? 2 : 1);
      return result.error;
    },
  };
}
