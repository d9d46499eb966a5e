import type { Command } from "commander";
import type { Founding } from "../../deploy/founding.js";
import { WattproofError } from "../../protocol/index.js";
import type { BegunDeployment } from "../chain/deployment/deployContracts.js";
import { isNetworkFolder } from "../chain/deployment/networkFolder.js";
import { userAddressBook } from "../chain/userAddressBook.js";
import { type CommandContext, finishCommand } from "../commandLine/command.js";
import { counted } from "../commandLine/counted.js";
import { formatDuration } from "../commandLine/duration.js";
import { ExitCode } from "../commandLine/exitCodes.js";
import { harmless, type PrintOptions, printNote, printResult } from "../commandLine/print.js";
import { parseNetwork } from "../commandLine/values.js";

interface Flags extends PrintOptions {
  readonly network: string;
  readonly consortium?: string;
  readonly reset?: boolean;
}

const AFTER = `A folder of wattproof network init brings its consortium.json and the address of its first node. Without a
consortium the deployer's account is the only member, whose vote alone decides: for development.

When it is done, the timelock administers all contracts, and the deployer nothing; until then no name leads to them.
On a chain without unlocked accounts, such as Besu, the deployer is WATTPROOF_DEPLOYER_KEY, a private key that is never
printed or stored, or else the voting account whose key is in the folder. The addresses go to
~/.wattproof/addresses.json. Running it again goes on where it stopped.`;

/** `wattproof deploy`: founds a consortium on a chain, once. */
export function addDeploy(parent: Command, { signal, finish }: CommandContext): void {
  const command = parent
    .command("deploy")
    .description("found a consortium: deploy the contracts and write their addresses to the address book")
    .option(
      "--network <name|url|folder>",
      "localhost, besu, a node's JSON-RPC, or a network's folder",
      (text: string) => (isNetworkFolder(text) ? text : parseNetwork(text)),
      "localhost",
    )
    .option("--consortium <file>", "consortium.json: members, nodes and how they decide")
    .option("--reset", "set the record of a chain that was wiped aside and deploy anew");
  finishCommand(command, { example: "npx wattproof deploy --network http://127.0.0.1:8545", after: AFTER });

  command.action(async ({ network, consortium, reset = false, ...print }: Flags) => {
    // Loaded here, so that other commands do not wait for Hardhat.
    const [{ deployContracts }, { deployTarget }] = await Promise.all([
      import("../chain/deployment/deployContracts.js"),
      import("../chain/deployment/deployTarget.js"),
    ]);
    const deployment = await deployContracts({
      ...deployTarget(network, consortium, process.env.WATTPROOF_DEPLOYER_KEY || undefined),
      reset,
      addressBook: userAddressBook(),
      onBegin: (begun) => process.stderr.write(`${harmless(beginLine(begun))}\n`),
      signal,
    }).catch((error: unknown) => {
      if (!(error instanceof WattproofError) || error.code !== "DeploymentInterrupted") throw error;
      printNote({ code: error.code, message: `${error.message} ${error.next}` });
      finish(ExitCode.Interrupted);
    });
    if (deployment === undefined) return;
    const { chainId, genesisHash, founding, addressBook } = deployment;
    const contracts = Object.fromEntries(Object.entries(deployment.contracts).sort(([a], [b]) => a.localeCompare(b)));
    const width = Math.max(...Object.keys(contracts).map((name) => name.length));
    const members = founding.members.map(({ name, account }) => ({ name, account }));
    printResult(
      { chainId, genesisHash, contracts, members, nodes: founding.nodes.length, addressBook },
      [
        `The contracts stand on chain ${chainId} (genesis ${genesisHash}):`,
        ...Object.entries(contracts).map(([name, address]) => `  ${name.padEnd(width)}  ${address}`),
        ...aboutConsortium(founding),
        `Written to ${addressBook}.`,
        ...(members.length === 1
          ? []
          : [`next, each other member: wattproof consortium verify FOLDER --directory ${contracts.Directory}`]),
      ],
      print,
    );
  });
}

/** What is about to be done, before anything is. */
function beginLine({ chainId, deployer, founding }: BegunDeployment): string {
  const { members, nodes, currency, governance } = founding;
  const { votingPeriodS, executionDelayS } = governance;
  const later = executionDelayS === 0 ? "at once" : `${formatDuration(BigInt(executionDelayS))} later`;
  const times = `votes of ${formatDuration(BigInt(votingPeriodS))}, carried out ${later}`;
  return `Founding on chain ${chainId}, from ${deployer}: ${counted(members.length, "member")}, ${counted(nodes.length, "node")}, a token in ${currency}, ${times}. What is agreed on here stands for good; Ctrl-C stops before the next step.`;
}

function aboutConsortium({ members, nodes, governance }: Founding): string[] {
  const width = Math.max(...members.map(({ name }) => name.length));
  const delay =
    governance.executionDelayS === 0 ? "at once" : `after ${formatDuration(BigInt(governance.executionDelayS))}`;
  return [
    `The consortium has ${counted(members.length, "member")} and ${counted(nodes.length, "node")}:`,
    ...members.map(({ name, account }) => `  ${name.padEnd(width)}  ${account}`),
    `What they decide by vote is carried out ${delay}; the deployer administers nothing.`,
  ];
}
