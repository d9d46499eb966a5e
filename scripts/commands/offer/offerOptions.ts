import { type Command, Option } from "commander";
import { addAccountOptions, addChainOptions, type ReadFlags, type WriteFlags } from "../../commandLine/chainOptions.js";
import { parseExpiry } from "../../commandLine/expiry.js";
import { addSealingOptions, type SealingFlags } from "../../commandLine/sealingKey.js";

/** Flags of a command in which a party signs and the same or another account sends. */
export interface StepFlags extends WriteFlags, SealingFlags {
  readonly passwordFile?: string;
  readonly signOnly?: boolean;
}

/** Gives a command the options of a party that signs a step. */
export function addStepOptions(command: Command): Command {
  command.addOption(new Option("--sign-only", "send nothing: print what the account signs, for offer relay"));
  return addSealedAccountOptions(command);
}

/** Gives a command the options of account and sealing key. */
export function addSealedAccountOptions(command: Command): Command {
  return addAccountOptions(addSealingOptions(command));
}

/** Gives a command the options of chain and sealing key. */
export function addOfferReadOptions(command: Command): Command {
  return addChainOptions(addSealingOptions(command)).option(
    "--password-file <file>",
    "file whose first line is the sealing key's password",
  );
}

export type OfferReadFlags = ReadFlags & SealingFlags;

/** Time in which a proposal can be accepted. */
export function expiresOption(): Option {
  return new Option("--expires <time>", "how long it can be accepted, such as 7d, or until when, in UTC")
    .argParser(parseExpiry)
    .default({ inS: 604_800 }, "7d");
}

/** What commands about offers have in common, for their help. */
export const ABOUT_OFFERS = `An account needs no gas: with --sign-only it prints what it signed, and anybody sends that with wattproof offer relay.
In a sealed negotiation --sealing-key (or WATTPROOF_SEALING_KEY) names the keystore that opens the rounds.`;
