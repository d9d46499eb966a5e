import type { Command } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { openReputation, REPUTATION } from "./openReputation.js";

/** `wattproof reputation count`: a closed deal's conditions count for its seller, also if nobody rates it. */
export function addReputationCount(parent: Command): void {
  const command = parent
    .command("count")
    .description("count kept and broken conditions of a closed deal for its seller; anybody may")
    .argument("<negotiation>", "the deal's", parseBytes32);
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof reputation count 0x… --account me.json",
    after: `The first rating of a deal does it, too.\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (negotiation: Hex, flags: WriteFlags) => {
    await withChain(flags, async (chain) => {
      const { contract } = await openReputation(chain);
      const account = await openAccount(chain, flags);
      const action = {
        says: `Count the conditions of negotiation ${negotiation}`,
        to: contract,
        data: REPUTATION.encodeFunctionData("count", [negotiation]),
        done: "The deal is counted.",
        result: { negotiation },
      };
      await sendAndTell(chain, account, action, flags);
    });
  });
}
