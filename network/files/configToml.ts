import { stringify } from "smol-toml";
import { isLoopback } from "../consortium/hosts.js";
import type { Consensus } from "../consortium/schema.js";
import type { NetworkPlan, OwnNode } from "./plan.js";

const LOOPBACK = "127.0.0.1";
const ALL_INTERFACES = "0.0.0.0";
/** Besu's own limit; a larger consortium needs a larger one, since each node talks to each. */
const FEWEST_PEERS = 25;
/** Gas of one call, alike on all nodes; the default of Besu. */
const RPC_GAS_CAP = 50_000_000;

/**
 * Besu's profile `enterprise-private`, written out: named in a configuration file, a profile is shown at the start but not
 * applied (tried with Besu after 26.3.0; only the command line and `BESU_PROFILE` name one). Full
 * synchronisation ignores `sync-min-peers`, but its log says how many peers it waits for.
 */
const ENTERPRISE = {
  "sync-mode": "FULL",
  "sync-min-peers": 1,
  "data-storage-format": "FOREST",
  "bonsai-limit-trie-logs-enabled": false,
  "remote-connections-limit-enabled": false,
  "tx-pool": "SEQUENCED",
  "tx-pool-no-local-priority": true,
  "tx-pool-limit-by-account-percentage": 0.15,
  "rpc-http-max-active-connections": 300,
  "min-gas-price": 0,
};

/** APIs that a node offers on its own machine: what the agent, the oracle and the monitor ask. */
export function rpcApis(consensus: Consensus): readonly string[] {
  return ["ETH", "NET", "WEB3", "TXPOOL", consensus === "qbft" ? "QBFT" : "IBFT", "ADMIN", "PERM", "DEBUG"];
}

/**
 * A node's `config.toml`. Paths are relative to the node's own folder, where Besu has to be started.
 * @see everything_config.toml in Besu's sources for the options.
 */
export function configToml({ consortium }: NetworkPlan, node: OwnNode): string {
  const options = {
    identity: node.name,
    "data-path": "data",
    "node-private-key-file": "key",
    "genesis-file": "../../genesis.json",
    "static-nodes-file": "static-nodes.json",

    "p2p-host": node.host,
    "p2p-interface": isLoopback(node.host) ? LOOPBACK : ALL_INTERFACES,
    "p2p-port": node.port,
    "discovery-enabled": false,
    "nat-method": "NONE",
    "max-peers": Math.max(FEWEST_PEERS, consortium.nodes.length),
    "permissions-nodes-config-file-enabled": true,
    "permissions-nodes-config-file": "permissions_config.toml",
    "permissions-accounts-config-file-enabled": false,
    "permissions-accounts-config-file": "permissions_config.toml",

    "rpc-http-enabled": true,
    "rpc-http-host": LOOPBACK,
    "rpc-http-port": node.rpcHttp,
    "rpc-http-api": rpcApis(consortium.consensus),
    "rpc-ws-enabled": true,
    "rpc-ws-host": LOOPBACK,
    "rpc-ws-port": node.rpcWs,
    "rpc-ws-api": rpcApis(consortium.consensus),
    "rpc-gas-cap": RPC_GAS_CAP,
    "host-allowlist": ["localhost", LOOPBACK],
    "metrics-enabled": true,
    "metrics-host": LOOPBACK,
    "metrics-port": node.metrics,

    ...ENTERPRISE,
  };
  return `# ${node.name}. Start Besu in this folder: paths are relative to it.\n${stringify(options)}`;
}
