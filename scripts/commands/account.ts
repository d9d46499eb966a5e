import { type Command, Option } from "commander";
import {
  createAccountKeystore,
  createSecretFile,
  LONGEST_KEYSTORE,
  sealAccount,
  statedAddress,
} from "../../identity/index.js";
import { type Hex, isHex, WattproofError } from "../../protocol/index.js";
import { finishCommand, speakOurErrors } from "../commandLine/command.js";
import { readText } from "../commandLine/files.js";
import { readNewPassword } from "../commandLine/password.js";
import { type PrintOptions, printResult } from "../commandLine/print.js";

interface Flags extends PrintOptions {
  readonly passwordFile?: string;
  readonly importFile?: string;
}

const LONGEST_KEY_FILE_BYTES = 4096;

/** `wattproof account create|address`: an organisation's account in an encrypted keystore, as any wallet has it. */
export function addAccount(parent: Command): void {
  addCreate(parent);
  addAddress(parent);
}

function addCreate(parent: Command): void {
  const command = speakOurErrors(parent.command("create")).description("make an account in an encrypted keystore");
  command
    .argument("<file>", "file that receives the keystore; never written over")
    .option("--password-file <file>", "file whose first line is the password, at least 8 characters")
    .addOption(new Option("--import-file <file>", "take the private key from this file (0x and 64 hex digits)"));
  finishCommand(command, {
    example: "npx wattproof account create grid.json",
    after:
      "The file is Web3 Secret Storage, version 3, with scrypt: other wallets open it too. Without the password nobody does.",
  });
  command.action(async (file: string, { passwordFile, importFile, ...print }: Flags) => {
    const imported = importFile === undefined ? undefined : readKey(importFile);
    const password = await readNewPassword({ of: `the account ${file}`, file: passwordFile });
    const { address, text } = imported
      ? await sealAccount(imported, { password })
      : await createAccountKeystore({ password });
    createSecretFile(file, text);
    printResult({ address, account: file }, [`Account ${address} is in ${file}.`], print);
  });
}

function addAddress(parent: Command): void {
  const command = speakOurErrors(parent.command("address")).description("say an account keystore's address");
  command.argument("<file>", "keystore");
  finishCommand(command, { example: "npx wattproof account address grid.json" });
  command.action((file: string, print: PrintOptions) => {
    const address = statedAddress(file, readText(file, LONGEST_KEYSTORE)) ?? null;
    printResult({ address, account: file }, [address ?? "The keystore keeps its address to itself."], print);
  });
}

function readKey(path: string): Hex {
  const text = readText(path, LONGEST_KEY_FILE_BYTES).trim().toLowerCase();
  const key = text.startsWith("0x") ? text : `0x${text}`;
  if (!isHex(key, 32) || BigInt(key) === 0n || BigInt(key) >= SECP256K1_ORDER) throw new KeyFileInvalid(path);
  return key;
}

const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** A file that holds no private key; what it holds instead is not said. */
export class KeyFileInvalid extends WattproofError {
  constructor(path: string) {
    super({
      code: "KeyFileInvalid",
      message: `The file ${JSON.stringify(path)} holds no secp256k1 private key.`,
      next: "Give a file with 0x and 64 hex digits, and nothing else.",
      facts: { path },
    });
  }
}
