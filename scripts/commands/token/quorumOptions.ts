import { type Command, Option } from "commander";
import type { WriteFlags } from "../../commandLine/chainOptions.js";
import { parseLife } from "../../commandLine/duration.js";

/** Flags of a command that treasurers sign and somebody sends. */
export interface QuorumFlags extends WriteFlags {
  readonly signOnly?: boolean;
  readonly signatures?: readonly string[];
  readonly expires: bigint;
}

/** Gives a command the options of treasurers who sign one after the other. */
export function addQuorumOptions(command: Command): Command {
  return command
    .addOption(new Option("--sign-only", "send nothing: print the order with this account's signature"))
    .addOption(new Option("--signatures <files...>", "go on with what --sign-only printed: sign it too, or send it"))
    .addOption(expiresOption());
}

/** How long what is signed may be sent. */
export function expiresOption(): Option {
  return new Option("--expires <time>", "time in which it may be sent").argParser(parseLife).default(86_400n, "1d");
}

export const ABOUT_QUORUMS = `What k of n treasurers sign: the first runs it with --sign-only and keeps what it prints in a file; others run it with
--sign-only --signatures FILE, each with the file before; then anybody sends it with --signatures FILE. Files that were signed
side by side are named together.`;
