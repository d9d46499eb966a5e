import { type Command, Option } from "commander";
import { read } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import { EnergyToken__factory } from "../../../typechain-types/factories/contracts/EnergyToken__factory.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseAmount } from "../../commandLine/money.js";
import { printResult } from "../../commandLine/print.js";
import { parseAddress } from "../../commandLine/values.js";
import { CHANNELS, channelsOn, requireChannel } from "./channelHere.js";
import { addChannelOptions, type ChannelFlags, parseChannel } from "./channelOptions.js";

interface Flags extends ChannelFlags {
  readonly party?: Hex;
}

/** `wattproof channel deposit`: adds to what a party can pay. */
export function addChannelDeposit(parent: Command): void {
  const command = parent
    .command("deposit")
    .description("add tokens to a party's deposit, until a close begins")
    .argument("<channel>", "id of the channel", parseChannel)
    .argument("<amount>", "amount of money, such as 25.00", parseAmount)
    .addOption(new Option("--party <address>", "whose deposit; the sender's by default").argParser(parseAddress));
  finishCommand(addChannelOptions(command), {
    example: "npx wattproof channel deposit 0x… 25.00 --account home.json",
    after: ABOUT_ACCOUNTS,
  });

  command.action(async (channel: Hex, amount: bigint, flags: Flags) => {
    await withChain(flags, async (chain) => {
      const here = await channelsOn(chain);
      const account = await openAccount(chain, flags);
      const party = flags.party ?? account.address;
      await requireChannel(here, channel);
      const token = EnergyToken__factory.connect(here.token, chain.provider);
      if ((await read("the allowance", () => token.allowance(account.address, here.address))) < amount) {
        await transact(chain, account, {
          says: `Let the channels take ${here.money(amount)}`,
          to: here.token,
          data: token.interface.encodeFunctionData("approve", [here.address, amount]),
        });
      }
      const { hash, blockNumber } = await transact(chain, account, {
        says: `Add ${here.money(amount)} to the deposit of ${party} in channel ${channel}`,
        to: here.address,
        data: CHANNELS.encodeFunctionData("deposit", [channel, party, amount]),
      });
      const { ownerDeposit, partnerDeposit } = await requireChannel(here, channel);
      printResult(
        { channel, party, amount, ownerDeposit, partnerDeposit, transaction: hash, block: blockNumber },
        [`Deposits are now ${here.money(ownerDeposit)} of the owner and ${here.money(partnerDeposit)} of its partner.`],
        flags,
      );
    });
  });
}
