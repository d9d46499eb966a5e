import { type Command, Option } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatEnergy, parseWh } from "../../commandLine/energy.js";
import { parseAddress } from "../../commandLine/values.js";
import { formatCertificate, parseCertificate } from "./certificateValues.js";
import { CERTIFICATES, openCertificates, wholeBalance } from "./openCertificates.js";

interface Flags extends WriteFlags {
  readonly to: Hex;
  readonly wh?: bigint;
}

/** `wattproof certificate transfer`: to another holder. */
export function addCertificateTransfer(parent: Command): void {
  const command = parent
    .command("transfer")
    .description("hand a certificate, or a part of it, over to another account")
    .argument("<certificate>", "its id", parseCertificate)
    .addOption(new Option("--to <address>", "account").argParser(parseAddress).makeOptionMandatory())
    .addOption(
      new Option("--wh <energy>", "so much, such as 1.5kWh, or whole Wh (default: all that you hold)").argParser(
        parseWh,
      ),
    );
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof certificate transfer 0x… --to 0x… --wh 250Wh --account home.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action((certificate: bigint, { to, wh, ...flags }: Flags) =>
    withChain(flags, async (chain) => {
      const opened = await openCertificates(chain);
      const account = await openAccount(chain, flags);
      const id = formatCertificate(certificate);
      const energyWh = wh ?? (await wholeBalance(opened, certificate, account.address));
      const action = {
        says: `Transfer ${formatEnergy(energyWh)} of certificate ${id} to ${to}`,
        to: opened.contract,
        data: CERTIFICATES.encodeFunctionData("safeTransferFrom", [account.address, to, certificate, energyWh, "0x"]),
        done: `${to} holds ${formatEnergy(energyWh)} more of certificate ${id}.`,
        result: { certificate: id, from: account.address, to, energyWh },
      };
      await sendAndTell(chain, account, action, flags);
    }),
  );
}
