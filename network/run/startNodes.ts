import type { LocalNode, OpenedNetwork } from "../folder/openNetwork.js";
import { requireOwnChain } from "./chainData.js";
import { NodesRunning } from "./errors.js";
import { requireFreePorts } from "./freePorts.js";
import { processOf } from "./pidFile.js";
import { spawnNode } from "./spawnNode.js";

export interface NativeStart {
  readonly network: OpenedNetwork;
  /** Those to start, of the network's. */
  readonly nodes: readonly LocalNode[];
  /** Path of the program. */
  readonly besu: string;
  /** Most that Java keeps objects in, for each node, MiB. */
  readonly heapMb: number;
}

/**
 * Starts nodes as processes of this machine, which outlive this one. All that can be known to go wrong is looked at before
 * the first is started.
 * @throws NodesRunning, PidFileInvalid, ChainDataDiffers, GenesisInvalid, NetworkFolderInvalid, PortsTaken, NodeNotStarted
 */
export async function startNodes({ network, nodes, besu, heapMb }: NativeStart): Promise<void> {
  requireStopped(network, nodes);
  await requireFreePorts(nodes);
  for (const node of nodes) requireOwnChain(node);
  for (const node of nodes) await spawnNode({ network: network.folder, node, besu, heapMb });
}

/** Throws `NodesRunning`, `PidFileInvalid`. */
export function requireStopped(network: OpenedNetwork, nodes: readonly LocalNode[]): void {
  const running = namesOfRunning(network, nodes);
  if (running.length === 0) return;
  throw new NodesRunning(
    running,
    nodes.map(({ name }) => name).filter((name) => !running.includes(name)),
  );
}

/** Those of the nodes whose processes were started here and live. Throws `PidFileInvalid`. */
export function namesOfRunning({ folder }: OpenedNetwork, nodes: readonly LocalNode[]): readonly string[] {
  return nodes.map(({ name }) => name).filter((name) => processOf(folder, name).state === "running");
}
