import { type Command, Option } from "commander";
import {
  AGREEMENT_TYPES,
  agreementDomain,
  escrowForPart,
  type Hex,
  newSalt,
  type SupplyAgreement,
} from "../../../protocol/index.js";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatEnergy, parseEnergy } from "../../commandLine/energy.js";
import { formatInstant, parseWindow, type TimeWindow } from "../../commandLine/instant.js";
import { formatMoney } from "../../commandLine/money.js";
import { printResult } from "../../commandLine/print.js";
import { ABOUT_SIGNING, addSignOptions, type SignFlags } from "../../commandLine/signOptions.js";
import { depositIfShort, depositOption } from "../escrow/depositIfShort.js";
import { openEscrow } from "../escrow/openEscrow.js";
import { AdvertMissing, AdvertTooDear } from "./errors.js";
import { parseAdvert, parsePower, parseUnitPrice } from "./marketValues.js";
import { MARKET, type OpenMarket, openMarket, readAdvert, type ShownAdvert } from "./readMarket.js";
import { printMessage, readMessage, requireHere } from "./signAndRelay.js";

interface Flags extends SignFlags {
  readonly meter?: DeviceName;
  readonly quantity?: bigint;
  readonly maxPrice?: bigint;
  readonly rated?: number;
  readonly window?: TimeWindow;
  readonly deposit?: bigint;
}

/** What the consumer signs must reach the market before the agreement's window begins, s. */
const TIME_TO_SEND_S = 60;

const AFTER = `The account signs the very agreement, at the price of now, if that is no more than --max-price; a price that changes before
the acceptance arrives refuses it (EnergyMarketPriceChanged). The escrow must be free in the account's ledger; if it is
not, --deposit moves tokens of the consumer, who then sends, there first, by permit. Without --window the agreement begins with
the next settlement period and ends with the advert. ${ABOUT_SIGNING}`;

/** `wattproof market accept`: accepts a part of an advert. */
export function addMarketAccept(parent: Command): void {
  const command: Command = parent
    .command("accept")
    .description("accept a part of an advert, which makes a supply agreement")
    .argument("[advert]", "its number", parseAdvert)
    .addOption(new Option("--meter <device>", "your meter").argParser(parseDevice).conflicts("relay"))
    .addOption(new Option("--quantity <energy>", "how much at most, such as 5kWh").argParser(parseEnergy))
    .addOption(new Option("--max-price <amount>", "most that you pay per kWh").argParser(parseUnitPrice))
    .addOption(new Option("--rated <power>", "most that your connection can draw").argParser(parsePower))
    .addOption(new Option("--window <start/end>", "a part of the advert's time, in UTC").argParser(parseWindow))
    .addOption(depositOption().conflicts("signOnly"));
  finishCommand(addSignOptions(command), {
    example:
      "npx wattproof market accept 12 --meter 0x… --quantity 5kWh --max-price 1.20 --rated 11kW --account home.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });

  command.action(async (number: number | undefined, flags: Flags) => {
    if (flags.relay !== undefined) return relay(flags, flags.relay);
    const { meter, quantity, maxPrice, rated } = flags;
    if (!number || !meter || !quantity || !maxPrice || !rated) {
      command.error("error: give an advert's number, --meter, --quantity, --max-price and --rated, or --relay");
    }
    await withChain(flags, async (chain) => {
      const market = await openMarket(chain);
      const advert = (await readAdvert(market, number))?.advert;
      if (advert === undefined) throw new AdvertMissing(number);
      if (advert.pricePerKWh > maxPrice) {
        const price = formatMoney(advert.pricePerKWh);
        throw new AdvertTooDear({ number, price, maxPrice: formatMoney(maxPrice) });
      }
      const account = await openAccount(chain, flags);
      const window = flags.window ?? restOf(advert, market.nowS);
      const agreement: SupplyAgreement = {
        importMeter: idOn(chain, meter),
        exportMeter: advert.exportMeter,
        consumer: account.address,
        startS: window.startS,
        endS: window.endS,
        supplier: advert.owner,
        settlementPeriodS: advert.settlementPeriodS,
        noticeS: advert.noticeS,
        importRatedW: rated,
        token: await chain.contract("EnergyToken"),
        exportRatedW: advert.exportRatedW,
        withCertificates: advert.withCertificates,
        pricePerKWh: advert.pricePerKWh,
        capWh: quantity,
        escrow: escrowForPart(quantity, advert.escrowPerKWh),
        salt: newSalt(),
      };
      const signature = await signAgreement(chain, account, agreement);
      if (flags.signOnly) {
        printMessage({
          type: "Acceptance",
          chainId: chain.chainId,
          market: market.address,
          number,
          agreement,
          signature,
        });
      } else await send({ chain, market, account, flags }, { number, agreement, signature });
    });
  });
}

/** From the first boundary that an acceptance reaches in time to the end of the advert. */
function restOf({ startS, endS, settlementPeriodS }: ShownAdvert, nowS: number): TimeWindow {
  const nextS = Math.ceil((nowS + TIME_TO_SEND_S) / settlementPeriodS) * settlementPeriodS;
  return { startS: Math.max(startS, nextS), endS };
}

async function signAgreement(chain: OpenChain, account: ChainAccount, value: SupplyAgreement): Promise<Hex> {
  const { chainId } = chain;
  const agreements = await chain.contract("SupplyAgreements");
  return account.sign({
    domain: agreementDomain({ chainId, agreements }),
    types: AGREEMENT_TYPES,
    value: { ...value },
  });
}

interface Sending {
  readonly chain: OpenChain;
  readonly market: OpenMarket;
  readonly account: ChainAccount;
  readonly flags: Flags;
}

interface Accepted {
  readonly number: number;
  readonly agreement: SupplyAgreement;
  readonly signature: Hex;
}

async function send({ chain, market, account, flags }: Sending, { number, agreement, signature }: Accepted) {
  const { capWh, pricePerKWh, startS, endS, escrow } = agreement;
  const deposited = await depositIfShort({ chain, escrow: await openEscrow(chain), account }, agreement, flags.deposit);
  const what = `${formatEnergy(capWh)} of advert ${number} at ${formatMoney(pricePerKWh)} per kWh`;
  const { logs, hash, blockNumber } = await transact(chain, account, {
    says: `Accept ${what} for ${agreement.consumer}, locking ${formatMoney(escrow)}`,
    to: market.address,
    data: MARKET.encodeFunctionData("accept", [number, agreement, signature, "0x"]),
  });
  const accepted = logs.map((log) => MARKET.parseLog(log)).find((each) => each?.name === "AdvertAccepted");
  const id = accepted ? String(accepted.args.agreement) : null;
  printResult(
    { advert: number, agreement: id, ...agreement, deposited, transaction: hash, block: blockNumber },
    [
      `${agreement.consumer} accepted ${what}, from ${formatInstant(startS)} to ${formatInstant(endS)}.`,
      `  agreement ${id}`,
      `  transaction ${hash} in block ${blockNumber}`,
    ],
    flags,
  );
}

async function relay(flags: Flags, path: string): Promise<void> {
  const message = readMessage(path, "Acceptance");
  await withChain(flags, async (chain) => {
    const market = await openMarket(chain);
    requireHere(chain, market, message);
    await send({ chain, market, account: await openAccount(chain, flags), flags }, message);
  });
}
