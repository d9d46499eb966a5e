import { type Command, Option } from "commander";
import { ROLES } from "../../deploy/roles.js";
import type { Hex } from "../../protocol/index.js";
import { IMembership__factory } from "../../typechain-types/factories/contracts/interfaces/IMembership__factory.js";
import { openAccount } from "../chain/openAccount.js";
import { withChain } from "../chain/openChain.js";
import { sendAndTell } from "../chain/sendAndTell.js";
import { takeRoleIfAlone } from "../chain/takeRole.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../commandLine/chainOptions.js";
import { finishCommand } from "../commandLine/command.js";
import { parseAddress } from "../commandLine/values.js";

const MEMBERSHIP = IMembership__factory.createInterface();

const AFTER = `In a consortium of several, members are admitted by vote: wattproof consortium propose admit-member. The only member of
one, for development, takes the registrar's role first, by its own vote, and then admits others.
${ABOUT_ACCOUNTS}`;

/** `wattproof member admit`: an organisation joins the consortium. */
export function addMember(parent: Command): void {
  const command: Command = parent
    .command("admit")
    .description("admit an organisation to the consortium")
    .argument("<address>", "account of the organisation", parseAddress)
    .addOption(new Option("--name <name>", "1 to 64 bytes").makeOptionMandatory());
  finishCommand(addAccountOptions(command), {
    example: 'npx wattproof member admit 0x… --name "Grid Operator" --account deployer.json',
    after: AFTER,
  });
  command.action((address: Hex, { name, ...flags }: WriteFlags & { name: string }) =>
    withChain(flags, async (chain) => {
      const account = await openAccount(chain, flags);
      const to = await chain.contract("Membership");
      const data = MEMBERSHIP.encodeFunctionData("admit", [address, name]);
      await takeRoleIfAlone(chain, account, {
        role: ROLES.REGISTRAR,
        does: "admits members",
        target: to,
        data,
      });
      const action = {
        says: `Admit ${address} to the consortium as ${JSON.stringify(name)}`,
        to,
        data,
        done: `${address} is a member of the consortium.`,
        result: { organisation: address, name },
      };
      await sendAndTell(chain, account, action, flags);
    }),
  );
}
