import { type Command, Option } from "commander";
import { formatDid, kindWord } from "../../../identity/index.js";
import type { DeviceKind, Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseLife } from "../../commandLine/duration.js";
import { printResult } from "../../commandLine/print.js";
import { parseAddress } from "../../commandLine/values.js";
import { parseKind } from "./deviceValues.js";
import { type Kept, keepThenSend, newTicket, readTicketGround, showQr, timeOf } from "./newTicket.js";
import { newReceipt, type Receipt, receiptText } from "./receipt.js";
import { type BatchRow, ROWS_PER_TRANSACTION, readBatch } from "./registerBatch.js";
import { REGISTRY } from "./sendChange.js";

interface Flags extends WriteFlags {
  readonly kind?: DeviceKind;
  readonly owner?: Hex;
  readonly serial?: string;
  readonly ticket?: string;
  readonly receipt?: string;
  readonly batch?: string;
  readonly out?: string;
  readonly organisation?: Hex;
  readonly expires: bigint;
  readonly qr?: boolean;
}

const AFTER = `Writes a ticket, with which the device enrols once, and a receipt, which says what serial number stands behind the id.
Both are secrets in files that only you may read. The chain learns neither serial number nor ticket. The owner is paid
for what the device measures. A batch has columns kind, owner and serial, and ${ROWS_PER_TRANSACTION} devices fit one transaction.
${ABOUT_ACCOUNTS}`;

/** `wattproof device register`: an organisation tells the registry of a device, and gets the ticket for it. */
export function addDeviceRegister(parent: Command): void {
  const command: Command = parent
    .command("register")
    .description("register a device, and write the ticket with which it enrols")
    .addOption(new Option("--kind <kind>", "meter, battery, charger, gateway or sensor").argParser(parseKind))
    .addOption(new Option("--owner <address>", "account that is paid for what it measures").argParser(parseAddress))
    .option("--serial <text>", "serial number; stays off the chain")
    .option("--ticket <file>", "file that receives the ticket")
    .option("--receipt <file>", "file that receives the receipt (default: <ticket>.receipt.json)")
    .addOption(
      new Option("--batch <file>", "CSV of many devices").conflicts([
        "kind",
        "owner",
        "serial",
        "ticket",
        "receipt",
        "qr",
      ]),
    )
    .addOption(new Option("--out <directory>", "where a batch's tickets and receipts go").default("."))
    .addOption(new Option("--organisation <address>", "member that you register for").argParser(parseAddress))
    .addOption(
      new Option("--expires <time>", "time that the ticket lives").argParser(parseLife).default(604_800n, "7d"),
    )
    .addOption(new Option("--qr", "also draw the ticket as a QR code; whoever sees it can enrol").conflicts("json"));
  finishCommand(addAccountOptions(command), {
    example:
      "npx wattproof device register --kind meter --owner 0x… --serial M-1 --ticket m1.ticket --account grid.json",
    after: AFTER,
  });

  command.action(async (flags: Flags) => {
    const { kind, owner, serial, ticket, batch, out = "." } = flags;
    if (batch === undefined && !(kind && owner && serial && ticket)) {
      command.error("error: give --kind, --owner, --serial and --ticket, or --batch");
    }
    const rows: readonly BatchRow[] =
      batch === undefined
        ? [{ kind: kind as DeviceKind, owner: owner as Hex, serial: serial as string }]
        : readBatch(batch);
    const pathsOf = ({ device }: Receipt) =>
      batch === undefined
        ? { ticket: ticket as string, receipt: flags.receipt ?? `${ticket}.receipt.json` }
        : { ticket: `${out}/${device}.ticket`, receipt: `${out}/${device}.receipt.json` };
    await withChain(flags, (chain) => register(chain, rows, pathsOf, flags));
  });
}

async function register(
  chain: OpenChain,
  rows: readonly BatchRow[],
  pathsOf: (receipt: Receipt) => { ticket: string; receipt: string },
  flags: Flags,
): Promise<void> {
  const account = await openAccount(chain, flags);
  const organisation = flags.organisation ?? account.address;
  const ground = await readTicketGround(chain);
  const to = await chain.contract("DeviceRegistry");
  const registered: Registered[] = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_TRANSACTION) {
    const expiresAtS = (await chain.nowS()) + flags.expires;
    const devices = rows.slice(at, at + ROWS_PER_TRANSACTION).map((row) => {
      const receipt = newReceipt({ ...ground, ...row, organisation });
      const ticket = newTicket(ground, { ...receipt, expiresAtS });
      return { receipt, ticket, paths: pathsOf(receipt) };
    });
    const files = devices.flatMap(({ receipt, ticket, paths }): Kept[] => [
      { path: paths.ticket, text: `${ticket.text}\n` },
      { path: paths.receipt, text: receiptText(receipt) },
    ]);
    const registrations = devices.map(({ receipt: { commitment, kind, owner }, ticket: { enrolmentKey } }) => ({
      organisation,
      commitment,
      kind,
      owner,
      enrolmentKey,
      enrolmentExpiresAtS: expiresAtS,
    }));
    const [first] = devices;
    const says =
      first && devices.length === 1
        ? `Register ${kindWord(first.receipt.kind)} ${first.receipt.device} for ${organisation}, owned by ${first.receipt.owner}`
        : `Register devices ${at + 1} to ${at + devices.length} of ${rows.length} for ${organisation}`;
    const data = REGISTRY.encodeFunctionData("registerBatch", [registrations]);
    const { hash, blockNumber } = await keepThenSend(files, () => transact(chain, account, { says, to, data }));
    for (const { receipt, ticket, paths } of devices) {
      registered.push({ ...receipt, expiresAtS, paths, text: ticket.text, hash, blockNumber });
    }
  }
  tell(registered, flags);
}

interface Registered extends Receipt {
  readonly expiresAtS: bigint;
  readonly paths: { readonly ticket: string; readonly receipt: string };
  readonly text: string;
  readonly hash: string;
  readonly blockNumber: number;
}

/** Neither ticket nor serial number or salt: those are in the files. */
function tell(registered: readonly Registered[], flags: Flags): void {
  const results = registered.map(
    ({ paths, hash, blockNumber, text: _text, serial: _serial, salt: _salt, ...facts }) => ({
      device: facts.device,
      did: formatDid(facts),
      kind: kindWord(facts.kind),
      organisation: facts.organisation,
      owner: facts.owner,
      commitment: facts.commitment,
      expiresAtS: facts.expiresAtS,
      ...paths,
      transaction: hash,
      block: blockNumber,
    }),
  );
  const lines = results.flatMap(({ device, kind, expiresAtS, ticket, receipt, transaction, block }) => [
    `Device ${device}, a ${kind}, is registered.`,
    `  ticket   ${ticket} (good until ${timeOf(expiresAtS)}; whoever has it can enrol a key)`,
    `  receipt  ${receipt} (serial number and salt; keep it)`,
    `  transaction ${transaction} in block ${block}`,
  ]);
  printResult(flags.batch === undefined ? results[0] : { devices: results }, lines, flags);
  if (flags.qr) for (const { text } of registered) showQr(text);
}
