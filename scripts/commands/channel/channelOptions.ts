import { homedir } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { type Hex, isHex } from "../../../protocol/index.js";
import { addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";

/** Flags that all channel commands share. */
export interface ChannelFlags extends WriteFlags {
  /** Folder of the account's vouchers. */
  readonly state: string;
}

/** Gives a command the options of chain, account and state. */
export function addChannelOptions(command: Command): Command {
  return addAccountOptions(command).option(
    "--state <folder>",
    "folder of the vouchers; back it up, and let one machine use it",
    join(homedir(), ".wattproof", "channels"),
  );
}

/** A channel's id. */
export function parseChannel(text: string): Hex {
  const lower = text.toLowerCase();
  if (!isHex(lower, 32)) throw new InvalidArgumentError("It is 0x followed by 64 hex digits.");
  return lower;
}
