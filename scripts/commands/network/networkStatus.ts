import type { Command } from "commander";
import { networkStatus, nodesNamed, openNetwork } from "../../../network/index.js";
import { type CommandContext, finishCommand } from "../../commandLine/command.js";
import { ExitCode } from "../../commandLine/exitCodes.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";
import { statusJson } from "./statusJson.js";
import { statusLines } from "./statusWords.js";

/** `wattproof network status`: how a chain is, as the nodes of a folder have it. */
export function addNetworkStatus(parent: Command, { finish, signal }: CommandContext): void {
  const command = parent
    .command("status")
    .description(
      "say whether the chain moves, who makes and seals its blocks, and who is missing; exit code 3 if it stands",
    )
    .argument("<dir>", "folder of a network");
  finishCommand(command, {
    example: "npx wattproof network status pilot",
    after: `Asks the nodes whose keys are in the folder; who sealed is computed from the seals in the newest 50 blocks, not asked. A block
takes the first seals that make a quorum: a validator that is blunt has fewer than half of its share in them, one that is silent is in none of the newest
and made none of them, agile are the rest; who has been one for fewer than eight blocks is new.`,
  });
  command.action(async (dir: string, print: PrintOptions) => {
    const network = openNetwork(dir);
    nodesNamed(network);
    const status = await networkStatus(network, { signal });
    printResult(statusJson(network, status), statusLines(network, status), print);
    if (!status.moves || status.fork !== undefined) finish(ExitCode.NetworkStands);
  });
}
