import { type Command, Option } from "commander";
import { type Hex, MINT_ORDER_TYPES, timeText } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { takeRoleIfAlone } from "../../chain/takeRole.js";
import { ABOUT_ACCOUNTS, addAccountOptions } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatMoney, parseAmount } from "../../commandLine/money.js";
import { parseAddress } from "../../commandLine/values.js";
import {
  type OpenToken,
  quorumIn,
  requireMessageHere,
  sendTokenChange,
  signTokenMessage,
  TOKEN,
  treasurersCall,
  withToken,
} from "./openToken.js";
import { ABOUT_QUORUMS, addQuorumOptions, type QuorumFlags } from "./quorumOptions.js";
import { collectSignatures, type MintMessage } from "./tokenMessage.js";
import { parseReference } from "./tokenValues.js";

interface Flags extends QuorumFlags {
  readonly to?: Hex;
  readonly amount?: bigint;
  readonly reference?: Hex;
}

type Payment = Pick<MintMessage["order"], "to" | "amount" | "paymentReference">;

/** `wattproof token mint`: tokens for money that came in, by one treasurer or a quorum. */
export function addTokenMint(parent: Command): void {
  const command: Command = parent
    .command("mint")
    .description("mint tokens for a payment, once per reference")
    .addOption(new Option("--to <address>", "account that receives them").argParser(parseAddress))
    .addOption(new Option("--amount <money>", "such as 12.50, at most six decimals").argParser(parseAmount))
    .addOption(new Option("--reference <text>", "the bank's reference of the payment").argParser(parseReference));
  finishCommand(addAccountOptions(addQuorumOptions(command)), {
    example: 'npx wattproof token mint --to 0x… --amount 12.50 --reference "2026-11-21/4711" --account treasurer.json',
    after: `Within the limit an account with the treasurer's role mints alone. The chain shows a hash of the reference, not its text.\n${ABOUT_QUORUMS}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((flags: Flags) => {
    const { to, amount, reference: paymentReference } = flags;
    if (flags.signatures !== undefined) return goOn(flags, flags.signatures);
    if (to === undefined || amount === undefined || paymentReference === undefined) {
      command.error("error: give --to, --amount and --reference, or --signatures");
    }
    return begin(flags, { to, amount, paymentReference });
  });
}

function begin(flags: Flags, payment: Payment): Promise<void> {
  return withToken(flags, async (token) => {
    const { chain, address } = token;
    if (flags.signOnly) {
      const deadlineS = (await chain.nowS()) + flags.expires;
      const { chainId, directory } = chain;
      const order = { ...payment, deadlineS };
      return sign(token, flags, { type: "MintOrder", chainId, directory, order, signatures: [] });
    }
    const { to, amount, paymentReference } = payment;
    const account = await openAccount(chain, flags);
    const data = TOKEN.encodeFunctionData("mint", [to, amount, paymentReference]);
    await takeRoleIfAlone(chain, account, treasurersCall(address, data));
    await sendTokenChange(token, account, { ...wordsOf(token, payment), data }, flags);
  });
}

function goOn(flags: Flags, paths: readonly string[]): Promise<void> {
  const { to, amount, reference: paymentReference } = flags;
  const message = collectSignatures(paths, "MintOrder", { to, amount, paymentReference });
  return withToken(flags, async (token) => {
    requireMessageHere(token, message);
    if (flags.signOnly) return sign(token, flags, message);
    const account = await openAccount(token.chain, flags);
    const data = TOKEN.encodeFunctionData("mintByQuorum", [message.order, quorumIn(message)]);
    await sendTokenChange(token, account, { ...wordsOf(token, message.order), data }, flags);
  });
}

function sign(token: OpenToken, flags: Flags, message: MintMessage): Promise<void> {
  const { says } = wordsOf(token, message.order);
  const until = timeText(message.order.deadlineS);
  return signTokenMessage(token, flags, { says: `${says}, until ${until}`, types: MINT_ORDER_TYPES, message });
}

function wordsOf({ currency }: OpenToken, { to, amount, paymentReference }: Payment) {
  const money = `${formatMoney(amount)} ${currency}`;
  return {
    says: `Mint ${money} to ${to} for payment ${paymentReference}`,
    done: `${money} were minted to ${to}.`,
    result: { to, amount: formatMoney(amount), currency, paymentReference },
  };
}
