import { type Command, Option } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseAmount } from "../../commandLine/money.js";
import { printResult } from "../../commandLine/print.js";
import { parseAddress } from "../../commandLine/values.js";
import { deposit } from "./deposit.js";
import { openEscrow, readBalance } from "./openEscrow.js";

interface Flags extends WriteFlags {
  readonly to?: Hex;
}

/** `wattproof escrow deposit`: moves tokens into escrow. */
export function addEscrowDeposit(parent: Command): void {
  const command = parent
    .command("deposit")
    .description("move tokens of yours into escrow")
    .argument("<amount>", "money, such as 250.00", parseAmount)
    .addOption(new Option("--to <address>", "whose escrow; your own by default").argParser(parseAddress));
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof escrow deposit 250.00 --account home.json",
    after: `What goes into another's escrow is the other's from then on.\n${ABOUT_ACCOUNTS}`,
  });
  command.action((amount: bigint, flags: Flags) =>
    withChain(flags, async (chain) => {
      const escrow = await openEscrow(chain);
      const account = await openAccount(chain, flags);
      const to = flags.to ?? account.address;
      const { hash, blockNumber } = await deposit({ chain, escrow, account }, amount, to);
      const { escrow: total, locked, free } = await readBalance(escrow, to);
      const { currency, money } = escrow;
      printResult(
        { account: to, amount, currency, escrow: total, locked, free, transaction: hash, block: blockNumber },
        [
          `The escrow of ${to} is ${money(total)} now, of which ${money(free)} is free.`,
          `  transaction ${hash} in block ${blockNumber}`,
        ],
        flags,
      );
    }),
  );
}
