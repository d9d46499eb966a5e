import type { Hex } from "../../../protocol/index.js";
import { passportIdOf } from "../../../protocol/index.js";
import { IBatteryPassport__factory } from "../../../typechain-types/factories/contracts/interfaces/IBatteryPassport__factory.js";
import { openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { sendAndTell, type ToldAction } from "../../chain/sendAndTell.js";
import type { WriteFlags } from "../../commandLine/chainOptions.js";

export const PASSPORTS = IBatteryPassport__factory.createInterface();

/** A change of one passport, ready to be announced and sent. Beside its own result JSON has the identifier. */
export type PassportChange = Omit<ToldAction, "to">;

/**
 * Sends one change of a passport and tells what came of it.
 * @param plan Gets the account that sends. Throws what `withChain`, `openAccount` and `sendAndTell` throw.
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
    const change = await plan(PASSPORTS, passportIdOf(identifier), account.address, chain);
    const to = await chain.contract("BatteryPassport");
    const result = { batteryPassportIdentifier: identifier, ...change.result };
    await sendAndTell(chain, account, { ...change, result, to }, flags);
  });
}
