import type { Command } from "commander";
import { type SealingKey, sealingKeyOf } from "../../deals/index.js";
import { LONGEST_KEYSTORE, openSealingKeystore } from "../../identity/index.js";
import { readText } from "./files.js";
import { readPassword } from "./password.js";

/** Flags of a command that reads sealed rounds. */
export interface SealingFlags {
  readonly sealingKey?: string;
  readonly sealingPasswordFile?: string;
  readonly passwordFile?: string;
}

/** Gives a command the options of the sealing key. */
export function addSealingOptions(command: Command): Command {
  return command
    .option("--sealing-key <file>", "keystore of the key that opens sealed rounds")
    .option("--sealing-password-file <file>", "password of that keystore, if it is another");
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
