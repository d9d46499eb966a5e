import type { Command } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { accountAddress } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { parseAddress } from "../../commandLine/values.js";
import { lockWords } from "../agreement/escrowLock.js";
import { type ListedAgreement, readAgreements } from "../agreement/readAgreements.js";
import { openEscrow, readBalance } from "./openEscrow.js";

/** `wattproof escrow show`: what an account has, what is locked by which agreement, and what is owed. */
export function addEscrowShow(parent: Command): void {
  const command: Command = parent
    .command("show")
    .description("say what an account has in escrow, what locks how much of it, and what is owed")
    .argument(
      "[account]",
      "its address; by default the account of --account, WATTPROOF_ACCOUNT or --from",
      parseAddress,
    );
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof escrow show 0x…",
    after: "Nothing is sent: the password is asked for only if the keystore keeps its address to itself.",
  });
  command.action((given: Hex | undefined, flags: WriteFlags) =>
    withChain(flags, async (chain) => {
      const account = given ?? (await accountAddress(chain, flags));
      if (account === undefined) command.error("error: give an account's address, --account or --from");
      const opened = await openEscrow(chain);
      const { agreements, block } = await readAgreements(chain, { account });
      const { tokens, escrow, locked, free } = await readBalance(opened, account, block);
      const { currency, money } = opened;
      const locking = agreements.filter((each) => each.terms.consumer === account && each.locked > 0n);
      const claims = agreements.filter(({ claim }) => claim > 0n);
      const owing = claims.filter(({ terms }) => terms.consumer === account);
      const owed = claims.filter(({ terms }) => terms.supplier === account);
      printResult(
        {
          ...{ account, currency, tokens, escrow, locked, free },
          locks: locking.map(({ agreement, number, status, locked: amount, releasable, releasableAtS }) => {
            return { agreement, number, status, amount, releasable, releasableAtS };
          }),
          owes: owing.map((each) => ({ ...claimOf(each), to: each.terms.supplier })),
          owed: owed.map((each) => ({ ...claimOf(each), by: each.terms.consumer })),
          block,
        },
        [
          `The account ${account} has ${money(escrow)} in escrow.`,
          `  free        ${money(free)}`,
          `  locked      ${money(locked)}${locked > escrow ? ", more than is left of it" : ""}`,
          `  tokens      ${money(tokens)} outside the escrow`,
          ...locking.flatMap((each) => [
            `Agreement ${each.number}, ${each.status}, locks ${money(each.locked)}: ${each.agreement}`,
            `  ${lockWords(each)}`,
          ]),
          ...owing.map(
            ({ number, claim, terms, agreement }) =>
              `It owes ${money(claim)} to ${terms.supplier} by agreement ${number}: ${agreement}`,
          ),
          ...owed.map(
            ({ number, claim, terms, agreement }) =>
              `It is owed ${money(claim)} by ${terms.consumer} by agreement ${number}: ${agreement}`,
          ),
        ],
        flags,
      );
    }),
  );
}

function claimOf({ agreement, number, claim }: ListedAgreement) {
  return { agreement, number, amount: claim };
}
