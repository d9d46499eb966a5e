import type { Command } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseAgreement } from "../agreement/agreementValues.js";
import { MARKET, openMarket } from "./readMarket.js";

/** `wattproof market restore`: what an agreement that never began had bought is for sale again. */
export function addMarketRestore(parent: Command): void {
  const command = parent
    .command("restore")
    .description("put up for sale again what was sold by an agreement that ended before it began")
    .argument("<agreement>", "its id", parseAgreement);
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof market restore 0x… --account home.json",
    after: `Anyone may: it takes nothing from anybody.\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (agreement: Hex, flags: WriteFlags) => {
    await withChain(flags, async (chain) => {
      const market = await openMarket(chain);
      const account = await openAccount(chain, flags);
      const action = {
        says: `Put up for sale again what agreement ${agreement} had bought`,
        to: market.address,
        data: MARKET.encodeFunctionData("restore", [agreement]),
        done: `What agreement ${agreement} had bought is for sale again.`,
        result: { agreement },
      };
      await sendAndTell(chain, account, action, flags);
    });
  });
}
