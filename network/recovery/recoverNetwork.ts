import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quorumOf } from "../../protocol/bft/index.js";
import { type Hex, isHex, quoted } from "../../protocol/index.js";
import { type FoundingWarning, foundingWarnings } from "../consortium/warnings.js";
import { jsonText } from "../files/generatedFile.js";
import { fingerprintOf } from "../files/sharedFiles.js";
import { NetworkFolderInvalid } from "../folder/errors.js";
import type { OpenedNetwork } from "../folder/openNetwork.js";
import { readShared } from "../folder/readShared.js";
import { validatorsSetAt, withTransition } from "../genesis/transitions.js";
import { type BesuNode, besuNode } from "../rpc/besuNode.js";
import { NodeAnswerStrange, NodeSilent } from "../rpc/errors.js";
import { advances, isFresh } from "../status/chainMoves.js";
import { RecoveryUnfit } from "./errors.js";

export interface Recovery {
  readonly network: OpenedNetwork;
  /** Names or addresses of the validators that stay. */
  readonly staying: readonly string[];
  /** The first block that they make alone. */
  readonly block: bigint;
  /** This moment, Unix ms. */
  readonly now?: () => number;
  readonly signal?: AbortSignal;
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
  /** Addresses that the genesis had for this very block before, if they were others: what was agreed on then is gone. */
  readonly replaced: readonly Hex[] | undefined;
}

/**
 * Writes into a folder's genesis which validators go on alone, after so many were lost for good that no block can be made and
 * no vote be cast. All who stay do the same, and start their nodes again. A chain that moves is left alone.
 * @throws RecoveryUnfit, GenesisInvalid, NetworkFolderInvalid, and what nodes' answers throw
 */
export async function recoverNetwork({
  network,
  staying,
  block,
  now = Date.now,
  signal,
}: Recovery): Promise<Recovered> {
  const { folder, consortium, genesis } = network;
  if (consortium.validators === "contract") {
    throw new RecoveryUnfit(folder, "a contract selects this chain's validators, and no genesis takes its place");
  }
  const known = [...consortium.nodes, ...network.nodes];
  const validators = staying.map((each) => validatorOf(folder, known, each));
  const twice = validators.find((each, at) => validators.findIndex(({ address }) => address === each.address) !== at);
  if (twice) throw new RecoveryUnfit(folder, `${twice.name} is named twice`);
  const asked = await requireStanding(network, block, now, signal);
  const addresses = validators.map(({ address }) => address);
  const path = join(folder, "genesis.json");
  const before = validatorsSetAt(genesis, consortium.consensus, block);
  const changed = withTransition(genesis, consortium.consensus, { block, validators: addresses }, path);
  const text = jsonText(changed);
  const shared = readShared(folder).map((file) => (file.path === "genesis.json" ? { ...file, text } : file));
  replace(folder, path, text);
  return {
    validators,
    quorum: quorumOf(validators.length),
    fingerprint: fingerprintOf(shared),
    warnings: foundingWarnings(consortium.nodes.filter(({ address }) => addresses.includes(address))),
    asked,
    replaced: before && isSameSet(before, addresses) ? undefined : before,
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

function isSameSet(some: readonly Hex[], others: readonly Hex[]): boolean {
  return [...some].sort().join() === [...others].sort().join();
}

const LEAVE_IT =
  "Leave it be: a chain that moves has its quorum, and members put out who is gone (consortium propose remove-node).";

/** A transition at another block than the next is never reached, or is one in the past; and one in a chain that moves splits it. */
async function requireStanding(
  { folder, nodes, consortium, genesis }: OpenedNetwork,
  block: bigint,
  now: () => number,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const { consensus } = consortium;
  const readers = nodes.map(({ name, rpcUrl }) => besuNode({ name, url: rpcUrl, consensus }));
  const heads = await Promise.all(readers.map(headOf));
  const answering = heads.filter((head) => head !== undefined);
  const [furthest] = [...answering].sort((a, b) => (a.number > b.number ? -1 : 1));
  if (furthest) {
    const { name, number, timestampS } = furthest;
    const ageS = Math.round(now() / 1000 - Number(timestampS));
    if (isFresh(genesis, { number, ageS })) {
      throw new RecoveryUnfit(folder, `the chain moves, block ${number} of ${name} is of this moment`, LEAVE_IT);
    }
    if (block !== number + 1n) {
      throw new RecoveryUnfit(folder, `${name} has block ${number}, so that the next is ${number + 1n}, not ${block}`);
    }
    if (await advances(genesis, readers, number, signal)) {
      throw new RecoveryUnfit(folder, `the chain moves, a block after ${number} came meanwhile`, LEAVE_IT);
    }
  }
  return answering.map(({ name }) => name);
}

/** The newest block of a node; undefined if it does not answer. */
async function headOf(reader: BesuNode) {
  try {
    const block = await reader.block("latest");
    if (!block) throw new NodeAnswerStrange(reader.name, "eth_getBlockByNumber", "the node has no newest block");
    return { name: reader.name, number: block.header.number, timestampS: block.header.timestampS };
  } catch (error) {
    if (error instanceof NodeSilent) return undefined;
    throw error;
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
