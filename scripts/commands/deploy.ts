import type { Command } from "commander";
import { userAddressBook } from "../chain/userAddressBook.js";
import { type CommandContext, finishCommand } from "../commandLine/command.js";
import { type PrintOptions, printResult } from "../commandLine/print.js";
import { parseNetwork } from "../commandLine/values.js";

interface Flags extends PrintOptions {
  readonly network: string;
  readonly reset?: boolean;
}

const AFTER = `On a chain without unlocked accounts, such as Besu, set WATTPROOF_DEPLOYER_KEY to the deployer's private key; it
is never printed or stored. The addresses go to ~/.wattproof/addresses.json. Running it again goes on where it stopped.`;

/** `wattproof deploy`: puts the contracts on a chain, once. */
export function addDeploy(parent: Command, _context: CommandContext): void {
  const command = parent
    .command("deploy")
    .description("deploy the contracts and write their addresses to the address book")
    .option("--network <name|url>", "localhost, besu, or the address of a chain's JSON-RPC", parseNetwork, "localhost")
    .option("--reset", "set the record of a chain that was wiped aside and deploy anew");
  finishCommand(command, { example: "npx wattproof deploy --network http://127.0.0.1:8545", after: AFTER });

  command.action(async ({ network, reset = false, ...print }: Flags) => {
    // Loaded here, so that other commands do not wait for Hardhat.
    const { deployContracts } = await import("../chain/deployContracts.js");
    const { chainId, genesisHash, contracts, addressBook } = await deployContracts({
      network,
      reset,
      addressBook: userAddressBook(),
    });
    const width = Math.max(...Object.keys(contracts).map((name) => name.length));
    printResult(
      { chainId, genesisHash, contracts, addressBook },
      [
        `The contracts stand on chain ${chainId} (genesis ${genesisHash}):`,
        ...Object.entries(contracts).map(([name, address]) => `  ${name.padEnd(width)}  ${address}`),
        `Written to ${addressBook}.`,
      ],
      print,
    );
  });
}
