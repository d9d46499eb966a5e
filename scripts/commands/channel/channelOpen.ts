import { type Command, Option } from "commander";
import { read } from "../../../evidence/index.js";
import {
  CHANNEL_TERMS_TYPES,
  type ChannelTerms,
  channelIdOf,
  type Hex,
  newSalt,
  TERMS_DOCUMENT,
} from "../../../protocol/index.js";
import { DeviceRegistry__factory } from "../../../typechain-types/factories/contracts/DeviceRegistry__factory.js";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseLife } from "../../commandLine/duration.js";
import { parseMoney } from "../../commandLine/money.js";
import { printNote, printResult } from "../../commandLine/print.js";
import { parseAddress } from "../../commandLine/values.js";
import { CHANNELS, type ChannelsHere, channelsOn, openSide, requireChannel } from "./channelHere.js";
import { addChannelOptions, type ChannelFlags } from "./channelOptions.js";
import { describeTerms } from "./channelWords.js";
import { bySender, printSigned, readDocument } from "./documentFile.js";

interface Flags extends ChannelFlags {
  readonly meter?: DeviceName;
  readonly partner?: Hex;
  readonly importPrice: bigint;
  readonly exportPrice: bigint;
  readonly challenge: bigint;
  readonly expires: bigint;
  readonly signOnly?: boolean;
}

/** `wattproof channel open`: the first party signs the terms, the second opens the channel with them. */
export function addChannelOpen(parent: Command): void {
  const command: Command = parent
    .command("open")
    .description("agree on a channel: sign its terms, or open it with terms that the other party signed")
    .argument("[terms]", "file of the terms that the other party signed")
    .option("--sign-only", "print signed terms for the other party")
    .addOption(new Option("--meter <device>", "meter whose registers bound the vouchers").argParser(parseDevice))
    .addOption(
      new Option("--partner <address>", "other party, if the meter's owner signs first").argParser(parseAddress),
    )
    .addOption(priceOption("--import-price <price>", "what the owner pays per kWh imported"))
    .addOption(priceOption("--export-price <price>", "what the partner pays per kWh exported"))
    .addOption(
      new Option("--challenge <time>", "how long a close can be answered").argParser(parseLife).default(259_200n, "3d"),
    )
    .addOption(
      new Option("--expires <time>", "time in which it may be opened").argParser(parseLife).default(604_800n, "7d"),
    );
  finishCommand(addChannelOptions(command), {
    example:
      "npx wattproof channel open --sign-only --meter 0x… --partner 0x… --import-price 1.20 --account home.json > terms.json",
    after: `The other party then runs: wattproof channel open terms.json. A challenge period shorter than settlement lags behind costs
the payee what is not settled by then.\n${ABOUT_ACCOUNTS}`,
  });

  command.action(async (file: string | undefined, flags: Flags) => {
    const { signOnly = false, meter } = flags;
    if ((file === undefined) !== signOnly) command.error("error: give --sign-only, or a file of signed terms");
    if (signOnly && meter === undefined) command.error("error: give --meter with --sign-only");
    await withChain(flags, async (chain) => {
      const here = await channelsOn(chain);
      const account = await openAccount(chain, flags);
      if (file !== undefined) return openWith(here, account, file, flags);
      const signed = await termsOf(here, account, idOn(chain, meter as DeviceName), flags);
      const says = `Open a channel over meter ${signed.meter}`;
      const details = describeTerms(here, signed);
      await printSigned(here, account, { says, details, kind: TERMS_DOCUMENT, types: CHANNEL_TERMS_TYPES, signed });
      printNote(`once the other party opens it, the channel is ${channelIdOf(here.separator, signed)}`);
    });
  });
}

function priceOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parseMoney).default(0n, "0");
}

async function termsOf(
  { chain }: ChannelsHere,
  { address }: ChainAccount,
  meter: Hex,
  { partner = address, importPrice, exportPrice, challenge, expires }: Flags,
): Promise<ChannelTerms> {
  const registry = DeviceRegistry__factory.connect(await chain.contract("DeviceRegistry"), chain.provider);
  const owner = await read(`device ${meter}`, () => registry.ownerOf(meter));
  return {
    owner: owner.toLowerCase() as Hex,
    partner,
    meter,
    importPricePerKWh: importPrice,
    exportPricePerKWh: exportPrice,
    challengePeriodS: challenge,
    openBeforeS: (await chain.nowS()) + expires,
    salt: newSalt(),
  };
}

async function openWith(here: ChannelsHere, account: ChainAccount, file: string, flags: Flags): Promise<void> {
  const document = readDocument(here, file, TERMS_DOCUMENT);
  const terms = document.signed;
  const signatures = bySender(file, terms, account.address, document);
  const channel = channelIdOf(here.separator, terms);
  const [bought, sold] = [here.money(terms.importPricePerKWh), here.money(terms.exportPricePerKWh)];
  const { hash, blockNumber } = await transact(here.chain, account, {
    says: `Open channel ${channel} over meter ${terms.meter}: ${terms.owner} pays ${bought} per kWh imported, ${terms.partner} pays ${sold} per kWh exported`,
    to: here.address,
    data: CHANNELS.encodeFunctionData("open", [terms, ...signatures]),
  });
  const side = await openSide(here, flags.state, account);
  try {
    await side.keep(await requireChannel(here, channel));
  } finally {
    await side.close();
  }
  printResult(
    { channel, ...terms, transaction: hash, block: blockNumber },
    [
      `Channel ${channel} is open between ${terms.owner} and ${terms.partner}.`,
      `  next: each party deposits what it will pay with wattproof channel deposit ${channel} AMOUNT`,
    ],
    flags,
  );
}
