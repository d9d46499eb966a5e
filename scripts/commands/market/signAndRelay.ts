import { type Command, Option } from "commander";
import { type MarketMessage, marketMessageText, parseMarketMessage } from "../../../protocol/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import { addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { readText } from "../../commandLine/files.js";
import { printResult } from "../../commandLine/print.js";
import { MarketMessageForeign } from "./errors.js";
import { parseDuration } from "./marketValues.js";
import type { OpenMarket } from "./readMarket.js";

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

const LONGEST_MESSAGE_BYTES = 64 * 1024;

/**
 * Reads what `--sign-only` printed.
 * @throws FileUnreadable, FileTooLarge, MarketMessageUnreadable, SchemaUnsupported
 */
export function readMessage<Type extends MarketMessage["type"]>(path: string, type: Type) {
  return parseMarketMessage(readText(path, LONGEST_MESSAGE_BYTES), type);
}

/** Prints what an account signed. It is JSON in any case, since it goes into a file. */
export function printMessage(message: MarketMessage): void {
  printResult(JSON.parse(marketMessageText(message)), [], { json: true });
}

/** Makes sure that a message is for the market that is open. Throws `MarketMessageForeign`. */
export function requireHere({ chainId }: OpenChain, { address: market }: OpenMarket, given: MarketMessage): void {
  if (given.chainId === chainId && given.market === market) return;
  throw new MarketMessageForeign({ chainId, market, givenChainId: given.chainId, givenMarket: given.market });
}
