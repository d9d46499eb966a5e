import { type Command, Option } from "commander";
import { read } from "../../../evidence/index.js";
import { RESERVE_ATTESTATION_TYPES, timeText } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { ABOUT_ACCOUNTS, addAccountOptions } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { hashFile } from "../../commandLine/hashFile.js";
import { parseInstant } from "../../commandLine/instant.js";
import { formatMoney, parseMoney } from "../../commandLine/money.js";
import { printResult } from "../../commandLine/print.js";
import {
  type OpenToken,
  quorumIn,
  requireMessageHere,
  sendTokenChange,
  signedBy,
  signTokenMessage,
  TOKEN,
  withToken,
} from "./openToken.js";
import { ABOUT_QUORUMS, addQuorumOptions, type QuorumFlags } from "./quorumOptions.js";
import { type AttestationMessage, collectSignatures } from "./tokenMessage.js";

interface Flags extends QuorumFlags {
  readonly attest?: bigint;
  readonly asOf?: bigint;
  readonly report?: string;
}

/** `wattproof token reserves`: whether the money covers the tokens; with `--attest`, treasurers state the money. */
export function addTokenReserves(parent: Command): void {
  const command: Command = parent
    .command("reserves")
    .description("say how much money stands behind the tokens; with --attest, state it")
    .addOption(new Option("--attest <money>", "money in the bank, such as 100000.00").argParser(parseMoney))
    .addOption(
      new Option("--as-of <time>", "when it was read, such as 2026-01-31T12:00:00Z").argParser((text) =>
        BigInt(parseInstant(text)),
      ),
    )
    .option("--report <file>", "report that shows it; the chain gets its SHA-256");
  finishCommand(addAccountOptions(addQuorumOptions(command)), {
    example: "npx wattproof token reserves",
    after: `An attestation needs k of n treasurers; where one is enough, --attest signs and sends at once.\n${ABOUT_QUORUMS}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((flags: Flags) => {
    const { attest, asOf, report, signatures, signOnly } = flags;
    if (signatures !== undefined) return goOn(flags, signatures);
    const missing = [attest, asOf, report].filter((each) => each === undefined).length;
    if (missing === 3 && !signOnly) return withToken(flags, (token) => show(token, flags));
    if (attest === undefined || asOf === undefined || report === undefined) {
      command.error("error: give --attest, --as-of and --report together, or --signatures");
    }
    return begin(flags, { amount: attest, asOfS: asOf, report });
  });
}

async function show({ contract, currency }: OpenToken, flags: Flags): Promise<void> {
  const [status, limitLeft, limit, paused, count, threshold, treasurers] = await read("the token's reserves", () =>
    Promise.all([
      contract.reserveStatus(),
      contract.mintableAlone(),
      contract.mintLimit(),
      contract.paused(),
      contract.redemptionCount(),
      contract.threshold(),
      contract.getSignerCount(),
    ]),
  );
  const pending = await read("the token's pending redemptions", () => contract.balanceOf(contract));
  const { supply, reserves, shortfall, asOfS } = status;
  const unissued = reserves > supply ? reserves - supply : 0n;
  const mintable = paused ? 0n : limitLeft < unissued ? limitLeft : unissued;
  const money = (amount: bigint) => `${formatMoney(amount)} ${currency}`;
  printResult(
    {
      currency,
      supply: formatMoney(supply),
      reserves: formatMoney(reserves),
      shortfall: formatMoney(shortfall),
      asOf: asOfS === 0n ? null : timeText(asOfS),
      pendingRedemptions: formatMoney(pending),
      redemptionCount: count,
      mintableAlone: formatMoney(mintable),
      mintLimit: formatMoney(limit),
      mintLimitLeft: formatMoney(limitLeft),
      threshold,
      treasurers,
      paused,
    },
    [
      shortfall > 0n
        ? `The reserves are ${money(shortfall)} short: nothing is minted until they cover the tokens again.`
        : asOfS === 0n
          ? "Nobody attested reserves yet: nothing can be minted."
          : "The reserves cover the tokens.",
      `  tokens        ${money(supply)}, of which ${money(pending)} wait to be paid out`,
      `  reserves      ${money(reserves)}${asOfS === 0n ? "" : `, as of ${timeText(asOfS)}`}`,
      `  a treasurer   may mint ${money(mintable)} now; the day's limit of ${money(limit)} leaves ${money(limitLeft)}, and above it ${threshold} of ${treasurers} sign`,
      ...(paused ? ["  paused        no transfers and no mints; redemptions go on"] : []),
    ],
    flags,
  );
}

function begin(flags: Flags, said: { amount: bigint; asOfS: bigint; report: string }): Promise<void> {
  return withToken(flags, async (token) => {
    const { chainId, directory } = token.chain;
    const { amount, asOfS } = said;
    const reportHash = await hashFile(said.report);
    const order = { amount, asOfS, reportHash, deadlineS: (await token.chain.nowS()) + flags.expires };
    const unsigned = { type: "ReserveAttestation", chainId, directory, order, signatures: [] } as const;
    if (flags.signOnly) return sign(token, flags, unsigned);
    const account = await openAccount(token.chain, flags);
    const message = await signedBy<AttestationMessage>(token, account, {
      says: signingWords(token, unsigned),
      types: RESERVE_ATTESTATION_TYPES,
      message: unsigned,
    });
    await sendTokenChange(token, account, changeOf(token, message), flags);
  });
}

async function goOn(flags: Flags, paths: readonly string[]): Promise<void> {
  const reportHash = flags.report === undefined ? undefined : await hashFile(flags.report);
  const said = { amount: flags.attest, asOfS: flags.asOf, reportHash };
  const message = collectSignatures(paths, "ReserveAttestation", said);
  await withToken(flags, async (token) => {
    requireMessageHere(token, message);
    if (flags.signOnly) return sign(token, flags, message);
    await sendTokenChange(token, await openAccount(token.chain, flags), changeOf(token, message), flags);
  });
}

function sign(token: OpenToken, flags: Flags, message: AttestationMessage): Promise<void> {
  const says = signingWords(token, message);
  return signTokenMessage(token, flags, { says, types: RESERVE_ATTESTATION_TYPES, message });
}

function signingWords(token: OpenToken, message: AttestationMessage): string {
  return `${changeOf(token, message).says}, until ${timeText(message.order.deadlineS)}`;
}

function changeOf({ currency }: OpenToken, message: AttestationMessage) {
  const { amount, asOfS, reportHash } = message.order;
  const money = `${formatMoney(amount)} ${currency}`;
  return {
    says: `Attest reserves of ${money} as of ${timeText(asOfS)}, shown by report ${reportHash}`,
    data: TOKEN.encodeFunctionData("attestReserves", [message.order, quorumIn(message)]),
    done: `Reserves of ${money} are attested as of ${timeText(asOfS)}.`,
    result: { reserves: formatMoney(amount), currency, asOf: timeText(asOfS), reportHash },
  };
}
