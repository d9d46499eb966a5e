import { isLoopback } from "../consortium/hosts.js";
import type { Consortium, ConsortiumNode } from "../consortium/schema.js";
import { PORTS } from "./ports.js";

/** Ports of a node's services, which listen on 127.0.0.1 alone. */
export interface ServicePorts {
  readonly rpcHttp: number;
  readonly rpcWs: number;
  readonly metrics: number;
}

/** A node that is run from the folder being written. */
export interface OwnNode extends ConsortiumNode, ServicePorts {
  /** Address in the bridge network of the compose file, if it has one. */
  readonly bridgeHost: string;
}

/** All that the files of a folder are written from. */
export interface NetworkPlan {
  readonly consortium: Consortium;
  /** Seconds. */
  readonly blockPeriodS: number;
  readonly own: readonly OwnNode[];
  /** True if all nodes are run here for themselves alone: the compose file then gives them a network of their own. */
  readonly isBridged: boolean;
}

/** Besu's own, for the first node of a host; each further one has its ports ten higher. */
export const DEFAULT_RPC_PORT = 8545;
const STEP = 10;
/** As Besu has it: 8546 beside 8545, and 9545. */
const METRICS_ABOVE_RPC = 1000;

/** A private range (RFC 1918) that Docker does not give out by itself. */
export const BRIDGE_SUBNET = "10.113.0.0/24";
const bridgeHost = (at: number) => `10.113.0.${11 + at}`;

/**
 * Plans what is run from one folder.
 * @param blockPeriodS Seconds. @param ownNames Names of the nodes whose keys are at hand.
 * @param rpcPort JSON-RPC of the first of them; if not given, as `servicePorts` has it.
 */
export function planNetwork(
  consortium: Consortium,
  blockPeriodS: number,
  ownNames: ReadonlySet<string>,
  rpcPort?: number,
): NetworkPlan {
  const { nodes } = consortium;
  const ports = servicePorts(nodes, ownNames, rpcPort);
  const own = nodes.flatMap((node, at) => {
    const given = ports.get(node.name);
    return ownNames.has(node.name) && given ? [{ ...node, ...given, bridgeHost: bridgeHost(at) }] : [];
  });
  const isBridged = own.length === nodes.length && own.every(({ host }) => isLoopback(host));
  return { consortium, blockPeriodS, own, isBridged };
}

type PlacedNode = Pick<ConsortiumNode, "name" | "host" | "port">;

/**
 * Ports of one's own nodes, and of those that share a host with them. No two have the same, even on different hosts, so
 * that one monitor's list can name them all; nor one that a node listens on for others, or that a service beside the nodes has.
 * @param rpcPort Of the first of one's own nodes. If it is not given, all who share a host count from 8545 in the consortium's
 * order, so that they agree without a word.
 */
export function servicePorts(
  nodes: readonly PlacedNode[],
  ownNames: ReadonlySet<string>,
  rpcPort?: number,
): ReadonlyMap<string, ServicePorts> {
  const ownHosts = new Set(nodes.filter(({ name }) => ownNames.has(name)).map(({ host }) => host));
  const taken = new Set<number>([...nodes.map(({ port }) => port), ...Object.values(PORTS)]);
  let rpc = rpcPort ?? DEFAULT_RPC_PORT;
  const next = (): ServicePorts => {
    const ports = { rpcHttp: rpc, rpcWs: rpc + 1, metrics: rpc + METRICS_ABOVE_RPC };
    rpc += STEP;
    if (Object.values(ports).some((port) => taken.has(port))) return next();
    for (const port of Object.values(ports)) taken.add(port);
    return ports;
  };
  const placed = nodes.filter(({ host }) => ownHosts.has(host)).map(({ name }) => name);
  const [own, others] = [placed.filter((name) => ownNames.has(name)), placed.filter((name) => !ownNames.has(name))];
  const inTurn = rpcPort === undefined ? placed : [...own, ...others];
  return new Map(inTurn.map((name) => [name, next()]));
}
