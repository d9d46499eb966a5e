import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type Command, Option } from "commander";
import {
  agentRound,
  besuAgentNode,
  blockPeriodS,
  NodeFolderWanted,
  nodesNamed,
  openNetwork,
} from "../../../network/index.js";
import { type Hex, nodeAddress } from "../../../protocol/index.js";
import { type CommandContext, finishCommand } from "../../commandLine/command.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";
import { parseAddress } from "../../commandLine/values.js";
import { untilStopped } from "./agentRounds.js";
import { roundLines } from "./agentWords.js";
import { parseSeconds } from "./parseSeconds.js";
import { readRegistered } from "./readRegistered.js";

interface Flags extends PrintOptions {
  readonly directory?: Hex;
  readonly every: number;
  readonly once?: boolean;
  readonly docker?: boolean;
}

const DEFAULT_EVERY_S = 5;
const AFTER = `Stands beside one node, as who owns its folder. Each round it reads the members' registry of nodes from that node, writes
static-nodes.json and permissions_config.toml, has the node drop whoever is not registered or whose certificate is revoked, and votes for the
validators whom the members decided on; not while fewer of them than a block needs would be awake, and not while the node has not caught up. It keeps nothing of its own, so that it
may be killed at any time. Where the Directory stands it takes from --directory, or from the address book.`;

/** `wattproof network agent`: does at a node what the members decided about nodes. */
export function addNetworkAgent(parent: Command, { signal }: CommandContext): void {
  const command = parent
    .command("agent")
    .description("stand beside a node: vote for validators and keep its peers as the members decided")
    .argument("<folder>", "the node's own folder, DIR/nodes/NAME")
    .addOption(new Option("--directory <address>", "address of the Directory contract").argParser(parseAddress))
    .addOption(
      new Option("--every <seconds>", "wait between two rounds").argParser(parseSeconds).default(DEFAULT_EVERY_S),
    )
    .option("--docker", "keep the lists in the folder's docker/, with the addresses that containers have")
    .addOption(new Option("--once", "one round, and its errors as the command's"));
  finishCommand(command, { example: "npx wattproof network agent pilot/nodes/wxr-node-1", after: AFTER });
  command.action(async (path: string, { every, once = false, docker = false, directory, ...print }: Flags) => {
    const folder = resolve(path);
    requireNodeFolder(path);
    const network = openNetwork(dirname(dirname(folder)));
    const [local] = nodesNamed(network, [basename(folder)]);
    if (local === undefined) return;
    const { id, address, rpcUrl, name } = local;
    const node = besuAgentNode({ name, url: rpcUrl, consensus: network.consortium.consensus }, address);
    const round = () =>
      agentRound({
        node,
        self: { id, address },
        lists: docker ? join(folder, "docker") : folder,
        keepsAddresses: docker,
        casts: network.consortium.validators === "header",
        blockPeriodS: blockPeriodS(network.genesis),
        addressOf: nodeAddress,
        readRegistered: () => readRegistered(rpcUrl, directory),
      });
    if (once) {
      const result = await round();
      printResult(result, roundLines(result), print);
      return;
    }
    await untilStopped({ round, everyS: every, signal, print });
  });
}

/** Whoever names the network's folder means one of its nodes, and is told which there are. */
function requireNodeFolder(path: string): void {
  if (!existsSync(join(path, "consortium.json"))) return;
  throw new NodeFolderWanted(
    path,
    openNetwork(path).nodes.map(({ name }) => join(path, "nodes", name)),
  );
}
