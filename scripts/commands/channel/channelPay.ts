import { type Command, Option } from "commander";
import { DIRECTION_WORDS, Direction, type Hex, VOUCHER_DOCUMENT } from "../../../protocol/index.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatEnergy, parseRegister } from "../../commandLine/energy.js";
import { parseMoney } from "../../commandLine/money.js";
import { printResult } from "../../commandLine/print.js";
import { type ChannelsHere, channelsOn, countedWh, openSide, requireChannel } from "./channelHere.js";
import { addChannelOptions, type ChannelFlags, parseChannel } from "./channelOptions.js";
import { printDocument, readDocument } from "./documentFile.js";

interface Flags extends ChannelFlags {
  readonly register?: bigint;
  readonly amount?: bigint;
  readonly accept?: string;
}

/** `wattproof channel pay`: the payer writes a voucher, the payee checks and keeps it. */
export function addChannelPay(parent: Command): void {
  const command: Command = parent
    .command("pay")
    .description("promise what a register has come to, or take such a promise")
    .argument("[channel]", "id of the channel that is paid in", parseChannel)
    .addOption(
      new Option("--register <energy>", "the meter's register now, such as 152.3kWh, or whole Wh")
        .argParser(parseRegister)
        .conflicts("accept"),
    )
    .addOption(
      new Option("--amount <money>", "in all since the channel opened; what the register justifies by default")
        .argParser(parseMoney)
        .conflicts("accept"),
    )
    .option("--accept <file>", "check and keep a voucher of the other party");
  finishCommand(addChannelOptions(command), {
    example: "npx wattproof channel pay 0x… --register 152.3kWh --account home.json > voucher.json",
    after: `The payee then runs: wattproof channel pay --accept voucher.json. Vouchers are cumulative: only the newest counts.\n${ABOUT_ACCOUNTS}`,
  });

  command.action(async (channel: Hex | undefined, flags: Flags) => {
    const { accept, register } = flags;
    if (accept === undefined && (channel === undefined || register === undefined)) {
      command.error("error: give a channel and --register, or --accept");
    }
    await withChain(flags, async (chain) => {
      const here = await channelsOn(chain);
      const account = await openAccount(chain, flags);
      if (accept !== undefined) await take(here, account, accept, flags);
      else await promise(here, account, channel as Hex, flags);
    });
  });
}

async function promise(here: ChannelsHere, account: ChainAccount, channel: Hex, flags: Flags): Promise<void> {
  const facts = await requireChannel(here, channel);
  const direction = facts.owner === account.address ? Direction.Import : Direction.Export;
  const registerWh = await countedWh(here, facts.meter, direction, flags.register as bigint);
  const amount = flags.amount === undefined ? {} : { amount: flags.amount };
  const side = await openSide(here, flags.state, account);
  try {
    await side.keep(facts);
    const { voucher, signature } = await side.pay({ channel, direction, registerWh, ...amount });
    printDocument(VOUCHER_DOCUMENT, { contract: here.where, signed: voucher, signature, signer: account.address });
  } finally {
    await side.close();
  }
}

async function take(here: ChannelsHere, account: ChainAccount, file: string, flags: Flags): Promise<void> {
  const { signed: voucher, signature } = readDocument(here, file, VOUCHER_DOCUMENT);
  const { channel, direction, registerWh, amount } = voucher;
  const facts = await requireChannel(here, channel);
  const side = await openSide(here, flags.state, account);
  try {
    await side.keep(facts);
    await side.accept({ voucher, signature });
  } finally {
    await side.close();
  }
  const word = DIRECTION_WORDS[direction];
  printResult(
    { channel, direction: word, registerWh, amount },
    [`Kept: ${here.money(amount)} in all for the ${word} register at ${formatEnergy(registerWh)}.`],
    flags,
  );
}
