import type { Command } from "commander";
import { writeAddresses } from "../../../deploy/addressBook.js";
import { requireBlock } from "../../../evidence/index.js";
import { readContracts } from "../../../governance/index.js";
import { isNetworkFolder } from "../../chain/deployment/networkFolder.js";
import { type ChainFlags, type OpenChain, withChain } from "../../chain/openChain.js";
import { userAddressBook } from "../../chain/userAddressBook.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { type CommandContext, finishCommand } from "../../commandLine/command.js";
import { ExitCode } from "../../commandLine/exitCodes.js";
import { printResult } from "../../commandLine/print.js";
import { verifyJson, verifyLines } from "./verifyWords.js";

/** `wattproof consortium verify`: whether what stands on a chain is what its members agreed on. */
export function addConsortiumVerify(parent: Command, { finish }: Pick<CommandContext, "finish">): void {
  const command = parent
    .command("verify")
    .description("hold the contracts on a chain against what the founders agreed on; exit code 3 if anything differs")
    .argument("<dir|file>", "the founders' shared folder, or its consortium.json")
    .option("--remember", "enter the contracts into this user's address book if all is as agreed");
  finishCommand(addChainOptions(command), {
    example: "npx wattproof consortium verify chain --directory 0x5fbdb2315678afecb367f032d93f642f64180aa3",
    after: `For every founder who did not deploy, with a node of its own: a folder with nodes in it brings the address of the first. The
contracts are compiled here, from this clone. What members decided since is listed, and is no difference. With --remember, later commands need
no --directory.`,
  });
  command.action(async (source: string, flags: Flags) => {
    // Loaded here, so that other commands do not wait for Hardhat.
    const [{ agreedFounding }, { verifyAgreed }] = await Promise.all([
      import("../../chain/deployment/agreedFounding.js"),
      import("../../chain/deployment/verifyAgreed.js"),
    ]);
    const { founding, rpc } = agreedFounding(source, isNetworkFolder(source));
    await withChain(flagsWith(flags, rpc), async (chain) => {
      const verification = await verifyAgreed(chain, founding);
      const remembered = flags.remember && verification.ok ? await remember(chain) : null;
      printResult(
        { ...verifyJson(verification), directoryFrom: chain.directoryFrom, remembered },
        [
          ...verifyLines(verification),
          ...(remembered === null ? [] : [`Written to ${remembered}: commands on this chain need no --directory now.`]),
        ],
        flags,
      );
      if (!verification.ok) finish(ExitCode.FoundingDiffers);
    });
  });
}

interface Flags extends ReadFlags {
  readonly remember?: boolean;
}

/** Enters what the `Directory` names into the user's address book. Returns the book's path. */
async function remember({ provider, directory, chainId, genesisHash }: OpenChain): Promise<string> {
  const { number: blockTag } = await requireBlock(provider, "latest");
  const named = await readContracts({ provider, directory, blockTag });
  const current = [...named].filter(([, { isCurrent }]) => isCurrent).map(([address, { name }]) => [name, address]);
  const book = userAddressBook();
  writeAddresses(book, { chainId, genesisHash }, Object.fromEntries(current));
  return book;
}

/** What is said goes before the folder's own node. */
function flagsWith(flags: ReadFlags, rpc: string | undefined): ChainFlags {
  const isSaid = flags.rpc !== undefined || flags.network !== undefined || process.env.WATTPROOF_RPC_URL !== undefined;
  return isSaid || rpc === undefined ? flags : { ...flags, rpc };
}
