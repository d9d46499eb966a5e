import type { LocalNode } from "../folder/openNetwork.js";
import { compareGenesis, type GenesisDifference } from "../genesis/compareGenesis.js";
import { genesisOf } from "../run/chainData.js";
import type { NodeReport } from "./readNode.js";

/** In what a node's chain, or its genesis file, is not that of the network's folder. */
export interface FoundingDifference {
  readonly node: string;
  /** `file`: the genesis file that its configuration names; `chain`: what the node runs. */
  readonly where: "file" | "chain";
  readonly differences: readonly GenesisDifference[];
}

type Genesis = Readonly<Record<string, unknown>>;

/**
 * Compares the network's genesis file, member by member, with that of a node's own configuration.
 * @throws GenesisInvalid, NetworkFolderInvalid
 */
export function compareFile(expected: Genesis, node: LocalNode): FoundingDifference | undefined {
  return differing(node, "file", compareGenesis(expected, genesisOf(node)));
}

/**
 * Compares it with the first block that a node runs: those members that a block has, and the chain's id. What is in
 * `alloc` is in the block's state root alone, and forks are in no block.
 */
export function compareChain(expected: Genesis, node: LocalNode, report: NodeReport): FoundingDifference | undefined {
  const { header } = report.genesis;
  const chain: Readonly<Record<string, bigint | string | undefined>> = {
    nonce: header.nonce,
    timestamp: header.timestampS,
    gasLimit: header.gasLimit,
    difficulty: header.difficulty,
    baseFeePerGas: header.baseFeePerGas,
    mixHash: header.mixHash,
    coinbase: header.beneficiary,
    extraData: header.extraData,
  };
  const names = Object.keys(chain).filter((name) => expected[name] !== undefined && chain[name] !== undefined);
  const chainIdOf = ({ config }: Genesis) => (config as Genesis).chainId;
  const said = {
    ...Object.fromEntries(names.map((name) => [name, valueText(expected[name])])),
    chainId: valueText(chainIdOf(expected)),
  };
  const runs = {
    ...Object.fromEntries(names.map((name) => [name, valueText(chain[name])])),
    chainId: valueText(report.chainId),
  };
  return differing(node, "chain", compareGenesis(said, runs));
}

/** Longer than any number of a header: bytes, which keep their zeros. */
const LONGEST_NUMBER = 18;

/** One form for numbers, which files have in decimal or in hex with zeros before them. */
function valueText(value: unknown): string {
  if (typeof value === "string" && !(/^(0x[0-9a-f]+|[0-9]+)$/i.test(value) && value.length <= LONGEST_NUMBER)) {
    return value.toLowerCase();
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint"
    ? `0x${BigInt(value).toString(16)}`
    : JSON.stringify(value);
}

function differing(
  { name }: LocalNode,
  where: FoundingDifference["where"],
  differences: readonly GenesisDifference[],
): FoundingDifference | undefined {
  return differences.length === 0 ? undefined : { node: name, where, differences };
}
