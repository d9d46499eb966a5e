import type { Hex } from "../../protocol/index.js";
import { harmless } from "../commandLine/print.js";
import type { ChainAccount, TypedData } from "./openAccount.js";
import type { OpenChain } from "./openChain.js";

/** A signature that an account is to give. */
export interface Signing {
  /** What it consents to, as an imperative sentence without its full stop: "Open a channel over meter 0x…". */
  readonly says: string;
  /** More about it, one line each. */
  readonly details?: readonly string[];
  readonly typed: TypedData;
}

/** Tells the user on stderr what the account signs, as `transact` tells what it sends, and signs. @returns 65 bytes. */
export async function signTold(
  { chainId }: OpenChain,
  account: ChainAccount,
  { says, details = [], typed }: Signing,
): Promise<Hex> {
  const lines = [`Sign: ${says} (chain ${chainId}, as ${account.address})`, ...details];
  process.stderr.write(`${lines.map(harmless).join("\n")}\n`);
  return account.sign(typed);
}
