import type { Command } from "commander";
import { REVOCATION_TYPES } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { signTold } from "../../chain/signTold.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { ABOUT_SIGNING, addSignOptions, type DeadlineFlags, expiresOption } from "../../commandLine/signOptions.js";
import { parseGrant } from "./accessValues.js";
import { GRANTS, openGrants } from "./openGrants.js";
import { readRevocationFile, signedRevocationJson } from "./signedGrant.js";

/** `wattproof access revoke`: ends a grant for ever. */
export function addAccessRevoke(parent: Command): void {
  const command: Command = parent
    .command("revoke")
    .description("revoke a grant that you gave, or one of what you own now")
    .argument("[grant]", "its number", parseGrant)
    .addOption(expiresOption());
  finishCommand(addSignOptions(command), {
    example: "npx wattproof access revoke 12 --account home.json",
    after: `${ABOUT_SIGNING}\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (given: bigint | undefined, flags: DeadlineFlags) => {
    if ((given === undefined) === (flags.relay === undefined)) {
      command.error("error: give a grant's number, or --relay");
    }
    await withChain(flags, async (chain) => {
      const open = await openGrants(chain);
      const { chainId, contract, domain } = open;
      const signed = flags.relay === undefined ? undefined : readRevocationFile(flags.relay, open);
      const number = signed?.number ?? given ?? 0n;
      const account = await openAccount(chain, flags);
      if (flags.signOnly) {
        const deadlineS = open.nowS + flags.expires;
        const typed = { domain, types: REVOCATION_TYPES, value: { number, deadlineS } };
        const signature = await signTold(chain, account, { says: `Revoke grant ${number}`, typed });
        const revocation = { chainId, contract, number, account: account.address, deadlineS, signature };
        return printResult(signedRevocationJson(revocation), [], { json: true });
      }
      const data =
        signed === undefined
          ? GRANTS.encodeFunctionData("revoke", [number])
          : GRANTS.encodeFunctionData("revokeBySignature", [
              number,
              signed.account,
              signed.deadlineS,
              signed.signature,
            ]);
      const action = {
        says: `Revoke grant ${number}`,
        to: contract,
        data,
        done: `Grant ${number} is revoked for ever.`,
        result: { grant: number },
      };
      await sendAndTell(chain, account, action, flags);
    });
  });
}
