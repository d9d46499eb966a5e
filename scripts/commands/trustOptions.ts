import { type Command, Option } from "commander";
import { parseAddress, parseRpcUrl } from "../commandLine/values.js";
import type { TrustSource } from "./trustedRoots.js";

/** Gives a command that verifies evidence the options that say whom to trust. */
export function addTrustOptions(command: Command): Command {
  return command
    .addOption(new Option("--rpc <url>", "JSON-RPC of a node that you trust").argParser(parseRpcUrl))
    .option("--roots <file>", "roots.json from somebody you trust")
    .addOption(
      new Option("--sealed <file>", "proof by a block that validators sealed, *.sealed.json; needs no trust").conflicts(
        ["rpc", "roots"],
      ),
    )
    .option("--validators <file>", "who sealed the chain's blocks when, from somebody you trust, with --sealed")
    .addOption(
      new Option("--directory <address>", "address of the Directory contract, with --rpc or --sealed")
        .argParser(parseAddress)
        .conflicts("roots"),
    );
}

/** Seals prove nothing to who does not know whose they must be. Throws `UsageInvalid` by way of commander. */
export function requireTrustWhole(command: Command, { sealed, validators }: TrustSource): void {
  if ((sealed === undefined) === (validators === undefined)) return;
  command.error(
    sealed === undefined
      ? "error: --validators says who sealed what --sealed names: give both"
      : "error: --sealed proves nothing without --validators, from somebody you trust",
  );
}
