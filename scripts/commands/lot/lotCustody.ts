import { type Command, Option } from "commander";
import { ZeroAddress } from "ethers";
import type { Hex } from "../../../protocol/index.js";
import { addressOfMember, type MemberName, parseMember } from "../../chain/members.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { LOTS, lotsOn, requireLot, sendStep } from "./lotsHere.js";
import { labelOf, parseLot } from "./lotValues.js";

interface Flags extends WriteFlags {
  readonly to?: MemberName;
  readonly withdraw?: boolean;
}

/** `wattproof lot offer-custody`: the first of two steps in which a lot changes hands. */
export function addLotOfferCustody(parent: Command): void {
  const command: Command = parent
    .command("offer-custody")
    .description("offer custody of a lot to another member, in the place of any offer before")
    .argument("<lot>", "its id, 24 hex digits", parseLot)
    .addOption(new Option("--to <member>", "its address or its name").argParser(parseMember))
    .addOption(new Option("--withdraw", "take the offer back").conflicts("to"));
  finishCommand(addAccountOptions(command), {
    example: 'npx wattproof lot offer-custody 5a… --to "Machine Builder" --account me.json',
    after: `You have the lot until the other accepts it (wattproof lot accept-custody).\n${ABOUT_ACCOUNTS}`,
  });
  command.action((lot: Hex, { to, withdraw = false, ...flags }: Flags) => {
    if (to === undefined && !withdraw) command.error("error: give --to, or --withdraw");
    return withChain(flags, async (chain) => {
      const place = await lotsOn(chain);
      const member = to === undefined ? null : await addressOfMember(chain, to);
      const words = member === null ? "Withdraw the offer of" : "Offer";
      await sendStep(
        chain,
        place,
        await openAccount(chain, flags),
        {
          says: `${words} lot ${labelOf(lot)}${member === null ? "" : ` to ${member}`}`,
          data: LOTS.encodeFunctionData("offerCustody", [lot, member ?? ZeroAddress]),
          done: member === null ? "The offer is withdrawn." : `Lot ${labelOf(lot)} is offered to ${member}.`,
          result: { lot, offeredTo: member },
        },
        flags,
      );
    });
  });
}

/** `wattproof lot accept-custody`: the second step. */
export function addLotAcceptCustody(parent: Command): void {
  const command = parent
    .command("accept-custody")
    .description("accept custody of a lot that is offered to you")
    .argument("<lot>", "its id, 24 hex digits", parseLot);
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof lot accept-custody 5a… --account me.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action((lot: Hex, flags: WriteFlags) =>
    withChain(flags, async (chain) => {
      const place = await lotsOn(chain);
      const { custodian: from } = await requireLot(place, lot);
      const account = await openAccount(chain, flags);
      await sendStep(
        chain,
        place,
        account,
        {
          says: `Accept lot ${labelOf(lot)} from ${from}`,
          data: LOTS.encodeFunctionData("acceptCustody", [lot]),
          done: `You have lot ${labelOf(lot)}.`,
          result: { lot, from, custodian: account.address },
        },
        flags,
      );
    }),
  );
}
