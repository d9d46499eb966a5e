import type { Command } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { saltOption } from "./lotCreate.js";
import { LOTS, lotsOn, newLot, requireLot, sendStep } from "./lotsHere.js";
import { labelOf, parseLot, parseLots } from "./lotValues.js";

/** `wattproof lot pack`: puts lots into a package. */
export function addLotPack(parent: Command): void {
  const command = parent
    .command("pack")
    .description("pack lots, which move with the package from then on")
    .argument("<lots...>", "their ids; packages too", parseLots)
    .option("--item <text>", "what the package is", "package")
    .addOption(saltOption());
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof lot pack 5a… 7c… --item pallet --account me.json",
    after: ABOUT_ACCOUNTS,
  });
  type Flags = WriteFlags & { readonly item: string; readonly salt?: Hex };
  command.action((contents: readonly Hex[], { item, salt: given, ...flags }: Flags) =>
    withChain(flags, async (chain) => {
      const place = await lotsOn(chain);
      const account = await openAccount(chain, flags);
      const { lot, salt } = newLot(chain, place, account.address, given);
      await sendStep(
        chain,
        place,
        account,
        {
          says: `Pack lots ${contents.map(labelOf).join(", ")} into ${item} ${labelOf(lot)}`,
          data: LOTS.encodeFunctionData("pack", [item, [...contents], salt]),
          done: `Packed: lot ${labelOf(lot)}.`,
          result: { lot, contents, salt },
        },
        flags,
      );
    }),
  );
}

/** `wattproof lot unpack`: opens a package, which ends it. */
export function addLotUnpack(parent: Command): void {
  const command = parent
    .command("unpack")
    .description("open a package, which ends it; its contents are yours to move again")
    .argument("<lot>", "the package's id", parseLot);
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof lot unpack 9e… --account me.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action((lot: Hex, flags: WriteFlags) =>
    withChain(flags, async (chain) => {
      const place = await lotsOn(chain);
      const { contents } = await requireLot(place, lot);
      await sendStep(
        chain,
        place,
        await openAccount(chain, flags),
        {
          says: `Unpack lot ${labelOf(lot)}`,
          data: LOTS.encodeFunctionData("unpack", [lot]),
          done: `Unpacked: ${contents.map(labelOf).join(", ")}.`,
          result: { lot, contents },
        },
        flags,
      );
    }),
  );
}
