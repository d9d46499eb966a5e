import type { Hex } from "../../../protocol/index.js";
import { passportIdOf } from "../../../protocol/index.js";
import { IBatteryPassport__factory } from "../../../typechain-types/factories/contracts/interfaces/IBatteryPassport__factory.js";
import { openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import type { WriteFlags } from "../../commandLine/chainOptions.js";
import { printResult } from "../../commandLine/print.js";

export const PASSPORTS = IBatteryPassport__factory.createInterface();

/** A change of one passport, ready to be announced and sent. */
export interface PassportChange {
  /** Imperative, without full stop. */
  readonly says: string;
  readonly data: string;
  /** What is true afterwards, a sentence. */
  readonly done: string;
  /** Members of the JSON result beside passport, identifier, transaction and block. */
  readonly result?: Readonly<Record<string, unknown>>;
}

/**
 * Sends one change of a passport and tells what came of it.
 * @param plan Gets the account that sends. Throws what `withChain`, `openAccount` and `transact` throw.
 */
export async function changePassport(
  flags: WriteFlags,
  identifier: string,
  plan: (
    abi: typeof PASSPORTS,
    passport: bigint,
    account: Hex,
    chain: OpenChain,
  ) => PassportChange | Promise<PassportChange>,
): Promise<void> {
  await withChain(flags, async (chain) => {
    const account = await openAccount(chain, flags);
    const { says, data, done, result } = await plan(PASSPORTS, passportIdOf(identifier), account.address, chain);
    const to = await chain.contract("BatteryPassport");
    const { hash, blockNumber } = await transact(chain, account, { says, to, data });
    printResult(
      { batteryPassportIdentifier: identifier, ...result, transaction: hash, block: blockNumber },
      [done, `  transaction ${hash} in block ${blockNumber}`],
      flags,
    );
  });
}
