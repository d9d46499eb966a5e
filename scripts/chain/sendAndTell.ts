import { type PrintOptions, printResult } from "../commandLine/print.js";
import { decideAlone, decidesAlone } from "./decideAlone.js";
import type { ChainAccount } from "./openAccount.js";
import type { OpenChain } from "./openChain.js";
import { type Action, transact } from "./transact.js";

/** A call, and what to say of it once it is done. */
export interface ToldAction extends Action {
  /** Whether the members decide about it, so that the only one of them does so by its own vote. */
  readonly byVote?: boolean;
  /** In a sentence, or that and further lines. */
  readonly done: string | readonly string[];
  /** What JSON has of it beside the transaction and its block. */
  readonly result?: Readonly<Record<string, unknown>>;
}

/** Sends a call and prints what came of it. Throws what `transact` throws. */
export async function sendAndTell(
  chain: OpenChain,
  account: ChainAccount,
  { done, result, byVote = false, ...action }: ToldAction,
  flags: PrintOptions,
): Promise<void> {
  const act = byVote && (await decidesAlone(chain, account)) ? decideAlone : transact;
  const { hash, blockNumber } = await act(chain, account, action);
  printResult(
    { ...result, transaction: hash, block: blockNumber },
    [done, `  transaction ${hash} in block ${blockNumber}`].flat(),
    flags,
  );
}
