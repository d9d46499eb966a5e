import { createHmac, timingSafeEqual } from "node:crypto";
import { computeAddress } from "ethers";
import { canonicalJson, fromHex, type Hex, isHex, toHex, UnexpectedValue } from "../../protocol/index.js";
import { hex, nullable, object, type Read } from "../../protocol/json/readers.js";
import { KeystoreInvalid, KeystoreTampered } from "../errors.js";
import type { SealOptions } from "./accountKeystore.js";
import { open, parseContainer, seal } from "./container.js";
import {
  type DeviceKey,
  deviceKeyOf,
  isPublicKey,
  isSecret,
  KEY_TYPES,
  type KeyType,
  randomSecret,
} from "./deviceKey.js";
import { DEFAULT_COST } from "./scrypt.js";

/** Which device a key speaks for. */
export interface DeviceBinding {
  readonly chainId: bigint;
  readonly directory: Hex;
  readonly device: Hex;
}

/** What a device's keystore says without its password. */
export interface DeviceKeystoreFacts {
  readonly keyType: KeyType;
  /** `x ‖ y`, 64 bytes. */
  readonly publicKey: Hex;
  /** Null until the key signs for a device. */
  readonly binding: DeviceBinding | null;
}

/** A device's keystore, opened. */
export interface OpenedDeviceKeystore extends DeviceKeystoreFacts {
  readonly key: DeviceKey;
  /** The file's text with another binding, under the same password. */
  bound(binding: DeviceBinding): string;
}

const SCHEMA = "wattproof-device-key/1";
const CHAIN_ID = /^[1-9][0-9]{0,19}$/;
/** Separates this use of the secret from signing. */
const MAC_PURPOSE = "wattproof-device-key/1 metadata";

interface Metadata extends DeviceKeystoreFacts {
  readonly schema: string;
  /** HMAC-SHA256 over the other members, by a key derived from the secret. */
  readonly mac: Hex;
}

/** A new device key of `keyType` as keystore text. */
export async function createDeviceKeystore(keyType: KeyType, options: SealOptions) {
  const secret = randomSecret(keyType);
  return sealDevice(keyType, secret, options);
}

/** A device's secret as keystore text. @param secret One that `isSecret` accepts. */
export async function sealDevice(
  keyType: KeyType,
  secret: Uint8Array,
  { password, cost = DEFAULT_COST }: SealOptions,
): Promise<OpenedDeviceKeystore & { readonly text: string }> {
  const container = await seal(toHex(secret), computeAddress(toHex(secret)), password, cost);
  // The address that a P-256 secret would have as an account is nobody's business, and invites to use it as one.
  if (keyType === "p256") delete container.address;
  const key = deviceKeyOf(keyType, secret);
  const facts = { keyType, publicKey: key.publicKey, binding: null };
  return { ...opened(container, secret, key, facts), text: withFacts(container, secret, facts) };
}

/** What a device's keystore says without its password; whether it is true, only opening it tells. Throws `KeystoreInvalid`. */
export function readDeviceFacts(path: string, text: string): DeviceKeystoreFacts {
  const { keyType, publicKey, binding } = metadataOf(path, parseContainer(path, text));
  return { keyType, publicKey, binding };
}

/**
 * Opens a device's keystore.
 * @param path For errors alone.
 * @throws KeystoreInvalid, PasswordWrong, KeystoreTampered
 */
export async function openDeviceKeystore(path: string, text: string, password: string): Promise<OpenedDeviceKeystore> {
  const container = parseContainer(path, text);
  const { mac, keyType, publicKey, binding } = metadataOf(path, container);
  const secret = fromHex((await open(path, container, password)).secret);
  if (!isSecret(keyType, secret)) throw new KeystoreTampered(path, `holds no ${keyType} key`);
  const key = deviceKeyOf(keyType, secret);
  if (key.publicKey !== publicKey) throw new KeystoreTampered(path, "names another public key than its own");
  const expected = macOf(secret, { keyType, publicKey, binding });
  if (!timingSafeEqual(fromHex(mac), fromHex(expected))) {
    throw new KeystoreTampered(path, "names a device that it was not made for");
  }
  return opened(container, secret, key, { keyType, publicKey, binding });
}

function opened(
  container: Record<string, unknown>,
  secret: Uint8Array,
  key: DeviceKey,
  facts: DeviceKeystoreFacts,
): OpenedDeviceKeystore {
  return { ...facts, key, bound: (binding) => withFacts(container, secret, { ...facts, binding }) };
}

function withFacts(container: Record<string, unknown>, secret: Uint8Array, facts: DeviceKeystoreFacts): string {
  const wattproof = { schema: SCHEMA, ...facts, mac: macOf(secret, facts) };
  const plain = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  return `${JSON.stringify({ ...container, wattproof }, plain, 2)}\n`;
}

function macOf(secret: Uint8Array, facts: DeviceKeystoreFacts): Hex {
  const key = createHmac("sha256", secret).update(MAC_PURPOSE).digest();
  return toHex(createHmac("sha256", key).update(canonicalJson(facts)).digest());
}

const readKeyType: Read<KeyType> = (value) => {
  const keyType = KEY_TYPES.find((each) => each === value);
  if (keyType === undefined) throw new UnexpectedValue(`one of ${KEY_TYPES.join(", ")}`);
  return keyType;
};

const readBinding: Read<DeviceBinding> = object<DeviceBinding>({
  chainId: (value) => {
    if (typeof value !== "string" || !CHAIN_ID.test(value)) throw new UnexpectedValue("a chain id in decimal digits");
    return BigInt(value);
  },
  directory: hex(20),
  device: hex(32),
});

const readMetadata: Read<Metadata> = object<Metadata>({
  schema: (value) => {
    if (value !== SCHEMA) throw new UnexpectedValue(SCHEMA);
    return SCHEMA;
  },
  keyType: readKeyType,
  publicKey: hex(64),
  binding: nullable(readBinding),
  mac: hex(32),
});

function metadataOf(path: string, container: Record<string, unknown>): Metadata {
  if (!("wattproof" in container)) throw new KeystoreInvalid(path, "is an account's, not a device's");
  try {
    const metadata = readMetadata(container.wattproof);
    if (!isHex(metadata.publicKey, 64) || !isPublicKey(metadata.keyType, metadata.publicKey)) {
      throw new UnexpectedValue(`a point of ${metadata.keyType}`, "publicKey");
    }
    return metadata;
  } catch (error) {
    if (!(error instanceof UnexpectedValue)) throw error;
    throw new KeystoreInvalid(path, `has a wattproof.${error.path || "member"} that is not ${error.expected}`);
  }
}
