import type { Command } from "commander";
import { ContractNotNamed, lowerHex, read } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import { GenesisValidators__factory } from "../../../typechain-types/factories/contracts/GenesisValidators__factory.js";
import { openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { counted } from "../../commandLine/counted.js";
import { printResult } from "../../commandLine/print.js";
import { ValidatorsInHeader } from "./errors.js";

const SELECTOR = GenesisValidators__factory.createInterface();

/** `wattproof consortium confirm-registry`: a founder's word for the registry that tells a chain its validators. */
export function addConsortiumConfirmRegistry(parent: Command): void {
  const command = parent
    .command("confirm-registry")
    .description(
      "as a founder, have the chain take its validators from the registry of nodes (network init --validators contract)",
    );
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof consortium confirm-registry --account me.json",
    after: `Only on a chain whose validators a contract selects, which is experimental. Until all founders have confirmed the same registry, the
validators are those of the genesis.\n${ABOUT_ACCOUNTS}`,
  });
  command.action((flags: WriteFlags) =>
    withChain(flags, async (chain) => {
      const [to, registry] = await Promise.all([selectorOf(chain), chain.contract("NodeRegistry")]);
      const account = await openAccount(chain, flags);
      const { hash, blockNumber } = await transact(chain, account, {
        says: `Confirm that the chain takes its validators from the registry of nodes ${registry}`,
        to,
        data: SELECTOR.encodeFunctionData("confirm", [registry]),
      });
      const contract = GenesisValidators__factory.connect(to, chain.provider);
      const at = { blockTag: blockNumber };
      const founders = await read("the founders", () => contract.founders(at));
      const words = await Promise.all(
        founders.map((founder) => read("a founder's word", () => contract.confirmedBy(founder, at))),
      );
      const confirmed = words.filter((word) => lowerHex(word) === registry).length;
      const follows = confirmed === founders.length;
      printResult(
        { registry, confirmed, founders: founders.length, follows, transaction: hash, block: blockNumber },
        [
          follows
            ? `All ${counted(founders.length, "founder")} have confirmed it: the chain's validators are those of the registry.`
            : `${confirmed} of ${counted(founders.length, "founder")} have confirmed it; the others have to, before it counts.`,
          `  transaction ${hash} in block ${blockNumber}`,
        ],
        flags,
      );
    }),
  );
}

/** Throws `ValidatorsInHeader`, and what `contract` throws. */
async function selectorOf(chain: OpenChain): Promise<Hex> {
  try {
    return await chain.contract("GenesisValidators");
  } catch (error) {
    throw error instanceof ContractNotNamed ? new ValidatorsInHeader() : error;
  }
}
