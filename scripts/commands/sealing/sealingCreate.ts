import type { Command } from "commander";
import { createSealingKeystore, createSecretFile } from "../../../identity/index.js";
import { finishCommand } from "../../commandLine/command.js";
import { readNewPassword } from "../../commandLine/password.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";

/** `wattproof sealing create`: a key of one's own. */
export function addSealingCreate(parent: Command): void {
  const command = parent
    .command("create")
    .description("make a sealing key in an encrypted keystore")
    .argument("<file>", "file that receives the keystore; never written over")
    .option("--password-file <file>", "file whose first line is the password, at least 8 characters");
  finishCommand(command, {
    example: "npx wattproof sealing create sealing.json",
    after: `Keep the file and a copy: what is sealed with its key, nobody reads without it, also after another key was published.
Without the password nobody does.`,
  });
  command.action(async (file: string, { passwordFile, ...print }: PrintOptions & { passwordFile?: string }) => {
    const password = await readNewPassword({ of: `the sealing key ${file}`, file: passwordFile });
    const { publicKey, text } = await createSealingKeystore({ password });
    createSecretFile(file, text);
    printResult({ publicKey, keystore: file }, [`The sealing key ${publicKey} is in ${file}.`], print);
  });
}
