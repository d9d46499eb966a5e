import { type Command, Option } from "commander";
import { read } from "../../../evidence/index.js";
import { marketDomain, REPRICING_TYPES, WITHDRAWAL_TYPES } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { sendAndTell, type ToldAction } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatMoney } from "../../commandLine/money.js";
import { ABOUT_SIGNING, addSignOptions, type DeadlineFlags, expiresOption } from "../../commandLine/signOptions.js";
import { parseAdvert, parseUnitPrice } from "./marketValues.js";
import { MARKET, type OpenMarket, openMarket } from "./readMarket.js";
import { printMessage, readMessage, requireHere } from "./signAndRelay.js";

interface RepriceFlags extends DeadlineFlags {
  readonly price?: bigint;
}

/** `wattproof market reprice|withdraw`: what the owner changes of an advert. */
export function addMarketChange(parent: Command): void {
  addReprice(parent);
  addWithdraw(parent);
}

function addReprice(parent: Command): void {
  const command: Command = parent
    .command("reprice")
    .description("give what is left of your advert another price")
    .argument("[advert]", "its number", parseAdvert)
    .addOption(
      new Option("--price <amount>", "price per kWh, such as 1.10").argParser(parseUnitPrice).conflicts("relay"),
    )
    .addOption(expiresOption());
  finishCommand(addSignOptions(command), {
    example: "npx wattproof market reprice 12 --price 1.10 --account home.json",
    after: `${ABOUT_SIGNING}\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (number: number | undefined, flags: RepriceFlags) => {
    const { relay, price } = flags;
    if (relay === undefined && (!number || !price))
      command.error("error: give an advert's number and --price, or --relay");
    await withChain(flags, async (chain) => {
      const market = await openMarket(chain);
      if (relay !== undefined) {
        const message = readMessage(relay, "Repricing");
        requireHere(chain, market, message);
        const { deadlineS, signature } = message;
        const { number: given, pricePerKWh } = message;
        const data = MARKET.encodeFunctionData("repriceBySignature", [given, pricePerKWh, deadlineS, signature]);
        return send({ chain, market, flags }, repriced(given, pricePerKWh, data));
      }
      if (!number || !price) return;
      if (!flags.signOnly) {
        const data = MARKET.encodeFunctionData("reprice", [number, price]);
        return send({ chain, market, flags }, repriced(number, price, data));
      }
      const once = { pricePerKWh: price, number };
      const { signature, deadlineS } = await sign({ chain, market, flags }, REPRICING_TYPES, once);
      const { chainId } = chain;
      printMessage({ type: "Repricing", chainId, market: market.address, ...once, deadlineS, signature });
    });
  });
}

function addWithdraw(parent: Command): void {
  const command: Command = parent
    .command("withdraw")
    .description("take back what is left of your advert; agreements stand")
    .argument("[advert]", "its number", parseAdvert)
    .addOption(expiresOption());
  finishCommand(addSignOptions(command), {
    example: "npx wattproof market withdraw 12 --account home.json",
    after: `${ABOUT_SIGNING}\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (number: number | undefined, flags: DeadlineFlags) => {
    const { relay } = flags;
    if (relay === undefined && !number) command.error("error: give an advert's number, or --relay");
    await withChain(flags, async (chain) => {
      const market = await openMarket(chain);
      if (relay !== undefined) {
        const message = readMessage(relay, "Withdrawal");
        requireHere(chain, market, message);
        const { number: given, deadlineS, signature } = message;
        const data = MARKET.encodeFunctionData("withdrawBySignature", [given, deadlineS, signature]);
        return send({ chain, market, flags }, withdrawn(given, data));
      }
      if (!number) return;
      if (!flags.signOnly) {
        const data = MARKET.encodeFunctionData("withdraw", [number]);
        return send({ chain, market, flags }, withdrawn(number, data));
      }
      const { signature, deadlineS } = await sign({ chain, market, flags }, WITHDRAWAL_TYPES, { number });
      const { chainId } = chain;
      printMessage({ type: "Withdrawal", chainId, market: market.address, number, deadlineS, signature });
    });
  });
}

type Change = Omit<ToldAction, "to">;

function repriced(number: number, pricePerKWh: bigint, data: string): Change {
  const price = formatMoney(pricePerKWh);
  return {
    says: `Ask ${price} per kWh for what is left of advert ${number}`,
    data,
    done: `Advert ${number} asks ${price} per kWh from now on.`,
    result: { advert: number, pricePerKWh },
  };
}

function withdrawn(number: number, data: string): Change {
  return {
    says: `Take back what is left of advert ${number}`,
    data,
    done: `Nothing more is sold of advert ${number}.`,
    result: { advert: number },
  };
}

interface Doing {
  readonly chain: OpenChain;
  readonly market: OpenMarket;
  readonly flags: DeadlineFlags;
}

async function send({ chain, market, flags }: Doing, change: Change): Promise<void> {
  const account = await openAccount(chain, flags);
  await sendAndTell(chain, account, { ...change, to: market.address }, flags);
}

async function sign(
  { chain, market, flags }: Doing,
  types: typeof REPRICING_TYPES | typeof WITHDRAWAL_TYPES,
  content: Readonly<Record<string, unknown>>,
) {
  const account = await openAccount(chain, flags);
  const deadlineS = market.nowS + flags.expires;
  const nonce = await read("the account's nonce", () => market.contract.nonces(account.address));
  const domain = marketDomain({ chainId: chain.chainId, market: market.address });
  return { signature: await account.sign({ domain, types, value: { ...content, nonce, deadlineS } }), deadlineS };
}
