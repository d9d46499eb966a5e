import { type Command, Option } from "commander";
import { initNetwork, requireOutFolder, writeNetwork } from "../../../network/index.js";
import { finishCommand } from "../../commandLine/command.js";
import type { PrintOptions } from "../../commandLine/print.js";
import { parseCount } from "../../commandLine/values.js";
import {
  addKeyOptions,
  addTermOptions,
  type KeyFlags,
  keysOf,
  parseFirstPort,
  rpcPortOption,
  type TermFlags,
  termsOf,
} from "./networkOptions.js";
import { printNetwork } from "./networkWords.js";

interface Flags extends TermFlags, KeyFlags, PrintOptions {
  readonly out: string;
  readonly nodes: number;
  readonly orgs?: string;
  readonly p2pPort?: number;
  readonly rpcPort?: number;
}

/** `wattproof network init`: a whole network's files at one place. */
export function addNetworkInit(parent: Command): void {
  const command = parent
    .command("init")
    .description("write all that a Besu network of a consortium needs to start")
    .requiredOption("--out <dir>", "folder to write; must not exist yet, or be empty")
    .addOption(new Option("--nodes <count>", "how many nodes").argParser(parseCount).makeOptionMandatory())
    .option("--orgs <list>", "organisations and their nodes, such as wxr:4,unicom:2,wxbc:1; else one for each node")
    .addOption(
      new Option("--p2p-port <port>", "devp2p of the first node, if all are on 127.0.0.1; else 30303")
        .argParser(parseFirstPort)
        .conflicts("hosts"),
    )
    .addOption(rpcPortOption());
  finishCommand(addKeyOptions(addTermOptions(command)), {
    example: "npx wattproof network init --out pilot --nodes 7 --orgs wxr:4,unicom:2,wxbc:1",
    after: `All keys are made here: for trying out. Companies that do not trust each other use network keygen and network join.
Besu is not needed; README.md in the folder says how to start it. With --keys the same files come out each time.`,
  });
  command.action((flags: Flags) => {
    const { out, nodes, orgs, p2pPort, rpcPort } = flags;
    requireOutFolder(out);
    const terms = termsOf(flags);
    const network = initNetwork({ ...terms, ...keysOf(flags), nodes, orgs, p2pPort, rpcPort });
    writeNetwork(out, network);
    printNetwork(out, terms, network, flags);
  });
}
