import type { Command } from "commander";
import { enterNetwork, requireOutFolder, writeNetwork } from "../../../network/index.js";
import { finishCommand } from "../../commandLine/command.js";
import type { PrintOptions } from "../../commandLine/print.js";
import { rpcPortOption } from "./networkOptions.js";
import { printEntered } from "./networkWords.js";

interface Flags extends PrintOptions {
  readonly own: string;
  readonly out: string;
  readonly rpcPort?: number;
}

/** `wattproof network enter`: the folder of nodes that come to a chain which runs. */
export function addNetworkEnter(parent: Command): void {
  const command = parent
    .command("enter")
    .description("write the folder of one's own nodes that come to a chain which runs")
    .argument("<dir>", "folder with the founders' consortium.json, genesis.json and static-nodes.json")
    .requiredOption("--own <dir>", "folder of network keygen with the nodes that come")
    .requiredOption("--out <dir>", "folder to write; must not exist yet, or be empty")
    .addOption(rpcPortOption());
  finishCommand(command, {
    example: "npx wattproof network enter chain --own new-keys --out chain-2",
    after: `The members admit the nodes first or later: wattproof consortium propose admit-node NAME.founding.json. Until then nobody lets them
connect. Compare the fingerprint with a founder: it is that of the files which they started the chain with.`,
  });
  command.action((running: string, { own, out, rpcPort, ...print }: Flags) => {
    requireOutFolder(out);
    const network = enterNetwork({ running, own, rpcPort });
    writeNetwork(out, network);
    printEntered(out, network, print);
  });
}
