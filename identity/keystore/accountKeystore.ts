import { computeAddress } from "ethers";
import { type Hex, toHex } from "../../protocol/index.js";
import { KeystoreInvalid } from "../errors.js";
import { open, parseContainer, seal } from "./container.js";
import { randomSecret } from "./deviceKey.js";
import { DEFAULT_COST, type ScryptCost } from "./scrypt.js";

/** An organisation's account, in memory. */
export interface OpenedAccount {
  readonly address: Hex;
  /** 32 bytes; for the wallet that signs with it, and nobody else. */
  readonly secret: Hex;
}

export interface SealOptions {
  readonly password: string;
  /** Cheaper than `DEFAULT_COST` in tests alone. */
  readonly cost?: ScryptCost;
}

/** A new account as an ordinary wallet's keystore file. */
export async function createAccountKeystore({ password, cost = DEFAULT_COST }: SealOptions) {
  return sealAccount(toHex(randomSecret("secp256k1")), { password, cost });
}

/**
 * An account's secret as an ordinary wallet's keystore file.
 * @param secret 32 bytes.
 */
export async function sealAccount(secret: Hex, { password, cost = DEFAULT_COST }: SealOptions) {
  const address = computeAddress(secret).toLowerCase() as Hex;
  const container = await seal(secret, address, password, cost);
  return { address, text: `${JSON.stringify(container, null, 2)}\n` };
}

/** Address that an account keystore states, before it is opened; undefined if it keeps that to itself. Throws `KeystoreInvalid`. */
export function statedAddress(path: string, text: string): Hex | undefined {
  const { address } = requireAccount(path, text);
  if (typeof address !== "string") return undefined;
  const lower = address.toLowerCase().replace(/^(?:0x)?/, "0x");
  return /^0x[0-9a-f]{40}$/.test(lower) ? (lower as Hex) : undefined;
}

/**
 * Opens an account's keystore, of Wattproof or of any other wallet.
 * @param path For errors alone.
 * @throws KeystoreInvalid, PasswordWrong
 */
export async function openAccountKeystore(path: string, text: string, password: string): Promise<OpenedAccount> {
  return open(path, requireAccount(path, text), password);
}

function requireAccount(path: string, text: string): Record<string, unknown> {
  const container = parseContainer(path, text);
  if ("wattproof" in container) throw new KeystoreInvalid(path, "is a device's, not an account's");
  return container;
}
