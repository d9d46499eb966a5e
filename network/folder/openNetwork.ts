import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Hex, quoted } from "../../protocol/index.js";
import { parseConsortium } from "../consortium/parseConsortium.js";
import type { Consortium } from "../consortium/schema.js";
import { parseGenesis } from "../genesis/compareGenesis.js";
import { parseSecpKey } from "../keys/nodeKey.js";
import { NetworkFolderInvalid, NodeNotHere } from "./errors.js";
import { type NodeConfig, parseNodeConfig } from "./nodeConfig.js";

/** A node whose key and configuration lie in a network's folder. */
export interface LocalNode extends NodeConfig {
  readonly name: string;
  /** Path of its own folder, absolute. */
  readonly folder: string;
  /** 64 bytes. */
  readonly id: Hex;
  /** By which consensus names it. */
  readonly address: Hex;
}

/** A network's folder, as `network init` and `network join` write it. */
export interface OpenedNetwork {
  /** Absolute. */
  readonly folder: string;
  readonly consortium: Consortium;
  readonly genesis: Readonly<Record<string, unknown>>;
  /** Those that are run from here, in the order of their names. */
  readonly nodes: readonly LocalNode[];
}

const LONGEST_BYTES = 16 * 1024 * 1024;
/** Names that `network init` gives, and what people may give to a node of theirs. */
const NODE_NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

/**
 * Opens a network's folder, and believes nothing in it that can be checked.
 * @throws NetworkFolderInvalid, GenesisInvalid, and what `parseConsortium` throws.
 */
export function openNetwork(path: string): OpenedNetwork {
  const folder = resolve(path);
  const consortiumFile = join(folder, "consortium.json");
  const consortium = parseConsortium(readPart(folder, "consortium.json"), consortiumFile);
  const genesis = parseGenesis(readPart(folder, "genesis.json"), join(folder, "genesis.json"));
  const nodes = nodeNames(folder).map((name) => openNode(folder, name, consortium));
  return { folder, consortium, genesis, nodes };
}

/**
 * The nodes of these names, or all if none is given.
 * @throws NodeNotHere
 */
export function nodesNamed({ folder, nodes }: OpenedNetwork, names: readonly string[] = []): readonly LocalNode[] {
  if (nodes.length === 0) throw new NodeNotHere(folder, undefined, []);
  for (const name of names) {
    if (!nodes.some((node) => node.name === name))
      throw new NodeNotHere(
        folder,
        name,
        nodes.map((each) => each.name),
      );
  }
  return names.length === 0 ? nodes : nodes.filter(({ name }) => names.includes(name));
}

function openNode(root: string, name: string, { nodes }: Consortium): LocalNode {
  const inner = join("nodes", name);
  const key = parseSecpKey(readPart(root, join(inner, "key")).trim());
  if (!key) throw new NetworkFolderInvalid(root, `${join(inner, "key")} is no private key of secp256k1`);
  const listed = nodes.find((node) => node.name === name);
  if (listed && listed.id !== key.id) {
    throw new NetworkFolderInvalid(root, `${join(inner, "key")} is another key than consortium.json lists for ${name}`);
  }
  const file = join(inner, "config.toml");
  const config = parseNodeConfig(readPart(root, file));
  if (typeof config === "string") throw new NetworkFolderInvalid(root, `${file} ${config}`);
  return { name, folder: join(root, inner), id: key.id, address: key.address, ...config };
}

/** Folders with a key in them: one that was given up may have left data behind. */
function nodeNames(root: string): readonly string[] {
  const inner = join(root, "nodes");
  if (!statSync(inner, { throwIfNoEntry: false })?.isDirectory()) return [];
  const names = readdirSync(inner).filter((name) => statSync(join(inner, name, "key"), { throwIfNoEntry: false }));
  const unfit = names.find((name) => !NODE_NAME.test(name));
  if (unfit !== undefined) throw new NetworkFolderInvalid(root, `${quoted(unfit)} is no name for a node's folder`);
  return names.sort(inNumericOrder);
}

/** `org-node-2` before `org-node-10`. */
const inNumericOrder = new Intl.Collator("en", { numeric: true }).compare;

function readPart(root: string, path: string): string {
  try {
    const stats = statSync(join(root, path));
    if (!stats.isFile() || stats.size > LONGEST_BYTES)
      throw new NetworkFolderInvalid(root, `${path} is no file to read`);
    return readFileSync(join(root, path), "utf8");
  } catch (error) {
    if (error instanceof NetworkFolderInvalid) throw error;
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new NetworkFolderInvalid(root, `${path} cannot be read (${code || message})`, error);
  }
}
