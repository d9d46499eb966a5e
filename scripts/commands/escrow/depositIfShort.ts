import { Option } from "commander";
import { lowerHex } from "../../../evidence/index.js";
import type { Hex, SupplyAgreement } from "../../../protocol/index.js";
import { parseAmount } from "../../commandLine/money.js";
import { printNote } from "../../commandLine/print.js";
import { type Depositing, deposit } from "./deposit.js";
import { AgreementDepositForeign } from "./errors.js";
import { readBalance } from "./openEscrow.js";

/** Of a command that registers an agreement. */
export function depositOption(): Option {
  return new Option(
    "--deposit <amount>",
    "if the consumer's free escrow is too little, move this much into it first",
  ).argParser(parseAmount);
}

/**
 * Deposits for an agreement that is about to lock escrow, unless what is free there is enough.
 * @param amount Token units; undefined if no deposit is wanted.
 * @returns Hash of the deposit's transaction; null if none was wanted or needed.
 * @throws AgreementDepositForeign, and what `deposit` throws
 */
export async function depositIfShort(
  depositing: Depositing,
  { consumer, escrow: needed }: Pick<SupplyAgreement, "consumer" | "escrow">,
  amount: bigint | undefined,
): Promise<Hex | null> {
  if (amount === undefined) return null;
  const { escrow, account } = depositing;
  const { free } = await readBalance(escrow, consumer);
  if (free >= needed) {
    printNote(`the consumer's free escrow of ${escrow.money(free)} is enough, so nothing is deposited`);
    return null;
  }
  if (account.address !== consumer) throw new AgreementDepositForeign(account.address, consumer);
  return lowerHex((await deposit(depositing, amount)).hash);
}
