import type { Command } from "commander";
import { drawTicket } from "../../../identity/index.js";
import type { Hex } from "../../../protocol/index.js";
import { namesOf } from "../../chain/members.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { lotsOn, requireLot } from "./lotsHere.js";
import { labelOf, parseLot } from "./lotValues.js";
import { accountsOf, describeLot, lotJson } from "./lotWords.js";

/** `wattproof lot show`: what a lot is, who has it, and its label. */
export function addLotShow(parent: Command): void {
  const command = parent
    .command("show")
    .description("what a lot is, who has it, what it was made of and what became of it")
    .argument("<lot>", "its id, 24 hex digits", parseLot)
    .option("--qr", "draw the id as a QR code for a label; not with --json");
  finishCommand(addChainOptions(command), { example: "npx wattproof lot show 5a… --qr" });
  command.action((lot: Hex, { qr = false, ...flags }: ReadFlags & { readonly qr?: boolean }) =>
    withChain(flags, async (chain) => {
      const place = await lotsOn(chain);
      const record = await requireLot(place, lot);
      const names = await namesOf(chain, accountsOf([record]));
      printResult({ ...lotJson(record, names), block: place.block }, describeLot(record, names), flags);
      if (qr && !flags.json) process.stdout.write(`\n${drawTicket(labelOf(lot)).join("\n")}\n`);
    }),
  );
}
