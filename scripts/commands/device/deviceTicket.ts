import { type Command, Option } from "commander";
import { readRegisteredDevice, requireBlock } from "../../../evidence/index.js";
import { formatDid, kindWord, parseTicket } from "../../../identity/index.js";
import type { Hex } from "../../../protocol/index.js";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseLife } from "../../commandLine/duration.js";
import { readText } from "../../commandLine/files.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";
import { keepThenSend, newTicket, readTicketGround, showQr, timeOf } from "./newTicket.js";
import { REGISTRY } from "./sendChange.js";

interface Flags extends WriteFlags {
  readonly ticket: string;
  readonly expires: bigint;
  readonly qr?: boolean;
}

const VERBS = [
  {
    name: "renew" as const,
    description: "give a device that is not enrolled yet a new ticket",
    says: (device: Hex) => `Give device ${device} a new ticket in place of its old one`,
    data: (device: Hex, key: Hex, expiresAtS: bigint) =>
      REGISTRY.encodeFunctionData("renewEnrolment", [device, key, expiresAtS]),
  },
  {
    name: "recover" as const,
    description: "give a device whose key is lost or leaked a ticket for another key",
    says: (device: Hex) => `Give device ${device} a ticket for another key: until it enrols, its records do not count`,
    data: (device: Hex, key: Hex, expiresAtS: bigint) =>
      REGISTRY.encodeFunctionData("recover", [device, key, expiresAtS]),
  },
];

/** `wattproof device renew|recover`: another ticket; `wattproof device ticket`: what a ticket says. */
export function addDeviceTicket(parent: Command): void {
  for (const verb of VERBS) {
    const command = parent
      .command(verb.name)
      .description(verb.description)
      .argument("<device>", "device id or DID", parseDevice)
      .requiredOption("--ticket <file>", "file that receives the ticket")
      .addOption(new Option("--expires <time>", "time that it lives").argParser(parseLife).default(604_800n, "7d"))
      .addOption(new Option("--qr", "also draw it as a QR code; whoever sees it can enrol").conflicts("json"));
    finishCommand(addAccountOptions(command), {
      example: `npx wattproof device ${verb.name} 0x… --ticket m1.ticket --account grid.json`,
      after: ABOUT_ACCOUNTS,
    });
    command.action((device: DeviceName, flags: Flags) => giveTicket(verb, device, flags));
  }
  addShowTicket(parent);
}

async function giveTicket({ says, data }: (typeof VERBS)[number], name: DeviceName, flags: Flags): Promise<void> {
  await withChain(flags, async (chain) => {
    const device = idOn(chain, name);
    const account = await openAccount(chain, flags);
    const to = await chain.contract("DeviceRegistry");
    const { number: blockTag, timestamp } = await requireBlock(chain.provider, "latest");
    const at = { provider: chain.provider, devices: to, blockTag };
    const { kind, organisation, owner } = await readRegisteredDevice(at, device);
    const expiresAtS = BigInt(timestamp) + flags.expires;
    const ticket = newTicket(await readTicketGround(chain), { device, kind, organisation, owner, expiresAtS });
    const { chainId, directory } = chain;
    const action = {
      says: says(device),
      to,
      data: data(device, ticket.enrolmentKey, expiresAtS),
      done: [
        `Device ${device} has a new ticket, good until ${timeOf(expiresAtS)}.`,
        `  ticket  ${flags.ticket} (whoever has it can enrol a key)`,
      ],
      result: { device, did: formatDid({ chainId, directory, device }), ticket: flags.ticket, expiresAtS },
    };
    await keepThenSend([{ path: flags.ticket, text: `${ticket.text}\n` }], () =>
      sendAndTell(chain, account, action, flags),
    );
    if (flags.qr) showQr(ticket.text);
  });
}

function addShowTicket(parent: Command): void {
  const command: Command = parent
    .command("ticket")
    .description("say what a ticket is for, and with --qr draw it")
    .argument("<file>", "file with the ticket")
    .addOption(new Option("--qr", "draw it as a QR code; whoever sees it can enrol").conflicts("json"));
  finishCommand(command, { example: "npx wattproof device ticket m1.ticket --qr" });
  command.action((file: string, { qr, ...print }: PrintOptions & { qr?: boolean }) => {
    const text = readTicketFile(file);
    const { chainId, directory, device, kind, organisation, owner, expiresAtS } = parseTicket(text);
    const did = formatDid({ chainId, directory, device });
    printResult(
      { device, did, chainId, directory, kind: kindWord(kind), organisation, owner, expiresAtS },
      [
        `A ticket for device ${device}, a ${kindWord(kind)}, good until ${timeOf(expiresAtS)}.`,
        `  organisation  ${organisation}`,
        `  owner         ${owner}`,
        `  chain         ${chainId}, Directory ${directory}`,
      ],
      print,
    );
    if (qr) showQr(text.trim());
  });
}

const LONGEST_TICKET_FILE_BYTES = 4096;

/** Text of a ticket's file. Throws `FileUnreadable`, `FileTooLarge`. */
export function readTicketFile(path: string): string {
  return readText(path, LONGEST_TICKET_FILE_BYTES);
}
