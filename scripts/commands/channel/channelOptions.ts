import { homedir } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type Hex, isHex } from "../../../protocol/index.js";
import { addAccountOptions, addChainOptions, type ReadFlags, type WriteFlags } from "../../commandLine/chainOptions.js";

interface StateFlags {
  /** Folder of the accounts' vouchers. */
  readonly state: string;
}

/** Flags of a channel command that signs or sends. */
export type ChannelFlags = WriteFlags & StateFlags;
/** Flags of a channel command that only looks. */
export type ChannelReadFlags = ReadFlags & StateFlags;

/** Gives a command the options of chain, account and state. */
export function addChannelOptions(command: Command): Command {
  return addAccountOptions(command).addOption(stateOption());
}

/** Gives a command the options of chain and state. */
export function addChannelReadOptions(command: Command): Command {
  return addChainOptions(command).addOption(stateOption());
}

function stateOption(): Option {
  return new Option("--state <folder>", "folder of the vouchers; back it up, and let one machine use it").default(
    join(homedir(), ".wattproof", "channels"),
  );
}

/** A channel's id. */
export function parseChannel(text: string): Hex {
  const lower = text.toLowerCase();
  if (!isHex(lower, 32)) throw new InvalidArgumentError("It is 0x followed by 64 hex digits.");
  return lower;
}
