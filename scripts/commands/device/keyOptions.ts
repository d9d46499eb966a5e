import { type Command, Option } from "commander";
import type { KeyType } from "../../../identity/index.js";
import { addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { parseKeyType } from "./deviceValues.js";

/** Flags of a command in which a device signs and somebody sends. */
export interface KeyFlags extends WriteFlags {
  readonly keystore?: string;
  readonly keyType?: KeyType;
  readonly keyPasswordFile?: string;
  readonly signOnly?: boolean;
  readonly relay?: string;
}

/** The keystore of a device that signs. */
export function keystoreOption(): Option {
  return new Option("--keystore <file>", "keystore of the device's key");
}

/** Gives a command the options of a device that signs and an account that sends, in one step or two. */
export function addKeyOptions(command: Command): Command {
  command
    .addOption(keystoreOption().conflicts("relay"))
    .addOption(new Option("--key-password-file <file>", "password of the device's keystore, if it is another"))
    .addOption(new Option("--sign-only", "send nothing: print what the device signs, for a relayer").conflicts("relay"))
    .addOption(new Option("--relay <file>", "send what --sign-only printed elsewhere"));
  return addAccountOptions(command);
}

/** The type of a key that is to be made. */
export function keyTypeOption(): Option {
  return new Option("--key-type <type>", "of a new key: p256 (default) or secp256k1").argParser(parseKeyType);
}

/** What all commands have in common in which a device signs. */
export const ABOUT_RELAYING = `A device needs neither gas nor an account: with --sign-only it prints what it signed, and anybody sends that with --relay.
The device's keystore is encrypted with its own password (--key-password-file) or the account's.`;
