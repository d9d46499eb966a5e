import { type Command, Option } from "commander";
import type { TransactionReceipt } from "ethers";
import { lowerHex, read } from "../../../evidence/index.js";
import { createSecretFile } from "../../../identity/index.js";
import { type Hex, REDEEM_ORDER_TYPES, timeText } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { takeRoleIfAlone } from "../../chain/takeRole.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatMoney, parseAmount } from "../../commandLine/money.js";
import { printNote } from "../../commandLine/print.js";
import { keepThenSend } from "../device/newTicket.js";
import { TokenMessageUnreadable } from "./errors.js";
import {
  type OpenToken,
  requireMessageHere,
  sendTokenChange,
  signTokenMessage,
  TOKEN,
  treasurersCall,
  withToken,
} from "./openToken.js";
import { type NewPayoutReceipt, newPayoutReceipt, requirePayoutReceipt } from "./payoutReceipt.js";
import { expiresOption } from "./quorumOptions.js";
import { type RedeemMessage, readTokenMessage } from "./tokenMessage.js";
import { parseRedemption, parseReference } from "./tokenValues.js";

interface Flags extends WriteFlags {
  readonly amount?: bigint;
  readonly payout?: string;
  readonly receipt?: string;
  readonly signOnly?: boolean;
  readonly relay?: string;
  readonly expires: bigint;
  readonly confirm?: bigint;
  readonly reference?: Hex;
  readonly return?: bigint;
}

const AFTER = `The holder gives tokens back: --amount, --payout and --receipt. The receipt goes to the treasurer, who learns from it where to
pay; the chain shows its salted hash. A holder without gas prints the wish with --sign-only, and anybody sends it with --relay.
The treasurer pays and runs --confirm with the bank's --reference (and --receipt, to hold it against the hash). If that was not
done in time, anybody gives the tokens back to the holder with --return.`;

/** `wattproof token redeem`: tokens back for money, and how that ends. */
export function addTokenRedeem(parent: Command): void {
  const command: Command = parent
    .command("redeem")
    .description("give tokens back for money; --confirm and --return end a redemption")
    .addOption(new Option("--amount <money>", "such as 12.50, at most six decimals").argParser(parseAmount))
    .option("--payout <file>", "text that says where the money is to go, such as an IBAN")
    .option("--receipt <file>", "file that receives, or with --confirm holds, what the treasurer pays by")
    .addOption(new Option("--sign-only", "send nothing: print what the holder signs, for a relayer"))
    .addOption(
      new Option("--relay <file>", "send what --sign-only printed elsewhere").conflicts(["amount", "signOnly"]),
    )
    .addOption(expiresOption())
    .addOption(new Option("--confirm <id>", "say that a redemption was paid").argParser(parseRedemption))
    .addOption(new Option("--reference <text>", "the bank's reference of the pay-out").argParser(parseReference))
    .addOption(
      new Option("--return <id>", "give an overdue redemption's tokens back")
        .argParser(parseRedemption)
        .conflicts(["confirm", "amount", "relay"]),
    );
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof token redeem --amount 12.50 --payout account.txt --receipt payout.json --account home.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((flags: Flags) => {
    const { amount, payout, receipt, relay, confirm, reference } = flags;
    if (flags.return !== undefined) return giveBack(flags, flags.return);
    if (relay !== undefined) return relayOrder(flags, relay);
    if (confirm !== undefined) {
      if (reference === undefined) command.error("error: --confirm needs the bank's --reference");
      return confirmPayout(flags, confirm, reference);
    }
    if (amount === undefined || payout === undefined || receipt === undefined) {
      command.error("error: give --amount, --payout and --receipt, or --relay, --confirm or --return");
    }
    return redeem(flags, amount, { path: receipt, ...newPayoutReceipt(payout) });
  });
}

function redeem(flags: Flags, amount: bigint, receipt: NewPayoutReceipt & { path: string }): Promise<void> {
  const { payoutHash } = receipt;
  return withToken(flags, async (token) => {
    const { chain, contract } = token;
    const account = await openAccount(chain, flags);
    if (!flags.signOnly) {
      const data = TOKEN.encodeFunctionData("redeem", [amount, payoutHash]);
      const change = {
        ...wordsOf(token, { holder: account.address, amount, payoutHash }),
        data,
        learned: redemptionIn,
      };
      return keepThenSend([receipt], () => sendTokenChange(token, account, change, flags));
    }
    const nonce = await read(`the nonce of ${account.address}`, () => contract.nonces(account.address));
    const { chainId, directory } = chain;
    const deadlineS = (await chain.nowS()) + flags.expires;
    const order = { holder: account.address, amount, payoutHash, nonce, deadlineS };
    const message: RedeemMessage = { type: "RedeemOrder", chainId, directory, order, signatures: [] };
    const says = `${wordsOf(token, order).says}, until ${timeText(deadlineS)}`;
    createSecretFile(receipt.path, receipt.text);
    await signTokenMessage(token, flags, { says, types: REDEEM_ORDER_TYPES, message });
  });
}

function relayOrder(flags: Flags, path: string): Promise<void> {
  const message = readTokenMessage(path, "RedeemOrder");
  const [signed, ...more] = message.signatures;
  if (signed === undefined || more.length > 0) throw new TokenMessageUnreadable("it has not exactly one signature");
  return withToken(flags, async (token) => {
    requireMessageHere(token, message);
    const account = await openAccount(token.chain, flags);
    const data = TOKEN.encodeFunctionData("redeemFor", [message.order, signed.signature]);
    const change = { ...wordsOf(token, message.order), data, learned: redemptionIn };
    await sendTokenChange(token, account, change, flags);
  });
}

function confirmPayout(flags: Flags, id: bigint, bankReference: Hex): Promise<void> {
  return withToken(flags, async (token) => {
    const { chain, address, contract } = token;
    const { holder, amount, payoutHash } = await read(`redemption ${id}`, () => contract.redemptionOf(id));
    if (flags.receipt !== undefined) {
      printNote(`The receipt is the redemption's: ${requirePayoutReceipt(flags.receipt, lowerHex(payoutHash))}`);
    }
    const account = await openAccount(chain, flags);
    const data = TOKEN.encodeFunctionData("confirmPayout", [id, bankReference]);
    await takeRoleIfAlone(chain, account, treasurersCall(address, data));
    const money = `${formatMoney(amount)} ${token.currency}`;
    const change = {
      says: `Confirm that redemption ${id}, ${money} of ${lowerHex(holder)}, was paid under ${bankReference}, and burn its tokens`,
      data,
      done: `Redemption ${id} is paid out: ${money} are out of being.`,
      result: { redemption: id, amount: formatMoney(amount), currency: token.currency, bankReference },
    };
    await sendTokenChange(token, account, change, flags);
  });
}

function giveBack(flags: Flags, id: bigint): Promise<void> {
  return withToken(flags, async (token) => {
    const { holder, amount } = await read(`redemption ${id}`, () => token.contract.redemptionOf(id));
    const money = `${formatMoney(amount)} ${token.currency}`;
    const change = {
      says: `Return redemption ${id}, ${money}, to ${lowerHex(holder)}`,
      data: TOKEN.encodeFunctionData("returnRedemption", [id]),
      done: `${money} went back to ${lowerHex(holder)}.`,
      result: { redemption: id, amount: formatMoney(amount), currency: token.currency, holder: lowerHex(holder) },
    };
    await sendTokenChange(token, await openAccount(token.chain, flags), change, flags);
  });
}

/** Number of the redemption that a transaction began. */
function redemptionIn({ logs }: TransactionReceipt) {
  const began = logs.map((log) => TOKEN.parseLog(log)).find((event) => event?.name === "RedemptionRequested");
  const [id, , , , dueAtS] = began?.args ?? [];
  const due = timeText(BigInt(dueAtS));
  return { result: { redemption: id, due }, line: `redemption ${id}, to be paid by ${due}` };
}

function wordsOf(
  { currency }: OpenToken,
  { holder, amount, payoutHash }: Pick<RedeemMessage["order"], "holder" | "amount" | "payoutHash">,
) {
  const money = `${formatMoney(amount)} ${currency}`;
  return {
    says: `Redeem ${money} of ${holder}, to be paid as ${payoutHash} says`,
    done: `${money} of ${holder} wait for their pay-out.`,
    result: { holder, amount: formatMoney(amount), currency, payoutHash },
  };
}
