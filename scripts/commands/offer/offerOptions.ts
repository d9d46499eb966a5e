import { type Command, InvalidArgumentError, Option } from "commander";
import { type SealingKey, sealingKeyOf } from "../../../deals/index.js";
import { LONGEST_KEYSTORE, openSealingKeystore } from "../../../identity/index.js";
import { type Hex, isHex } from "../../../protocol/index.js";
import { instantOf } from "../../../protocol/json/times.js";
import { addAccountOptions, addChainOptions, type ReadFlags, type WriteFlags } from "../../commandLine/chainOptions.js";
import { readText } from "../../commandLine/files.js";
import { readPassword } from "../../commandLine/password.js";
import { parseDuration } from "../market/marketValues.js";

/** Flags of a command that reads sealed rounds. */
export interface SealingFlags {
  readonly sealingKey?: string;
  readonly sealingPasswordFile?: string;
  readonly passwordFile?: string;
}

/** Flags of a command in which a party signs and the same or another account sends. */
export interface StepFlags extends WriteFlags, SealingFlags {
  readonly passwordFile?: string;
  readonly signOnly?: boolean;
}

/** Until when a proposal can be accepted: a moment, or a time from now, both in seconds. */
export type Expiry = { readonly atS: number } | { readonly inS: number };

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

/** Gives a command the options of the sealing key. */
export function addSealingOptions(command: Command): Command {
  return command
    .option("--sealing-key <file>", "keystore of the key that opens sealed rounds")
    .option("--sealing-password-file <file>", "password of that keystore, if it is another");
}

/** Time in which a proposal can be accepted. */
export function expiresOption(): Option {
  return new Option("--expires <time>", "how long it can be accepted, such as 7d, or until when, in UTC")
    .argParser(parseExpiry)
    .default({ inS: 604_800 }, "7d");
}

/** A moment in UTC, or a time from now. */
export function parseExpiry(text: string): Expiry {
  const atS = instantOf(text);
  if (atS !== undefined) return { atS };
  try {
    return { inS: parseDuration(text) };
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new InvalidArgumentError("It is a time such as 12h or 7d, or a moment in UTC such as 2027-06-01T10:00Z.");
  }
}

/** The moment that an expiry means. @param nowS Time of the latest block, Unix seconds. */
export function expiresAt(expiry: Expiry, nowS: number): number {
  return "atS" in expiry ? expiry.atS : nowS + expiry.inS;
}

/** A negotiation's id, or terms' hash. */
export function parseId(text: string): Hex {
  const lower = text.toLowerCase();
  if (!isHex(lower, 32)) throw new InvalidArgumentError("It is 0x and 64 hex digits.");
  return lower;
}

/**
 * The key of `--sealing-key`, else of `WATTPROOF_SEALING_KEY`; undefined if none is named.
 * @throws FileUnreadable, KeystoreInvalid, KeystoreTampered, PasswordMissing, PasswordWrong
 */
export async function openSealingKey(flags: SealingFlags): Promise<SealingKey | undefined> {
  const path = flags.sealingKey ?? process.env.WATTPROOF_SEALING_KEY;
  if (path === undefined) return undefined;
  const text = readText(path, LONGEST_KEYSTORE);
  const file = flags.sealingPasswordFile ?? flags.passwordFile;
  const password = await readPassword({ of: `the sealing key ${path}`, file });
  return sealingKeyOf(await openSealingKeystore(path, text, password));
}

/** What commands about offers have in common, for their help. */
export const ABOUT_OFFERS = `An account needs no gas: with --sign-only it prints what it signed, and anybody sends that with wattproof offer relay.
In a sealed negotiation --sealing-key (or WATTPROOF_SEALING_KEY) names the keystore that opens the rounds.`;
