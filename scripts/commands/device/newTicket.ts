import { unlinkSync } from "node:fs";
import { lowerHex, read } from "../../../evidence/index.js";
import { createSecretFile, deviceKeyOf, drawTicket, formatTicket, randomSecret } from "../../../identity/index.js";
import type { DeviceKind, Hex } from "../../../protocol/index.js";
import { IDeviceRegistry__factory } from "../../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { TransactionNotTaken } from "../../chain/errors.js";
import type { OpenChain } from "../../chain/openChain.js";
import { ContractRefused } from "../../chain/refusals.js";
import { requireHere } from "./relayMessage.js";

/** What a deployment gives to every ticket. */
export interface TicketGround {
  readonly chainId: bigint;
  readonly directory: Hex;
  readonly p256Verifier: Hex;
}

/** Of whom a ticket is. */
export interface TicketHolder {
  readonly device: Hex;
  readonly kind: DeviceKind;
  readonly organisation: Hex;
  readonly owner: Hex;
  readonly expiresAtS: bigint;
}

/** A ticket with a key that was never used, as text, and the key's address for the registry. */
export interface NewTicket {
  /** A secret: for a file of its owner's, or a QR code that somebody asked for. */
  readonly text: string;
  readonly enrolmentKey: Hex;
}

/** What a deployment gives to every ticket. Throws `ContractNotNamed`, `ChainUnreadable`, `DeploymentForeign`. */
export async function readTicketGround(chain: OpenChain): Promise<TicketGround> {
  const registry = IDeviceRegistry__factory.connect(await chain.contract("DeviceRegistry"), chain.provider);
  const [p256Verifier, directory] = await read("the ground that tickets stand on", () =>
    Promise.all([registry.P256_VERIFIER(), registry.DIRECTORY()]),
  );
  // Device ids and signatures are of the Directory that the registry was built for, whoever names it.
  requireHere("The registry", chain, { chainId: chain.chainId, directory: lowerHex(directory) });
  return { chainId: chain.chainId, directory: chain.directory, p256Verifier: lowerHex(p256Verifier) };
}

/** Makes a ticket with a new one-time key. */
export function newTicket(ground: TicketGround, holder: TicketHolder): NewTicket {
  const secret = randomSecret("secp256k1");
  const text = formatTicket({ ...ground, ...holder, enrolmentSecret: secret });
  return { text, enrolmentKey: deviceKeyOf("secp256k1", secret).signerFor(ground.p256Verifier) };
}

/** A file that is written before a transaction which would be worth nothing without it. */
export interface Kept {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes files, then sends. They are removed again if it is certain that nothing came of the sending, and stay if it is not.
 * @throws SecretFileExists, SecretFileUnwritable, and what `send` throws
 */
export async function keepThenSend<T>(files: readonly Kept[], send: () => Promise<T>): Promise<T> {
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      createSecretFile(path, text);
      written.push(path);
    }
  } catch (error) {
    for (const path of written) unlinkSync(path);
    throw error;
  }
  try {
    return await send();
  } catch (error) {
    if (error instanceof ContractRefused || error instanceof TransactionNotTaken) {
      for (const path of written) unlinkSync(path);
    }
    throw error;
  }
}

/** Draws a ticket on the terminal, for a user who asked for it. */
export function showQr(ticket: string): void {
  process.stdout.write(`\n${drawTicket(ticket).join("\n")}\n`);
}

/** Unix seconds for people. */
export function timeOf(seconds: bigint): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString().replace(".000Z", "Z");
}
