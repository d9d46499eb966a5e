import type { Command } from "commander";
import { lowerHex, read } from "../../../evidence/index.js";
import {
  createSealingKeystore,
  createSecretFile,
  LONGEST_KEYSTORE,
  statedSealingKey,
} from "../../../identity/index.js";
import { ZERO_HASH } from "../../../protocol/index.js";
import { SealingKeys__factory } from "../../../typechain-types/factories/contracts/SealingKeys__factory.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import {
  ABOUT_ACCOUNTS,
  addAccountOptions,
  addChainOptions,
  type ReadFlags,
  type WriteFlags,
} from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { readText } from "../../commandLine/files.js";
import { readNewPassword } from "../../commandLine/password.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";
import { addressOfMember, type MemberName, parseMember } from "../offer/members.js";

const KEYS = SealingKeys__factory.createInterface();

/** `wattproof sealing …`: keys with which members read what is sealed for them. */
export function addSealing(parent: Command): void {
  addCreate(parent);
  addPublish(parent);
  addShow(parent);
}

function addCreate(parent: Command): void {
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

function addPublish(parent: Command): void {
  const command = parent
    .command("publish")
    .description("publish your sealing key's public half, in the place of the one before")
    .argument("<file>", "keystore of the sealing key; its password is not asked for");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof sealing publish sealing.json --account buyer.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action((file: string, flags: WriteFlags) => {
    const publicKey = statedSealingKey(file, readText(file, LONGEST_KEYSTORE));
    return withChain(flags, async (chain) => {
      const account = await openAccount(chain, flags);
      const { hash, blockNumber } = await transact(chain, account, {
        says: `Publish the sealing key ${publicKey}`,
        to: await chain.contract("SealingKeys"),
        data: KEYS.encodeFunctionData("publish", [publicKey]),
      });
      printResult(
        { member: account.address, publicKey, transaction: hash, block: blockNumber },
        [`Others seal for ${account.address} with ${publicKey} now.`, `  transaction ${hash} in block ${blockNumber}`],
        flags,
      );
    });
  });
}

function addShow(parent: Command): void {
  const command = parent
    .command("show")
    .description("say with which key others seal for a member")
    .argument("<member>", "its address or its name", parseMember);
  finishCommand(addChainOptions(command), { example: "npx wattproof sealing show 0x…" });
  command.action((name: MemberName, flags: ReadFlags) =>
    withChain(flags, async (chain) => {
      const member = await addressOfMember(chain, name);
      const keys = SealingKeys__factory.connect(await chain.contract("SealingKeys"), chain.provider);
      const key = lowerHex(await read(`the sealing key of ${member}`, () => keys.keyOf(member)));
      const publicKey = key === ZERO_HASH ? null : key;
      printResult({ member, publicKey }, [publicKey ?? `${member} has published no sealing key.`], flags);
    }),
  );
}
