import { type Command, Option } from "commander";
import { firstNodeOf, isNetworkFolder } from "../chain/deployment/networkFolder.js";
import type { AccountFlags } from "../chain/openAccount.js";
import type { ChainFlags } from "../chain/openChain.js";
import type { PrintOptions } from "./print.js";
import { parseAddress, parseNetwork, parseRpcUrl } from "./values.js";

export type { AccountFlags, ChainFlags };

/** Flags of a command that reads a deployment. */
export type ReadFlags = PrintOptions & ChainFlags;
/** Flags of a command that changes a deployment. */
export type WriteFlags = ReadFlags & AccountFlags;

/** Gives a command the options that say which chain and deployment it is about. */
export function addChainOptions(command: Command): Command {
  return command
    .addOption(new Option("--rpc <url>", "JSON-RPC of the chain's node").argParser(parseRpcUrl).conflicts("network"))
    .addOption(
      new Option(
        "--network <name|url|folder>",
        "localhost, besu, the address of a node, or a network's folder",
      ).argParser((text) => (isNetworkFolder(text) ? firstNodeOf(text) : parseNetwork(text))),
    )
    .addOption(new Option("--directory <address>", "address of the Directory contract").argParser(parseAddress));
}

/** Gives a command, beside those, the options that say which account it sends from. */
export function addAccountOptions(command: Command): Command {
  return addChainOptions(command)
    .addOption(new Option("--account <file>", "keystore of the account that sends").conflicts("from"))
    .addOption(new Option("--from <address>", "account of a development node that sends").argParser(parseAddress))
    .option("--password-file <file>", "file whose first line is the keystore's password");
}

/** What all commands that send have in common, for their help. */
export const ABOUT_ACCOUNTS = `The account comes from --account (a wallet's keystore file), WATTPROOF_ACCOUNT, or --from on development nodes. Passwords
come from --password-file, WATTPROOF_PASSWORD, or are asked for at the terminal without echo.`;
