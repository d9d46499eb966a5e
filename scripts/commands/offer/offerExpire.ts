import type { Command } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { Negotiation__factory } from "../../../typechain-types/factories/contracts/Negotiation__factory.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { offersOn } from "./offersHere.js";

const NEGOTIATIONS = Negotiation__factory.createInterface();

/** `wattproof offer expire`: announces that the last proposal's time is over. */
export function addOfferExpire(parent: Command): void {
  const command = parent
    .command("expire")
    .description("write down and announce that the last proposal's time is over")
    .argument("<negotiation>", "its id", parseBytes32);
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof offer expire 0x… --account me.json",
    after: `Any account may send it, and nothing depends on it: offer show says expired from the same second on.\n${ABOUT_ACCOUNTS}`,
  });
  command.action((negotiation: Hex, flags: WriteFlags) =>
    withChain(flags, async (chain) => {
      const { place } = await offersOn(chain);
      const account = await openAccount(chain, flags);
      const action = {
        says: `Announce that negotiation ${negotiation} is expired`,
        to: place.negotiations,
        data: NEGOTIATIONS.encodeFunctionData("expire", [negotiation]),
        done: `Negotiation ${negotiation} is expired.`,
        result: { negotiation, status: "expired" },
      };
      await sendAndTell(chain, account, action, flags);
    }),
  );
}
