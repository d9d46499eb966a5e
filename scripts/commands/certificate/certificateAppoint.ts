import { type Command, Option } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseAddress } from "../../commandLine/values.js";
import { CERTIFICATES, openCertificates } from "./openCertificates.js";

interface Flags extends WriteFlags {
  readonly dismiss?: boolean;
}

const AFTER = `The members do this by vote: wattproof consortium propose appoint-issuing-body. This command is for the only member of a
consortium, whose vote alone decides. Under the accreditations of a body that is dismissed, nothing is certified while that is so.`;

/** `wattproof certificate appoint`: makes a member an issuing body. */
export function addCertificateAppoint(parent: Command): void {
  const command = parent
    .command("appoint")
    .description("make a member an issuing body, which accredits meters")
    .argument("<account>", "the member's address", parseAddress)
    .addOption(new Option("--dismiss", "end that it is one"));
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof certificate appoint 0x… --account deployer.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((issuingBody: Hex, { dismiss = false, ...flags }: Flags) =>
    withChain(flags, async (chain) => {
      const { contract: to } = await openCertificates(chain);
      const account = await openAccount(chain, flags);
      const action = {
        byVote: true,
        says: dismiss ? `Dismiss ${issuingBody} as an issuing body` : `Appoint ${issuingBody} an issuing body`,
        to,
        data: CERTIFICATES.encodeFunctionData("setIssuingBody", [issuingBody, !dismiss]),
        done: `${issuingBody} is ${dismiss ? "no issuing body any more" : "an issuing body"}.`,
        result: { issuingBody, appointed: !dismiss },
      };
      await sendAndTell(chain, account, action, flags);
    }),
  );
}
