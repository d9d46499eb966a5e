import { type Command, Option } from "commander";
import {
  type EnrolmentMessage,
  parseTicket,
  requireCurrent,
  requireSignedEnrolment,
  signEnrolment,
} from "../../../identity/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { readTicketFile } from "./deviceTicket.js";
import { ABOUT_RELAYING, addKeyOptions, type KeyFlags, keyTypeOption } from "./keyOptions.js";
import { bindKeystoreFile, type KeystoreFile, openOrCreateKeystoreFile } from "./keystoreFile.js";
import { printMessage, type Relayer, readDeviceNow, readMessage, relay, requireHere } from "./relayMessage.js";
import { REGISTRY } from "./sendChange.js";

interface Flags extends KeyFlags {
  readonly ticket?: string;
}

/** `wattproof device enrol`: a device proves its key to the registry, with the ticket that its organisation gave it. */
export function addDeviceEnrol(parent: Command): void {
  const command: Command = parent
    .command("enrol")
    .description("enrol a device with its own key, by ticket")
    .addOption(new Option("--ticket <file>", "file with the ticket").conflicts("relay"))
    .addOption(keyTypeOption());
  finishCommand(addKeyOptions(command), {
    example: "npx wattproof device enrol --ticket m1.ticket --keystore m1.key.json --account installer.json",
    after: `The keystore is made if there is none. With --sign-only no node is asked.\n${ABOUT_RELAYING}\n${ABOUT_ACCOUNTS}`,
  });

  command.action(async (flags: Flags) => {
    const { ticket: ticketFile, keystore: keystorePath, relay: messageFile } = flags;
    if (messageFile !== undefined) {
      const message = readMessage(messageFile, "Enrolment");
      return withChain(flags, async (chain) => {
        requireHere("The device's message", chain, message);
        await send({ chain, account: await openAccount(chain, flags), flags }, message);
      });
    }
    if (ticketFile === undefined || keystorePath === undefined) {
      command.error("error: give --ticket and --keystore, or --relay");
    }
    const ticket = parseTicket(readTicketFile(ticketFile));
    const { chainId, directory, device } = ticket;
    if (flags.signOnly) {
      const keystore = await openOrCreateKeystoreFile(keystorePath, flags.keyType, flags);
      bindKeystoreFile(keystore, { chainId, directory, device });
      return printMessage(signEnrolment(ticket, keystore.key));
    }
    await withChain(flags, async (chain) => {
      requireHere("The ticket", chain, ticket);
      const now = await readDeviceNow(chain, device);
      requireCurrent(ticket, now, now.nowS);
      // The account first: without one no key is made in vain.
      const account = await openAccount(chain, flags);
      const keystore = await openOrCreateKeystoreFile(keystorePath, flags.keyType, flags);
      // The device too before anything is sent: once it is enrolled, its file must say so.
      bindKeystoreFile(keystore, { chainId, directory, device });
      await send({ chain, account, flags }, signEnrolment(ticket, keystore.key), keystore);
    });
  });
}

async function send(relayer: Relayer, message: EnrolmentMessage, keystore?: KeystoreFile): Promise<void> {
  const { device, signer, enrolmentSignature, deviceSignature } = message;
  const now = await readDeviceNow(relayer.chain, device);
  requireSignedEnrolment(message, now);
  await relay(relayer, device, {
    says: `Enrol device ${device} with the key ${signer}`,
    to: now.registry,
    data: REGISTRY.encodeFunctionData("enrol", [{ device, signer, enrolmentSignature, deviceSignature }]),
    done: `Device ${device} is enrolled and active.`,
    result: { signer, ...(keystore ? { keystore: keystore.path, keyType: keystore.keyType } : {}) },
  });
}
