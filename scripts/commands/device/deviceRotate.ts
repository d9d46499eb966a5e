import { type Command, Option } from "commander";
import { KeystoreForeign, type RotationMessage, requireSignedRotation, signRotation } from "../../../identity/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseLife } from "../../commandLine/duration.js";
import { ABOUT_RELAYING, addKeyOptions, type KeyFlags, keyTypeOption } from "./keyOptions.js";
import {
  bindKeystoreFile,
  type KeystoreFile,
  openKeystoreFile,
  openOrCreateKeystoreFile,
  requireBinding,
} from "./keystoreFile.js";
import { printMessage, type Relayer, readDeviceNow, readMessage, relay, requireHere } from "./relayMessage.js";
import { REGISTRY } from "./sendChange.js";

interface Flags extends KeyFlags {
  readonly newKeystore?: string;
  readonly expires: bigint;
}

/** `wattproof device rotate`: a device hands over from its old key to a new one; both sign. */
export function addDeviceRotate(parent: Command): void {
  const command: Command = parent
    .command("rotate")
    .description("hand a device over to a new key of its own")
    .addOption(new Option("--new-keystore <file>", "keystore of the new key").conflicts("relay"))
    .addOption(keyTypeOption())
    .addOption(
      new Option("--expires <time>", "time in which it may be sent").argParser(parseLife).default(86_400n, "1d"),
    );
  finishCommand(addKeyOptions(command), {
    example: "npx wattproof device rotate --keystore m1.key.json --new-keystore m1.key2.json --account installer.json",
    after: `The new keystore is made if there is none; the old one stays, and is worth nothing afterwards.\n${ABOUT_RELAYING}\n${ABOUT_ACCOUNTS}`,
  });

  command.action(async (flags: Flags) => {
    const { keystore: oldPath, newKeystore: newPath, relay: messageFile } = flags;
    if (messageFile !== undefined) {
      const message = readMessage(messageFile, "KeyRotation");
      return withChain(flags, async (chain) => {
        requireHere("The device's message", chain, message);
        await send({ chain, account: await openAccount(chain, flags), flags }, message);
      });
    }
    if (oldPath === undefined || newPath === undefined) {
      command.error("error: give --keystore and --new-keystore, or --relay");
    }
    await withChain(flags, async (chain) => {
      const old = await openKeystoreFile(oldPath, flags);
      const binding = requireBinding(old);
      requireHere(`The keystore ${oldPath}`, chain, binding);
      const now = await readDeviceNow(chain, binding.device);
      const { signerCount: index, p256Verifier, nowS, signer } = now;
      if (signer !== old.key.signerFor(p256Verifier)) {
        throw new KeystoreForeign(oldPath, "does not hold the key that counts now for its device");
      }
      // The account before the key, and the key's device before anything is sent: see `device enrol`.
      const account = flags.signOnly ? undefined : await openAccount(chain, flags);
      const next = await openOrCreateKeystoreFile(newPath, flags.keyType, flags);
      bindKeystoreFile(next, binding);
      const wish = { ...binding, index, p256Verifier, expiresAtS: nowS + flags.expires };
      const message = signRotation(wish, old.key, next.key);
      if (account === undefined) printMessage(message);
      else await send({ chain, account, flags }, message, next);
    });
  });
}

async function send(relayer: Relayer, message: RotationMessage, next?: KeystoreFile): Promise<void> {
  const { device, signer, expiresAtS, oldSignature, newSignature } = message;
  const now = await readDeviceNow(relayer.chain, device);
  if (now.signer !== "0x") requireSignedRotation(message, now.signer);
  await relay(relayer, device, {
    says: `Hand device ${device} over to its new key ${signer}`,
    to: now.registry,
    data: REGISTRY.encodeFunctionData("rotate", [{ device, signer, expiresAtS, oldSignature, newSignature }]),
    done: `Device ${device} signs with its new key from now on.`,
    result: { signer, ...(next ? { keystore: next.path, keyType: next.keyType } : {}) },
  });
}
