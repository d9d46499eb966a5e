import { type Command, Option } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseAmount } from "../../commandLine/money.js";
import { printResult } from "../../commandLine/print.js";
import { parseAddress } from "../../commandLine/values.js";
import { EscrowNotFree } from "./errors.js";
import { openEscrow, readBalance, SETTLEMENT } from "./openEscrow.js";

interface Flags extends WriteFlags {
  readonly to?: Hex;
}

/** `wattproof escrow withdraw`: moves what no agreement locks out of escrow. */
export function addEscrowWithdraw(parent: Command): void {
  const command = parent
    .command("withdraw")
    .description("move what no agreement locks out of your escrow")
    .argument("<amount>", "money, such as 250.00", parseAmount)
    .addOption(new Option("--to <address>", "who receives the tokens; you by default").argParser(parseAddress));
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof escrow withdraw 50.00 --account home.json",
    after: `What an agreement that has ended still locks is freed by wattproof agreement release.\n${ABOUT_ACCOUNTS}`,
  });
  command.action((amount: bigint, flags: Flags) =>
    withChain(flags, async (chain) => {
      const escrow = await openEscrow(chain);
      const { currency, money } = escrow;
      const account = await openAccount(chain, flags);
      const { address } = account;
      const before = await readBalance(escrow, address);
      if (before.free < amount) {
        const { escrow: total, locked, free } = before;
        throw new EscrowNotFree(address, { amount, escrow: total, locked, free }, money);
      }
      const to = flags.to ?? address;
      const { hash, blockNumber } = await transact(chain, account, {
        says: `Withdraw ${money(amount)} of ${address}'s escrow${to === address ? "" : ` to ${to}`}`,
        to: escrow.settlementAddress,
        data: SETTLEMENT.encodeFunctionData("withdraw", [to, amount]),
      });
      const { escrow: total, locked, free } = await readBalance(escrow, address);
      printResult(
        { account: address, to, amount, currency, escrow: total, locked, free, transaction: hash, block: blockNumber },
        [
          `${money(amount)} went to ${to}. The escrow of ${address} is ${money(total)} now, of which ${money(free)} is free.`,
          `  transaction ${hash} in block ${blockNumber}`,
        ],
        flags,
      );
    }),
  );
}
