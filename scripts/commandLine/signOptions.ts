import { type Command, Option } from "commander";
import { addAccountOptions, type WriteFlags } from "./chainOptions.js";
import { parseDuration } from "./duration.js";

/** Flags of a command in which one account signs and another may send. */
export interface SignFlags extends WriteFlags {
  readonly signOnly?: boolean;
  readonly relay?: string;
}

/** Those of one whose signature has a deadline of its own. */
export interface DeadlineFlags extends SignFlags {
  readonly expires: number;
}

/** Gives a command the options of an account that signs and one that sends, in one step or two. */
export function addSignOptions(command: Command): Command {
  command
    .addOption(
      new Option("--sign-only", "send nothing: print what the account signs, for a relayer").conflicts("relay"),
    )
    .addOption(new Option("--relay <file>", "send what --sign-only printed elsewhere"));
  return addAccountOptions(command);
}

/** The time in which what is signed may be relayed. */
export function expiresOption(): Option {
  return new Option("--expires <time>", "with --sign-only, time in which it may be sent")
    .argParser(parseDuration)
    .default(3600, "1h");
}

export const ABOUT_SIGNING = `An account needs no gas: with --sign-only it prints what it signed, and anybody sends that with --relay.`;
