import { type Command, Option } from "commander";
import { AbiCoder } from "ethers";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatEnergy, parseWh } from "../../commandLine/energy.js";
import { formatCertificate, parseCertificate, parseClaimText } from "./certificateValues.js";
import { CERTIFICATES, openCertificates, wholeBalance } from "./openCertificates.js";

interface Flags extends WriteFlags {
  readonly beneficiary: string;
  readonly purpose: string;
  readonly wh?: bigint;
}

/** `wattproof certificate claim`: uses a certificate up. */
export function addCertificateClaim(parent: Command): void {
  const command = parent
    .command("claim")
    .description("use a certificate up, or a part of it, for a beneficiary and a purpose; this is for good")
    .argument("<certificate>", "its id", parseCertificate)
    .addOption(new Option("--beneficiary <text>", "for whom").argParser(parseClaimText).makeOptionMandatory())
    .addOption(new Option("--purpose <text>", "what for").argParser(parseClaimText).makeOptionMandatory())
    .addOption(
      new Option("--wh <energy>", "so much, such as 1.5kWh, or whole Wh (default: all that you hold)").argParser(
        parseWh,
      ),
    );
  finishCommand(addAccountOptions(command), {
    example: 'npx wattproof certificate claim 0x… --beneficiary "Bakery" --purpose "Report 2026" --account home.json',
    after: `Beneficiary and purpose are on the chain for everybody to read. What is claimed counts for your account.\n${ABOUT_ACCOUNTS}`,
  });
  command.action((certificate: bigint, { beneficiary, purpose, wh, ...flags }: Flags) =>
    withChain(flags, async (chain) => {
      const opened = await openCertificates(chain);
      const account = await openAccount(chain, flags);
      const id = formatCertificate(certificate);
      const energyWh = wh ?? (await wholeBalance(opened, certificate, account.address));
      const claimData = AbiCoder.defaultAbiCoder().encode(["string", "string"], [beneficiary, purpose]);
      const { address } = account;
      const action = {
        says: `Claim ${formatEnergy(energyWh)} of certificate ${id} for ${beneficiary}: ${purpose}`,
        to: opened.contract,
        data: claimCall({ address, certificate, energyWh, claimData }),
        done: `${formatEnergy(energyWh)} of certificate ${id} are claimed for ${beneficiary}: ${purpose}.`,
        result: { certificate: id, account: address, energyWh, beneficiary, purpose },
      };
      await sendAndTell(chain, account, action, flags);
    }),
  );
}

/** Calldata of a claim of one's own, for oneself. */
function claimCall(claim: { address: Hex; certificate: bigint; energyWh: bigint; claimData: string }): string {
  const { address, certificate, energyWh, claimData } = claim;
  const call = [address, address, certificate, energyWh, "0x", claimData] as const;
  return CERTIFICATES.encodeFunctionData("safeTransferAndClaimFrom", [...call]);
}
