import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";
import type { Founding } from "../../../deploy/founding.js";
import { WattproofError } from "../../../protocol/index.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { readFounding } from "./foundingOf.js";
import { CONSORTIUM_FILE, isNetworkFolder } from "./networkFolder.js";

/** Where to deploy, for whom and from which account. */
export interface DeployTarget {
  /** Name or address of a network. */
  readonly network: string;
  /** Who founds the consortium, and the chain that they agreed on; undefined if nobody says. */
  readonly founding?: Founding & { readonly chainId: bigint };
  /** Private key of the deployer, which keeps nothing. */
  readonly deployerKey?: string;
}

const KEY = /^0x[0-9a-f]{64}$/;
const ENDPOINT = z.object({ "rpc-http-host": z.string(), "rpc-http-port": z.int().min(1).max(65_535) });

/**
 * What `--network` and `--consortium` say: a folder of a network brings its consortium, the address of its first node, and
 * the account of an organisation of whoever has the folder.
 * @param key `WATTPROOF_DEPLOYER_KEY`, which goes before the folder's account.
 * @throws FileUnreadable, NetworkFolderUnusable, and what `parseConsortium` throws
 */
export function deployTarget(network: string, consortium: string | undefined, key: string | undefined): DeployTarget {
  if (!isNetworkFolder(network)) {
    return {
      network,
      ...(consortium === undefined ? {} : { founding: readFounding(consortium) }),
      ...(key === undefined ? {} : { deployerKey: key }),
    };
  }
  const founding = readFounding(consortium ?? join(network, CONSORTIUM_FILE));
  const deployerKey = key ?? accountKey(network);
  return { network: rpcOfFirstNode(network), founding, ...(deployerKey === undefined ? {} : { deployerKey }) };
}

function rpcOfFirstNode(folder: string): string {
  const nodes = join(folder, "nodes");
  for (const name of existsSync(nodes) ? readdirSync(nodes).sort() : []) {
    const path = join(nodes, name, "config.toml");
    if (!existsSync(path)) continue;
    const endpoint = ENDPOINT.safeParse(parse(readText(path, SMALL_FILE_BYTES)));
    if (!endpoint.success) throw new NetworkFolderUnusable(folder, `${path} names no rpc-http-host and rpc-http-port`);
    const { "rpc-http-host": host, "rpc-http-port": port } = endpoint.data;
    return `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}`;
  }
  throw new NetworkFolderUnusable(folder, "none of its nodes has a config.toml here");
}

/** The voting account of the first organisation whose key is in the folder: it has no more rights than any other here. */
function accountKey(folder: string): string | undefined {
  const organisations = join(folder, "organisations");
  const names = existsSync(organisations) ? readdirSync(organisations).sort() : [];
  const path = names.map((name) => join(organisations, name, "account.key")).find(existsSync);
  if (path === undefined) return undefined;
  const key = readText(path, SMALL_FILE_BYTES).trim();
  if (!KEY.test(key)) throw new NetworkFolderUnusable(folder, `${path} holds no private key`);
  return key;
}

/** A folder of a network that a deployment cannot start from. */
export class NetworkFolderUnusable extends WattproofError {
  /** @param why A part of a sentence, without its full stop. */
  constructor(folder: string, why: string) {
    super({
      code: "NetworkFolderUnusable",
      message: `The network in ${JSON.stringify(folder)} cannot be deployed to: ${why}.`,
      next: "Name a folder that wattproof network init or join wrote, or a node's address with --network and --consortium.",
      facts: { folder, why },
    });
  }
}
