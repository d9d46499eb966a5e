import { type PrintOptions, printResult } from "../commandLine/print.js";
import type { ChainAccount } from "./openAccount.js";
import type { OpenChain } from "./openChain.js";
import { type Action, transact } from "./transact.js";

/** A call, and what to say of it once it is done. */
export interface ToldAction extends Action {
  /** In a sentence, or that and further lines. */
  readonly done: string | readonly string[];
  /** What JSON has of it beside the transaction and its block. */
  readonly result?: Readonly<Record<string, unknown>>;
}

/** Sends a call and prints what came of it. Throws what `transact` throws. */
export async function sendAndTell(
  chain: OpenChain,
  account: ChainAccount,
  { done, result, ...action }: ToldAction,
  flags: PrintOptions,
): Promise<void> {
  const { hash, blockNumber } = await transact(chain, account, action);
  printResult(
    { ...result, transaction: hash, block: blockNumber },
    [done, `  transaction ${hash} in block ${blockNumber}`].flat(),
    flags,
  );
}
