import type { CommanderError } from "commander";
import { quoted, WattproofError } from "../../protocol/index.js";

/** The command line makes no sense: an unknown option, a missing argument, a value of the wrong form. */
export class UsageInvalid extends WattproofError {
  constructor(error: CommanderError, command: string) {
    super({
      code: "UsageInvalid",
      message: error.code === "commander.help" ? "It does not say what to do." : sentence(error.message),
      next: `Run \`${command} --help\` to see what it takes.`,
      facts: { command },
      cause: error,
    });
  }
}

/** A file that the user named cannot be read. */
export class FileUnreadable extends WattproofError {
  /** @param why Continues "The file …". */
  constructor(path: string, why: string, cause?: unknown) {
    super({
      code: "FileUnreadable",
      message: `The file ${quoted(path)} ${why}.`,
      next: "Check the path and its permissions.",
      facts: { path },
      cause,
    });
  }
}

/** A file that the user named is larger than any that the command has a use for. */
export class FileTooLarge extends WattproofError {
  constructor(path: string, sizeBytes: number, longestBytes: number) {
    super({
      code: "FileTooLarge",
      message: `The file ${quoted(path)} has ${sizeBytes} bytes, more than ${longestBytes}.`,
      next: "Check that it is the right file.",
      facts: { path, sizeBytes, longestBytes },
    });
  }
}

/** Something that nobody foresaw; the details are for whoever mends it. */
export class Unexpected extends WattproofError {
  constructor(cause: unknown) {
    const said = cause instanceof Error ? cause.message : String(cause);
    super({
      code: "Unexpected",
      message: `Wattproof did not expect this: ${sentence(said.split("\n")[0] ?? "")}`,
      next: "Repeat the command with --verbose and report what it prints.",
      cause,
    });
  }
}

/** `error: unknown option '--x'` and the like as one sentence of ours. */
function sentence(text: string): string {
  const plain = text
    .replace(/^error: /, "")
    .trim()
    .split("\n")
    .join(" ");
  const capital = plain.charAt(0).toUpperCase() + plain.slice(1);
  return /[.!?)]$/.test(capital) ? capital : `${capital}.`;
}
