import type { Command } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { QUOTATIONS, requestOn, sendStep } from "./quotationsHere.js";

const WAYS = {
  cancel: {
    dataOf: (request: Hex) => QUOTATIONS.encodeFunctionData("cancel", [request]),
    description: "end your request without an award",
    says: "Cancel request",
    done: "The request is cancelled.",
    result: { status: "cancelled" },
    by: "buyer",
  },
  withdraw: {
    dataOf: (request: Hex) => QUOTATIONS.encodeFunctionData("withdrawBid", [request]),
    description: "take your bid back, while bids are taken",
    says: "Withdraw the bid on request",
    done: "The bid is withdrawn.",
    result: {},
    by: "seller",
  },
} as const;

/** `wattproof quotation cancel|withdraw`: ends a request, or a bid. */
export function addQuotationEnd(parent: Command, name: keyof typeof WAYS): void {
  const { dataOf, description, says, done, result, by } = WAYS[name];
  const command = parent.command(name).description(description).argument("<request>", "its id", parseBytes32);
  finishCommand(addAccountOptions(command), {
    example: `npx wattproof quotation ${name} 0x… --account ${by}.json`,
    after: ABOUT_ACCOUNTS,
  });
  command.action((request: Hex, flags: WriteFlags) =>
    withChain(flags, async (chain) => {
      const here = await requestOn(chain, request);
      const step = {
        says: `${says} ${request}`,
        data: dataOf(request),
        done,
        result: { request, ...result },
      };
      await sendStep(here, await openAccount(chain, flags), step, flags);
    }),
  );
}
