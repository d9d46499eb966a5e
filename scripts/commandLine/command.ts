import type { Command, CommanderError } from "commander";
import { UsageInvalid } from "./errors.js";
import type { ExitCode } from "./exitCodes.js";

/** What ties a command to the process that runs it. */
export interface CommandContext {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Tells the exit code of a command that ended without an error. */
  readonly finish: (code: ExitCode) => void;
}

/** Raised when commander has printed what was asked for (help, version) and there is nothing else to do. */
export class NothingToDo extends Error {
  override readonly name = "NothingToDo";
}

/** Gives a command the options, the example and the error handling that all commands share. */
export function finishCommand(command: Command, { example, after }: { example: string; after?: string }): Command {
  return speakOurErrors(command)
    .option("--json", 'print one JSON document on stdout: the result, or {"error": …}')
    .option("--verbose", "print stack traces with errors")
    .addHelpText("after", `\nExample:\n  $ ${example}\n${after ? `\n${after}\n` : ""}`);
}

/** Leaves the words about wrong usage to us, so that all errors look the same. */
export function speakOurErrors(command: Command): Command {
  return command.configureOutput({ outputError: () => undefined }).exitOverride((error: CommanderError) => {
    if (error.exitCode === 0) throw new NothingToDo();
    throw new UsageInvalid(error, nameOf(command));
  });
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}
