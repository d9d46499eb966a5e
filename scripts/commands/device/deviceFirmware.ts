import { type Command, Option } from "commander";
import {
  type FirmwareMessage,
  formatDid,
  KeystoreForeign,
  requireSignedFirmware,
  signFirmware,
} from "../../../identity/index.js";
import { type Hex, WattproofError } from "../../../protocol/index.js";
import { IDeviceRegistry__factory } from "../../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { type DeviceName, idOn, parseDevices } from "../../chain/deviceName.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand, speakOurErrors } from "../../commandLine/command.js";
import { hashFile } from "../../commandLine/hashFile.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { parseVersion } from "./deviceValues.js";
import { ABOUT_RELAYING, addKeyOptions, type KeyFlags } from "./keyOptions.js";
import { openKeystoreFile, requireBinding } from "./keystoreFile.js";
import { printMessage, type Relayer, readDeviceNow, readMessage, relay, requireHere } from "./relayMessage.js";
import { REGISTRY } from "./sendChange.js";

/** `wattproof device firmware release|confirm`: what the maker released, and what the device says that it runs. */
export function addDeviceFirmware(parent: Command): void {
  const firmware = speakOurErrors(
    parent.command("firmware").description("firmware of the maker, confirmed by devices"),
  );
  addRelease(firmware);
  addConfirm(firmware);
}

interface ReleaseFlags extends WriteFlags {
  readonly firmwareVersion: bigint;
  readonly image?: string;
  readonly hash?: Hex;
}

function addRelease(parent: Command): void {
  const command: Command = parent
    .command("release")
    .description("the maker releases firmware for devices that it registered first")
    .argument("<devices...>", "device ids or DIDs", parseDevices)
    .addOption(
      new Option("--firmware-version <n>", "higher than the last").argParser(parseVersion).makeOptionMandatory(),
    )
    .addOption(new Option("--image <file>", "image; its SHA-256 goes to the chain").conflicts("hash"))
    .addOption(new Option("--hash <hash>", "hash of the image, as you publish it").argParser(parseBytes32));
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof device firmware release 0x… --firmware-version 2 --image fw.bin --account maker.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action(
    async (names: readonly DeviceName[], { image, hash, firmwareVersion: version, ...flags }: ReleaseFlags) => {
      const firmwareHash = image === undefined ? hash : await hashFile(image);
      if (firmwareHash === undefined) command.error("error: give --image or --hash");
      await withChain(flags, async (chain) => {
        const devices = names.map((name) => idOn(chain, name));
        const counted = devices.length === 1 ? "1 device" : `${devices.length} devices`;
        const account = await openAccount(chain, flags);
        const { chainId, directory } = chain;
        const action = {
          says: `Release firmware ${version} (${firmwareHash}) for ${counted}`,
          to: await chain.contract("DeviceRegistry"),
          data: REGISTRY.encodeFunctionData("releaseFirmware", [devices, version, firmwareHash]),
          done: `Firmware ${version} is released for ${counted}; each confirms it with wattproof device firmware confirm.`,
          result: {
            devices: devices.map((device) => ({ device, did: formatDid({ chainId, directory, device }) })),
            version,
            firmwareHash,
          },
        };
        await sendAndTell(chain, account, action, flags);
      });
    },
  );
}

interface ConfirmFlags extends KeyFlags {
  readonly image?: string;
}

function addConfirm(parent: Command): void {
  const command: Command = parent
    .command("confirm")
    .description("a device says that it runs what its maker released last")
    .option("--image <file>", "image that runs; compared with the release before anything is signed");
  finishCommand(addKeyOptions(command), {
    example: "npx wattproof device firmware confirm --keystore m1.key.json --account installer.json",
    after: `${ABOUT_RELAYING}\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (flags: ConfirmFlags) => {
    const { keystore: path, relay: messageFile, image } = flags;
    if (messageFile !== undefined) {
      const message = readMessage(messageFile, "FirmwareConfirmation");
      return withChain(flags, async (chain) => {
        requireHere("The device's message", chain, message);
        await sendConfirmation({ chain, account: await openAccount(chain, flags), flags }, message);
      });
    }
    if (path === undefined) command.error("error: give --keystore or --relay");
    const imageHash = image === undefined ? undefined : await hashFile(image);
    await withChain(flags, async (chain) => {
      const keystore = await openKeystoreFile(path, flags);
      const binding = requireBinding(keystore);
      requireHere(`The keystore ${path}`, chain, binding);
      const { registry, signer, p256Verifier } = await readDeviceNow(chain, binding.device);
      if (signer !== keystore.key.signerFor(p256Verifier)) {
        throw new KeystoreForeign(path, "does not hold the key that counts now for its device");
      }
      const { released } = await IDeviceRegistry__factory.connect(registry, chain.provider).firmwareOf(binding.device);
      const [version, firmwareHash] = [released.version, released.firmwareHash.toLowerCase() as Hex];
      if (version === 0n) throw new FirmwareMissing(binding.device);
      if (imageHash !== undefined && imageHash !== firmwareHash) throw new FirmwareMismatch(imageHash, firmwareHash);
      const message = signFirmware({ ...binding, version, firmwareHash }, keystore.key);
      if (flags.signOnly) printMessage(message);
      else await sendConfirmation({ chain, account: await openAccount(chain, flags), flags }, message);
    });
  });
}

async function sendConfirmation(relayer: Relayer, message: FirmwareMessage): Promise<void> {
  const { device, version, firmwareHash, signature } = message;
  const now = await readDeviceNow(relayer.chain, device);
  if (now.signer !== "0x") requireSignedFirmware(message, now.signer);
  await relay(relayer, device, {
    says: `State that device ${device} runs firmware ${version} (${firmwareHash})`,
    to: now.registry,
    data: REGISTRY.encodeFunctionData("confirmFirmware", [device, signature]),
    done: `Device ${device} runs firmware ${version}, as it says itself.`,
    result: { version, firmwareHash },
  });
}

/** There is nothing that a device could confirm. */
export class FirmwareMissing extends WattproofError {
  constructor(device: Hex) {
    super({
      code: "FirmwareMissing",
      message: `The maker of device ${device} released no firmware.`,
      next: "Release it first (wattproof device firmware release).",
      facts: { device },
    });
  }
}

/** The image that runs is not the one that was released. */
export class FirmwareMismatch extends WattproofError {
  constructor(imageHash: Hex, releasedHash: Hex) {
    super({
      code: "FirmwareMismatch",
      message: `The image has the SHA-256 ${imageHash}, but the release has ${releasedHash}.`,
      next: "Install the released firmware, or give the image that runs; nothing was signed.",
      facts: { imageHash, releasedHash },
    });
  }
}
