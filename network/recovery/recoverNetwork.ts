import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quorumOf } from "../../protocol/bft/index.js";
import { type Hex, isHex, quoted } from "../../protocol/index.js";
import { type FoundingWarning, foundingWarnings } from "../consortium/warnings.js";
import { jsonText } from "../files/generatedFile.js";
import { fingerprintOf, SHARED_FILES } from "../files/sharedFiles.js";
import { NetworkFolderInvalid } from "../folder/errors.js";
import type { OpenedNetwork } from "../folder/openNetwork.js";
import { withTransition } from "../genesis/transitions.js";
import { besuNode } from "../rpc/besuNode.js";
import { NodeSilent } from "../rpc/errors.js";
import { RecoveryUnfit } from "./errors.js";

export interface Recovery {
  readonly network: OpenedNetwork;
  /** Names or addresses of the validators that stay. */
  readonly staying: readonly string[];
  /** The first block that they make alone. */
  readonly block: bigint;
}

export interface Recovered {
  readonly validators: readonly { readonly name: string; readonly address: Hex }[];
  /** Seals that a block needs from then on. */
  readonly quorum: number;
  /** Of the files that all who stay must have alike. */
  readonly fingerprint: string;
  readonly warnings: readonly FoundingWarning[];
  /** Names of the nodes from here whose height was held against the block; none if none answered. */
  readonly asked: readonly string[];
}

/**
 * Writes into a folder's genesis which validators go on alone, after so many were lost for good that no block can be made and
 * no vote be cast. All who stay do the same, and start their nodes again.
 * @throws RecoveryUnfit, GenesisInvalid, NetworkFolderInvalid, and what nodes' answers throw
 */
export async function recoverNetwork({ network, staying, block }: Recovery): Promise<Recovered> {
  const { folder, consortium, genesis } = network;
  if (consortium.validators === "contract") {
    throw new RecoveryUnfit(folder, "a contract selects this chain's validators, and no genesis takes its place");
  }
  const known = [...consortium.nodes, ...network.nodes];
  const validators = staying.map((each) => validatorOf(folder, known, each));
  const twice = validators.find((each, at) => validators.findIndex(({ address }) => address === each.address) !== at);
  if (twice) throw new RecoveryUnfit(folder, `${twice.name} is named twice`);
  const asked = await requireNextBlock(network, block);
  const addresses = validators.map(({ address }) => address);
  const path = join(folder, "genesis.json");
  const changed = withTransition(genesis, consortium.consensus, { block, validators: addresses }, path);
  const text = jsonText(changed);
  const shared = SHARED_FILES.map((name) => ({
    path: name,
    text: name === "genesis.json" ? text : read(folder, name),
  }));
  replace(folder, path, text);
  return {
    validators,
    quorum: quorumOf(validators.length),
    fingerprint: fingerprintOf(shared),
    warnings: foundingWarnings(consortium.nodes.filter(({ address }) => addresses.includes(address))),
    asked,
  };
}

interface KnownNode {
  readonly name: string;
  readonly address: Hex;
}

/** A node that came later stands in nobody's consortium.json but its own, so an address will do. */
function validatorOf(folder: string, known: readonly KnownNode[], text: string): KnownNode {
  const address = text.toLowerCase();
  const node = known.find((each) => each.name === text || each.address === address);
  if (node) return { name: node.name, address: node.address };
  if (isHex(address, 20)) return { name: address, address };
  throw new RecoveryUnfit(folder, `${quoted(text)} is no node of consortium.json, and no address`);
}

/** A transition at another block than the next is never reached, or is one in the past. */
async function requireNextBlock(
  { folder, nodes, consortium }: OpenedNetwork,
  block: bigint,
): Promise<readonly string[]> {
  const { consensus } = consortium;
  const heights = await Promise.all(
    nodes.map(async ({ name, rpcUrl }) => ({ name, height: await heightOf({ name, url: rpcUrl, consensus }) })),
  );
  const answering = heights.flatMap(({ name, height }) => (height === undefined ? [] : [{ name, height }]));
  const [furthest] = [...answering].sort((a, b) => (a.height > b.height ? -1 : 1));
  if (furthest && block !== furthest.height + 1n) {
    const next = furthest.height + 1n;
    throw new RecoveryUnfit(
      folder,
      `${furthest.name} has block ${furthest.height}, so that the next is ${next}, not ${block}`,
    );
  }
  return answering.map(({ name }) => name);
}

async function heightOf(endpoint: Parameters<typeof besuNode>[0]): Promise<bigint | undefined> {
  try {
    return await besuNode(endpoint).height();
  } catch (error) {
    if (error instanceof NodeSilent) return undefined;
    throw error;
  }
}

function read(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), "utf8");
  } catch (error) {
    throw new NetworkFolderInvalid(folder, `${name} cannot be read (${(error as NodeJS.ErrnoException).code})`, error);
  }
}

function replace(folder: string, path: string, text: string): void {
  try {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new NetworkFolderInvalid(folder, `genesis.json cannot be written (${code})`, error);
  }
}
