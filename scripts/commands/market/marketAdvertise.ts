import { type Command, Option } from "commander";
import type { TransactionReceipt } from "ethers";
import { read } from "../../../evidence/index.js";
import {
  ADVERTISEMENT_TYPES,
  type AdvertTerms,
  ENERGY_SOURCES,
  type EnergySource,
  marketDomain,
} from "../../../protocol/index.js";
import { ISupplyAgreements__factory } from "../../../typechain-types/factories/contracts/interfaces/ISupplyAgreements__factory.js";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseDuration } from "../../commandLine/duration.js";
import { formatEnergy, parseEnergy } from "../../commandLine/energy.js";
import { sourceOption } from "../../commandLine/energySource.js";
import { formatInstant, parseWindow, type TimeWindow } from "../../commandLine/instant.js";
import { formatMoney } from "../../commandLine/money.js";
import { printNote, printResult } from "../../commandLine/print.js";
import { ABOUT_SIGNING, addSignOptions, type DeadlineFlags, expiresOption } from "../../commandLine/signOptions.js";
import { periodFor } from "./advertPeriod.js";
import { parseNotice, parsePower, parsePrice, parseUnitPrice } from "./marketValues.js";
import { MARKET, type OpenMarket, openMarket } from "./readMarket.js";
import { printMessage, readMessage, requireHere } from "./signAndRelay.js";

interface TermFlags {
  readonly meter?: DeviceName;
  readonly quantity?: bigint;
  readonly price?: bigint;
  readonly window?: TimeWindow;
  readonly source?: EnergySource;
  readonly rated?: number;
  readonly minPart?: bigint;
  readonly escrow?: bigint;
  readonly period?: number;
  readonly notice: number;
  readonly certificates?: boolean;
}
type Flags = DeadlineFlags & TermFlags;

const AGREEMENTS = ISupplyAgreements__factory.createInterface();

const AFTER = `Before its first advert the account makes the market its operator, so that acceptances need no further word of its own.
What is offered is what the connection can feed in beside the meter's other adverts. ${ABOUT_SIGNING}`;

/** `wattproof market advertise`: offers a meter's surplus. */
export function addMarketAdvertise(parent: Command): void {
  const command: Command = parent
    .command("advertise")
    .description("offer the surplus of one of your meters")
    .addOption(new Option("--meter <device>", "the meter that feeds in").argParser(parseDevice).conflicts("relay"))
    .addOption(new Option("--quantity <energy>", "how much, such as 12.5kWh").argParser(parseEnergy))
    .addOption(new Option("--price <amount>", "price per kWh, such as 1.20").argParser(parseUnitPrice))
    .addOption(new Option("--window <start/end>", "when, in UTC, on the period's boundaries").argParser(parseWindow))
    .addOption(sourceOption("where it comes from"))
    .addOption(new Option("--rated <power>", "most that the connection can feed in").argParser(parsePower))
    .addOption(
      new Option("--min-part <energy>", "smallest part that is sold (default: 1kWh, or all)").argParser(parseEnergy),
    )
    .addOption(
      new Option("--escrow <amount>", "what a consumer locks per kWh (default: the price)").argParser(parsePrice),
    )
    .addOption(
      new Option("--period <time>", "settlement period (default: the meter's agreements', or 1h)").argParser(
        parseDuration,
      ),
    )
    .addOption(new Option("--notice <time>", "notice of the agreements").argParser(parseNotice).default(86_400, "1d"))
    .option("--certificates", "the certificates go to the consumer")
    .addOption(expiresOption());
  finishCommand(addSignOptions(command), {
    example:
      "npx wattproof market advertise --meter 0x… --quantity 12kWh --price 1.20 --window 2027-06-01T10:00Z/2027-06-01T16:00Z --source solar_pv --rated 5kW --account home.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });

  command.action(async (flags: Flags) => {
    if (flags.relay !== undefined) return relay(flags, flags.relay);
    await withChain(flags, async (chain) => {
      const terms = await termsOf(chain, flags, command);
      const market = await openMarket(chain);
      const account = await openAccount(chain, flags);
      if (flags.signOnly) return sign({ chain, market, account }, terms, market.nowS + flags.expires);
      await makeOperator(chain, market, account);
      const data = MARKET.encodeFunctionData("advertise", [terms]);
      const says = `Offer ${describe(terms)}`;
      told(await transact(chain, account, { says, to: market.address, data }), terms, flags);
    });
  });
}

async function termsOf(chain: OpenChain, flags: Flags, command: Command): Promise<AdvertTerms> {
  const { meter, quantity, price, window, source, rated } = flags;
  if (!meter || !quantity || !price || !window || !source || !rated) {
    command.error("error: give --meter, --quantity, --price, --window, --source and --rated, or --relay");
  }
  const exportMeter = idOn(chain, meter);
  return {
    exportMeter,
    startS: window.startS,
    endS: window.endS,
    settlementPeriodS: await periodFor(chain, exportMeter, flags.period),
    noticeS: flags.notice,
    exportRatedW: rated,
    energySource: ENERGY_SOURCES.indexOf(source),
    withCertificates: flags.certificates ?? false,
    pricePerKWh: price,
    quantityWh: quantity,
    minPartWh: flags.minPart ?? (quantity < WH_PER_KWH ? quantity : WH_PER_KWH),
    escrowPerKWh: flags.escrow ?? price,
  };
}

const WH_PER_KWH = 1000n;

interface Signing {
  readonly chain: OpenChain;
  readonly market: OpenMarket;
  readonly account: ChainAccount;
}

async function sign({ chain, market, account }: Signing, terms: AdvertTerms, deadlineS: number): Promise<void> {
  const { chainId } = chain;
  const nonce = await read("the account's nonce", () => market.contract.nonces(account.address));
  const signature = await account.sign({
    domain: marketDomain({ chainId, market: market.address }),
    types: ADVERTISEMENT_TYPES,
    value: { ...terms, nonce, deadlineS },
  });
  printMessage({ type: "Advertisement", chainId, market: market.address, terms, deadlineS, signature });
}

async function relay(flags: Flags, path: string): Promise<void> {
  const message = readMessage(path, "Advertisement");
  await withChain(flags, async (chain) => {
    const market = await openMarket(chain);
    requireHere(chain, market, message);
    const account = await openAccount(chain, flags);
    const { terms, deadlineS, signature } = message;
    const data = MARKET.encodeFunctionData("advertiseBySignature", [terms, deadlineS, signature]);
    const says = `Relay the offer of ${describe(terms)}`;
    told(await transact(chain, account, { says, to: market.address, data }), terms, flags);
  });
}

/** The supplier's consent to what consumers accept at its price. Asked for once. */
async function makeOperator(chain: OpenChain, market: OpenMarket, account: ChainAccount): Promise<void> {
  const address = await chain.contract("SupplyAgreements");
  const agreements = ISupplyAgreements__factory.connect(address, chain.provider);
  const isOperator = await read("the account's operators", () =>
    agreements.isOperator(account.address, market.address),
  );
  if (isOperator) return;
  await transact(chain, account, {
    says: `Let the market ${market.address} agree for ${account.address} to what consumers accept of its adverts`,
    to: address,
    data: AGREEMENTS.encodeFunctionData("setOperator", [market.address, true]),
  });
}

function told({ logs, hash, blockNumber }: TransactionReceipt, terms: AdvertTerms, flags: Flags): void {
  const placed = logs.map((log) => MARKET.parseLog(log)).find((each) => each?.name === "AdvertPlaced");
  if (!placed) printNote("The transaction was mined without an advert's event.");
  const advert = placed ? Number(placed.args.number) : null;
  printResult(
    {
      advert,
      owner: placed ? String(placed.args.owner).toLowerCase() : null,
      ...terms,
      transaction: hash,
      block: blockNumber,
    },
    [`Advert ${advert} offers ${describe(terms)}.`, `  transaction ${hash} in block ${blockNumber}`],
    flags,
  );
}

function describe({ quantityWh, exportMeter, pricePerKWh, startS, endS }: AdvertTerms): string {
  const when = `${formatInstant(startS)} to ${formatInstant(endS)}`;
  return `${formatEnergy(quantityWh)} of meter ${exportMeter} at ${formatMoney(pricePerKWh)} per kWh from ${when}`;
}
