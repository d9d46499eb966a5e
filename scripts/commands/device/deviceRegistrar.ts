import { type Command, Option } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseAddress } from "../../commandLine/values.js";
import { REGISTRY } from "./sendChange.js";

/** `wattproof device registrar`: who else registers devices for the sending organisation. */
export function addDeviceRegistrar(parent: Command): void {
  const command = parent.command("registrar").description("let an account register devices for your organisation");
  command
    .argument("<account>", "address of the account", parseAddress)
    .addOption(new Option("--remove", "it may no longer"));
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof device registrar 0x… --account grid.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action(async (registrar: Hex, { remove = false, ...flags }: WriteFlags & { remove?: boolean }) =>
    withChain(flags, async (chain) => {
      const account = await openAccount(chain, flags);
      const may = remove ? "no longer registers" : "registers";
      const action = {
        says: remove
          ? `Take the right to register devices for ${account.address} from ${registrar}`
          : `Let ${registrar} register devices for ${account.address} and renew their tickets`,
        to: await chain.contract("DeviceRegistry"),
        data: REGISTRY.encodeFunctionData("setRegistrar", [registrar, !remove]),
        done: `${registrar} ${may} devices for ${account.address}.`,
        result: { organisation: account.address, registrar, allowed: !remove },
      };
      await sendAndTell(chain, account, action, flags);
    }),
  );
}
