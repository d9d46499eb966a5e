import { existsSync } from "node:fs";
import {
  createDeviceKeystore,
  createSecretFile,
  type DeviceBinding,
  KeystoreForeign,
  type KeyType,
  LONGEST_KEYSTORE,
  type OpenedDeviceKeystore,
  openDeviceKeystore,
  replaceSecretFile,
} from "../../../identity/index.js";
import type { DeviceName } from "../../chain/deviceName.js";
import { readText } from "../../commandLine/files.js";
import { readNewPassword, readPassword } from "../../commandLine/password.js";

/** A device's keystore that a command opened, in its file. */
export interface KeystoreFile extends OpenedDeviceKeystore {
  readonly path: string;
}

export interface KeystoreFlags {
  readonly passwordFile?: string;
  readonly keyPasswordFile?: string;
}

/** Opens a device's keystore. Throws what `openDeviceKeystore`, `readText` and `readPassword` throw. */
export async function openKeystoreFile(path: string, flags: KeystoreFlags): Promise<KeystoreFile> {
  const text = readText(path, LONGEST_KEYSTORE);
  const password = await readPassword({ of: `the device key ${path}`, file: passwordFileOf(flags) });
  return { ...(await openDeviceKeystore(path, text, password)), path };
}

/** Makes a device's keystore with a new key. Throws `SecretFileExists` and what `readNewPassword` throws. */
export async function createKeystoreFile(path: string, keyType: KeyType, flags: KeystoreFlags): Promise<KeystoreFile> {
  const password = await readNewPassword({ of: `the device key ${path}`, file: passwordFileOf(flags) });
  const { text, ...opened } = await createDeviceKeystore(keyType, { password });
  createSecretFile(path, text);
  return { ...opened, path };
}

/** Opens a device's keystore, or makes it where there is none. */
export async function openOrCreateKeystoreFile(
  path: string,
  keyType: KeyType | undefined,
  flags: KeystoreFlags,
): Promise<KeystoreFile> {
  if (!existsSync(path)) return createKeystoreFile(path, keyType ?? "p256", flags);
  const opened = await openKeystoreFile(path, flags);
  if (keyType !== undefined && keyType !== opened.keyType) {
    throw new KeystoreForeign(path, `holds a ${opened.keyType} key, not a ${keyType} one`);
  }
  return opened;
}

/**
 * Notes in the file which device the key speaks for: one for ever.
 * @throws KeystoreForeign, SecretFileUnwritable
 */
export function bindKeystoreFile({ path, binding, bound }: KeystoreFile, device: DeviceBinding): void {
  if (binding === null) {
    replaceSecretFile(path, bound(device));
  } else if (!isSame(binding, device)) {
    throw new KeystoreForeign(path, `holds the key of device ${binding.device} on chain ${binding.chainId}`);
  }
}

/** The device that a key speaks for. Throws `KeystoreForeign` if it was never enrolled. */
export function requireBinding({ path, binding }: KeystoreFile): DeviceBinding {
  if (binding === null) throw new KeystoreForeign(path, "holds a key that never signed for a device");
  return binding;
}

/** The same, made sure that it is the device that was named, if one was. Throws `KeystoreForeign`. */
export function requireKeyOf(keystore: KeystoreFile, name: DeviceName | undefined): DeviceBinding {
  const binding = requireBinding(keystore);
  if (name === undefined || isSame(binding, { ...binding, ...name })) return binding;
  throw new KeystoreForeign(keystore.path, `holds the key of device ${binding.device}`);
}

function passwordFileOf({ passwordFile, keyPasswordFile }: KeystoreFlags): string | undefined {
  return keyPasswordFile ?? passwordFile;
}

function isSame(a: DeviceBinding, b: DeviceBinding): boolean {
  return a.chainId === b.chainId && a.directory === b.directory && a.device === b.device;
}
