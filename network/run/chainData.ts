import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { NetworkFolderInvalid } from "../folder/errors.js";
import type { LocalNode } from "../folder/openNetwork.js";
import { compareGenesis, type GenesisDifference, parseGenesis } from "../genesis/compareGenesis.js";
import { ChainDataDiffers } from "./errors.js";

/** Copy of the genesis file from which a node's data began; it goes where the data go. */
const COPY = "genesis-of-these-data.json";

/** The genesis file that a node's own configuration names. Throws `GenesisInvalid`, `NetworkFolderInvalid`. */
export function genesisOf(node: LocalNode): Readonly<Record<string, unknown>> {
  const path = resolve(node.folder, node.genesisFile);
  return parseGenesis(read(node, path), path);
}

/**
 * Refuses to start a node on data of another chain, and remembers what its data begin with. Besu would refuse too, once it
 * runs, but cannot say in what the files differ.
 * @throws ChainDataDiffers, GenesisInvalid, NetworkFolderInvalid
 */
export function requireOwnChain(node: LocalNode): void {
  const genesis = genesisOf(node);
  const copy = join(dataFolder(node), COPY);
  if (existsSync(copy)) {
    const differences = compareGenesis(parseGenesis(read(node, copy), copy), genesis).filter(isFounding);
    if (differences.length > 0) throw new ChainDataDiffers(node.name, dataFolder(node), differences);
  } else if (hasData(node)) {
    // Begun by other means: Besu compares the hash when it starts.
    return;
  }
  mkdirSync(dirname(copy), { recursive: true, mode: 0o700 });
  writeFileSync(`${copy}.new`, `${JSON.stringify(genesis, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${copy}.new`, copy);
}

const dataFolder = (node: LocalNode) => resolve(node.folder, node.dataPath);

/** `DATABASE_METADATA.json` is the first that Besu writes. */
const hasData = (node: LocalNode) => existsSync(join(dataFolder(node), "DATABASE_METADATA.json"));

/**
 * True for what makes a chain another one: all of its first block, its id, and how it agrees. Forks, periods and limits in
 * `config` may be changed by all nodes together.
 */
function isFounding({ path }: GenesisDifference): boolean {
  return !path.startsWith("config.") || /^config\.(chainId|qbft|ibft2|(qbft|ibft2)\.epochlength)$/i.test(path);
}

function read(node: LocalNode, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new NetworkFolderInvalid(node.folder, `${path} cannot be read (${code || message})`, error);
  }
}
