import { parse } from "smol-toml";
import { z } from "zod";

const port = z.int().min(1).max(65_535);
const flag = z.boolean().default(false);
const LOOPBACK = "127.0.0.1";

/** Of `config.toml`, what is needed to start a node and to ask it; Besu reads the rest. */
const CONFIG = z.object({
  "genesis-file": z.string(),
  "data-path": z.string(),
  "p2p-interface": z.ipv4().default("0.0.0.0"),
  "p2p-port": port,
  "rpc-http-enabled": z.literal(true),
  "rpc-http-host": z.ipv4().default(LOOPBACK),
  "rpc-http-port": port,
  "rpc-http-tls-enabled": flag,
  "rpc-ws-enabled": flag,
  "rpc-ws-host": z.ipv4().default(LOOPBACK),
  "rpc-ws-port": port.optional(),
  "metrics-enabled": flag,
  "metrics-host": z.ipv4().default(LOOPBACK),
  "metrics-port": port.optional(),
});

/** A port on which a node listens. */
export interface NodeListener {
  /** Which of the node's services it is, for people. */
  readonly service: "devp2p" | "JSON-RPC" | "WebSocket" | "metrics";
  /** Address of the interface, IPv4. */
  readonly host: string;
  readonly port: number;
}

export interface NodeConfig {
  /** As the file has them: relative to the node's folder. */
  readonly genesisFile: string;
  readonly dataPath: string;
  /** Where this machine asks the node. */
  readonly rpcUrl: string;
  readonly listeners: readonly NodeListener[];
}

/**
 * Reads a node's `config.toml`.
 * @returns What is wrong with it instead, as a part of a sentence.
 */
export function parseNodeConfig(text: string): NodeConfig | string {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    return `is no TOML (${(error as Error).message.split("\n")[0]?.trim()})`;
  }
  const result = CONFIG.safeParse(value);
  if (!result.success) return `is not as it should be at ${result.error.issues[0]?.path.map(String).join(".")}`;
  const config = result.data;
  const { "rpc-http-host": host, "rpc-http-port": rpcPort } = config;
  const listeners: NodeListener[] = [
    { service: "devp2p", host: config["p2p-interface"], port: config["p2p-port"] },
    { service: "JSON-RPC", host, port: rpcPort },
  ];
  if (config["rpc-ws-enabled"] && config["rpc-ws-port"] !== undefined) {
    listeners.push({ service: "WebSocket", host: config["rpc-ws-host"], port: config["rpc-ws-port"] });
  }
  if (config["metrics-enabled"] && config["metrics-port"] !== undefined) {
    listeners.push({ service: "metrics", host: config["metrics-host"], port: config["metrics-port"] });
  }
  const scheme = config["rpc-http-tls-enabled"] ? "https" : "http";
  return {
    genesisFile: config["genesis-file"],
    dataPath: config["data-path"],
    rpcUrl: `${scheme}://${host === "0.0.0.0" ? LOOPBACK : host}:${rpcPort}`,
    listeners,
  };
}
