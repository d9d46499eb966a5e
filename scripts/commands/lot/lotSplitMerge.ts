import { type Command, Option } from "commander";
import { type Hex, milliText } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { saltOption } from "./lotCreate.js";
import { LOTS, lotsOn, newLot, sendStep } from "./lotsHere.js";
import { labelOf, parseLot, parseLots, parseParts } from "./lotValues.js";

/** `wattproof lot split`: makes several lots of one. */
export function addLotSplit(parent: Command): void {
  const command = parent
    .command("split")
    .description("split a lot into parts that sum up to it")
    .argument("<lot>", "its id, 24 hex digits", parseLot)
    .addOption(
      new Option("--parts <quantities>", "of the parts, with commas").argParser(parseParts).makeOptionMandatory(),
    );
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof lot split 5a… --parts 10,2.5 --account me.json",
    after: `The parts keep item, batch, certificate and unit.\n${ABOUT_ACCOUNTS}`,
  });
  command.action((lot: Hex, { parts, ...flags }: WriteFlags & { readonly parts: readonly bigint[] }) =>
    withChain(flags, async (chain) => {
      const place = await lotsOn(chain);
      const account = await openAccount(chain, flags);
      const made = parts.map((quantityMilli) => ({ ...newLot(chain, place, account.address), quantityMilli }));
      const written = made.map(({ lot: part, quantityMilli }) => ({ lot: part, quantity: milliText(quantityMilli) }));
      await sendStep(
        chain,
        place,
        account,
        {
          says: `Split lot ${labelOf(lot)} into ${written.map(({ quantity }) => quantity).join(", ")}`,
          data: LOTS.encodeFunctionData("split", [
            lot,
            made.map(({ quantityMilli, salt }) => ({ quantityMilli, salt })),
          ]),
          done: `Lot ${labelOf(lot)} is now ${written.map((part) => `${labelOf(part.lot)} of ${part.quantity}`).join(", ")}.`,
          result: { lot, parts: written },
        },
        flags,
      );
    }),
  );
}

/** `wattproof lot merge`: makes one lot of several. */
export function addLotMerge(parent: Command): void {
  const command = parent
    .command("merge")
    .description("merge lots of the same item and unit into one")
    .argument("<lots...>", "their ids", parseLots)
    .addOption(saltOption());
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof lot merge 5a… 7c… --account me.json",
    after: `Batch and certificate are kept where they are the same of all.\n${ABOUT_ACCOUNTS}`,
  });
  command.action((lots: readonly Hex[], { salt: given, ...flags }: WriteFlags & { readonly salt?: Hex }) =>
    withChain(flags, async (chain) => {
      const place = await lotsOn(chain);
      const account = await openAccount(chain, flags);
      const { lot, salt } = newLot(chain, place, account.address, given);
      await sendStep(
        chain,
        place,
        account,
        {
          says: `Merge lots ${lots.map(labelOf).join(", ")} into lot ${labelOf(lot)}`,
          data: LOTS.encodeFunctionData("merge", [[...lots], salt]),
          done: `The lots are merged: lot ${labelOf(lot)}.`,
          result: { lot, parents: lots, salt },
        },
        flags,
      );
    }),
  );
}
