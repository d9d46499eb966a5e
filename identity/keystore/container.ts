import { decryptKeystoreJson, encryptKeystoreJson, isError } from "ethers";
import { type Hex, isHex } from "../../protocol/index.js";
import { KeystoreInvalid, PasswordWrong } from "../errors.js";
import { MOST_MEMORY_BYTES, memoryOf, preferNativeScrypt, type ScryptCost } from "./scrypt.js";

/** Longest keystore that is read, characters; real ones have fewer than a thousand. */
export const LONGEST_KEYSTORE = 64 * 1024;

/** A key derivation may take no more rounds than this: about ten seconds. */
const MOST_PBKDF2_ROUNDS = 10_000_000;
const MOST_P = 16;

/** The members of Web3 Secret Storage, version 3, that are looked at before any work is done. */
interface Container {
  readonly version: number;
  readonly address?: string;
  readonly crypto: { readonly kdf: string; readonly kdfparams: Readonly<Record<string, unknown>> };
}

/**
 * Encrypts 32 secret bytes as Web3 Secret Storage, version 3, with scrypt.
 * @returns The container's members; `address` is that of the secret as an Ethereum account.
 */
export async function seal(
  secret: Hex,
  address: string,
  password: string,
  cost: ScryptCost,
): Promise<Record<string, unknown>> {
  preferNativeScrypt();
  const text = await encryptKeystoreJson({ address, privateKey: secret }, password, { scrypt: { ...cost } });
  const { Crypto, ...others } = JSON.parse(text) as Record<string, unknown>;
  // ethers writes `Crypto` as the first wallets did; the standard and geth say `crypto`.
  return { ...others, crypto: Crypto };
}

/**
 * The secret of a container, and the address that it has as an Ethereum account.
 * @param path For errors alone.
 * @throws KeystoreInvalid, PasswordWrong
 */
export async function open(
  path: string,
  container: Record<string, unknown>,
  password: string,
): Promise<{ secret: Hex; address: Hex }> {
  requireBearable(path, container);
  preferNativeScrypt();
  try {
    const { privateKey, address } = await decryptKeystoreJson(JSON.stringify(container), password);
    if (!isHex(privateKey, 32)) throw new KeystoreInvalid(path, "holds no key of 32 bytes");
    return { secret: privateKey, address: address.toLowerCase() as Hex };
  } catch (error) {
    if (error instanceof KeystoreInvalid) throw error;
    // What ethers says may quote the file; only its one word about the password is of use.
    if (isError(error, "INVALID_ARGUMENT") && error.argument === "password") throw new PasswordWrong(path);
    if (isError(error, "INVALID_ARGUMENT") && error.argument === "address") {
      throw new KeystoreInvalid(path, "names another address than its key has");
    }
    throw new KeystoreInvalid(path, "is not what Web3 Secret Storage, version 3, says it should be");
  }
}

/**
 * Parses a keystore's text, as far as that is possible without its password.
 * @throws KeystoreInvalid
 */
export function parseContainer(path: string, text: string): Record<string, unknown> {
  if (text.length > LONGEST_KEYSTORE) throw new KeystoreInvalid(path, `has more than ${LONGEST_KEYSTORE} characters`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's own message quotes the text.
    throw new KeystoreInvalid(path, "is not whole JSON");
  }
  if (!isObject(value) || !Object.keys(value).some((name) => name.toLowerCase() === "version")) {
    throw new KeystoreInvalid(path, "is no keystore: it lacks a version");
  }
  const container = withPlainNames(path, value);
  if (isObject(container.crypto)) {
    const crypto = withPlainNames(path, container.crypto);
    if (isObject(crypto.kdfparams)) crypto.kdfparams = withPlainNames(path, crypto.kdfparams);
    container.crypto = crypto;
  }
  if (Number(container.version) !== 3) throw new KeystoreInvalid(path, "has another version than 3");
  return container;
}

/**
 * The object with its members' names in small letters: ethers looks members up without regard to case, and takes the first
 * that fits, so what is judged here must be the only one that fits.
 */
function withPlainNames(path: string, value: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(value).map(([name, member]) => [name.toLowerCase(), member] as const);
  if (new Set(members.map(([name]) => name)).size !== members.length) {
    throw new KeystoreInvalid(path, "has members whose names differ by capital letters alone");
  }
  return Object.fromEntries(members);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A hostile file must not cost more than an honest one: the parameters of the derivation are in the file. */
function requireBearable(path: string, container: Record<string, unknown>): void {
  const { kdf, kdfparams } = (container as Partial<Container>).crypto ?? {};
  const of = (name: string) => Number(kdfparams?.[name]);
  const whole = (...names: string[]) => names.every((name) => Number.isSafeInteger(of(name)) && of(name) > 0);
  const bearable =
    (kdf === "scrypt" &&
      whole("n", "r", "p") &&
      of("p") <= MOST_P &&
      memoryOf({ N: of("n"), r: of("r"), p: of("p") }) <= MOST_MEMORY_BYTES) ||
    (kdf === "pbkdf2" && whole("c") && of("c") <= MOST_PBKDF2_ROUNDS);
  if (!bearable) throw new KeystoreInvalid(path, "asks for a key derivation that is unknown or too costly");
}
