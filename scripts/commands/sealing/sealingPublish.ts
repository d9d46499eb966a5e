import type { Command } from "commander";
import { LONGEST_KEYSTORE, statedSealingKey } from "../../../identity/index.js";
import { SealingKeys__factory } from "../../../typechain-types/factories/contracts/SealingKeys__factory.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { readText } from "../../commandLine/files.js";

const KEYS = SealingKeys__factory.createInterface();

/** `wattproof sealing publish`: its public half for others. */
export function addSealingPublish(parent: Command): void {
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
      const action = {
        says: `Publish the sealing key ${publicKey}`,
        to: await chain.contract("SealingKeys"),
        data: KEYS.encodeFunctionData("publish", [publicKey]),
        done: `Others seal for ${account.address} with ${publicKey} now.`,
        result: { member: account.address, publicKey },
      };
      await sendAndTell(chain, account, action, flags);
    });
  });
}
