import { type Command, Option } from "commander";
import { type ChannelFacts, ChannelStore, presentable } from "../../../channels/index.js";
import { read } from "../../../evidence/index.js";
import {
  CLOSE_DOCUMENT,
  COOPERATIVE_CLOSE_TYPES,
  channelPayments,
  Direction,
  type Hex,
} from "../../../protocol/index.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseLife } from "../../commandLine/duration.js";
import { formatInstant } from "../../commandLine/instant.js";
import { parseMoney } from "../../commandLine/money.js";
import { printResult } from "../../commandLine/print.js";
import { CHANNELS, type ChannelsHere, channelsOn, openSide, requireChannel, statePath } from "./channelHere.js";
import { addChannelOptions, type ChannelFlags, parseChannel } from "./channelOptions.js";
import { describeClose } from "./channelWords.js";
import { bySender, printSigned, readDocument } from "./documentFile.js";

interface Flags extends ChannelFlags {
  readonly signOnly?: boolean;
  readonly agreed?: string;
  readonly ownerPays?: bigint;
  readonly partnerPays?: bigint;
  readonly expires: bigint;
}

/** `wattproof channel close`: together at once, or alone with a challenge period. */
export function addChannelClose(parent: Command): void {
  const command: Command = parent
    .command("close")
    .description("close a channel: together with the other party at once, or alone with a challenge period")
    .argument("[channel]", "id of the channel", parseChannel)
    .addOption(new Option("--sign-only", "print a signed offer to close at once").conflicts("agreed"))
    .option("--agreed <file>", "close at once with the offer that the other party signed")
    .addOption(
      new Option("--owner-pays <money>", "what the owner pays in all; what was promised by default").argParser(
        parseMoney,
      ),
    )
    .addOption(
      new Option("--partner-pays <money>", "what the partner pays in all; what was promised by default").argParser(
        parseMoney,
      ),
    )
    .addOption(
      new Option("--expires <time>", "time in which the offer holds").argParser(parseLife).default(86_400n, "1d"),
    );
  finishCommand(addChannelOptions(command), {
    example: "npx wattproof channel close 0x… --sign-only --account home.json > close.json",
    after: `The other party then runs: wattproof channel close --agreed close.json. Once an offer is signed, nothing more is promised or
taken in the channel here: what came after it would be lost. Without either flag the channel closes alone: newer
vouchers answer until the challenge period is over; wattproof channel watch then finalises it.\n${ABOUT_ACCOUNTS}`,
  });

  command.action(async (channel: Hex | undefined, flags: Flags) => {
    if ((channel === undefined) !== (flags.agreed !== undefined)) command.error("error: give a channel, or --agreed");
    await withChain(flags, async (chain) => {
      const here = await channelsOn(chain);
      const account = await openAccount(chain, flags);
      if (flags.agreed !== undefined) await closeTogether(here, account, flags.agreed, flags);
      else if (flags.signOnly) await offer(here, account, channel as Hex, flags);
      else await closeAlone(here, account, channel as Hex, flags);
    });
  });
}

async function heldOf(here: ChannelsHere, { address }: ChainAccount, channel: Hex, { state }: Flags) {
  const store = await ChannelStore.open(statePath(state, here, address), here.separator);
  try {
    return await store.vouchers(channel);
  } finally {
    await store.close();
  }
}

/** What was promised; from now on nothing more is. */
async function stop(here: ChannelsHere, account: ChainAccount, facts: ChannelFacts, { state }: Flags) {
  const side = await openSide(here, state, account);
  try {
    await side.keep(facts);
    return await side.offerClose(facts.channel);
  } finally {
    await side.close();
  }
}

async function offer(here: ChannelsHere, account: ChainAccount, channel: Hex, flags: Flags): Promise<void> {
  const facts = await requireChannel(here, channel);
  const { [Direction.Import]: importPromised, [Direction.Export]: exportPromised } = await stop(
    here,
    account,
    facts,
    flags,
  );
  // Of one mind, both sides need not wait until settlement shows what they promised.
  const settled = { importWh: 1n << 64n, exportWh: 1n << 64n };
  const promised = channelPayments({ ...facts, importPromised, exportPromised }, settled);
  const given = flags.ownerPays !== undefined || flags.partnerPays !== undefined;
  const signed = {
    channel,
    paidByOwner: given ? (flags.ownerPays ?? 0n) : promised.paidByOwner,
    paidByPartner: given ? (flags.partnerPays ?? 0n) : promised.paidByPartner,
    expiresAtS: (await here.chain.nowS()) + flags.expires,
  };
  const [says, details] = [`Close channel ${channel} at once`, describeClose(here, signed)];
  await printSigned(here, account, { says, details, kind: CLOSE_DOCUMENT, types: COOPERATIVE_CLOSE_TYPES, signed });
}

async function closeTogether(here: ChannelsHere, account: ChainAccount, file: string, flags: Flags): Promise<void> {
  const document = readDocument(here, file, CLOSE_DOCUMENT);
  const close = document.signed;
  const facts = await requireChannel(here, close.channel);
  const signatures = bySender(file, facts, account.address, document);
  const [byOwner, byPartner] = [here.money(close.paidByOwner), here.money(close.paidByPartner)];
  const { hash, blockNumber } = await transact(here.chain, account, {
    says: `Close channel ${close.channel}: the owner pays ${byOwner}, its partner ${byPartner}, and both are paid out`,
    to: here.address,
    data: CHANNELS.encodeFunctionData("multicall", [
      [
        CHANNELS.encodeFunctionData("closeTogether", [close, ...signatures]),
        ...(await withdrawals(here, [facts.owner, facts.partner], close, facts)),
      ],
    ]),
  });
  printResult(
    { ...close, transaction: hash, block: blockNumber },
    [`Channel ${close.channel} is closed: the owner paid ${byOwner}, its partner ${byPartner}.`],
    flags,
  );
}

/** Withdrawals of whoever has something to come: the contract refuses those of nothing. */
async function withdrawals(
  { contract }: ChannelsHere,
  [owner, partner]: readonly [Hex, Hex],
  paid: { readonly paidByOwner: bigint; readonly paidByPartner: bigint },
  deposits: { readonly ownerDeposit: bigint; readonly partnerDeposit: bigint },
): Promise<string[]> {
  const net = paid.paidByPartner - paid.paidByOwner;
  const [ownersCredit, partnersCredit] = await read("credits", () =>
    Promise.all([contract.creditOf(owner), contract.creditOf(partner)]),
  );
  return [
    { account: owner, credit: ownersCredit + deposits.ownerDeposit + net },
    { account: partner, credit: partnersCredit + deposits.partnerDeposit - net },
  ]
    .filter(({ credit }) => credit > 0n)
    .map(({ account }) => CHANNELS.encodeFunctionData("withdraw", [account]));
}

async function closeAlone(here: ChannelsHere, account: ChainAccount, channel: Hex, flags: Flags): Promise<void> {
  const facts = await requireChannel(here, channel);
  const direction = facts.owner === account.address ? Direction.Export : Direction.Import;
  const ours = (await heldOf(here, account, channel, flags))[direction];
  const presented = await read(`channel ${channel}`, () => here.contract.channelOf(channel));
  const known = direction === Direction.Import ? presented.importPromised : presented.exportPromised;
  const calls = [CHANNELS.encodeFunctionData("close", [channel])];
  if (ours !== undefined && ours.voucher.amount > known) {
    const payer = direction === Direction.Import ? facts.owner : facts.partner;
    const signature = presentable(ours, payer, here.separator);
    calls.unshift(CHANNELS.encodeFunctionData("present", [ours.voucher, signature]));
  }
  const { hash, blockNumber } = await transact(here.chain, account, {
    says: `Close channel ${channel} alone${calls.length > 1 ? ", with the newest voucher that is kept here" : ""}`,
    to: here.address,
    data: CHANNELS.encodeFunctionData("multicall", [calls]),
  });
  const { closesAtS } = await requireChannel(here, channel);
  printResult(
    { channel, closesAtS, transaction: hash, block: blockNumber },
    [
      `Channel ${channel} closes: newer vouchers answer until ${formatInstant(Number(closesAtS))}.`,
      "  next: keep wattproof channel watch running, which answers, finalises and pays out",
    ],
    flags,
  );
}
