import { type BftConsensus, verifySeals } from "../../protocol/bft/index.js";
import { type Hex, WattproofError } from "../../protocol/index.js";
import type { BesuNode, BftBlock } from "../rpc/besuNode.js";
import { NodeAnswerStrange } from "../rpc/errors.js";
import type { SealCheck } from "./rememberSeals.js";
import type { BlockCopy, SealedBlock } from "./sealedBlock.js";

/** How many questions a node has at one time. */
const AT_ONCE = 10;

/** A node that holds blocks, and by which address consensus knows it. */
export interface BlockHolder {
  readonly node: BesuNode;
  readonly address: Hex;
}

/** Blocks that were read, and why some holders' are not among them. */
export interface ReadBlocks {
  readonly blocks: readonly SealedBlock[];
  readonly troubles: readonly WattproofError[];
}

/**
 * The newest blocks of a node, newest first, with the copies that it and others hold of them. A holder whose blocks cannot be
 * read, or do not hold, is left out: the next one's count then.
 * @param holders Whose blocks, the one that is furthest first. Copies of other blocks than the first's are left out.
 * @param height Number of the newest. @param count Most of them. @param check Of whoever looks often: `rememberSeals`.
 * @throws as `blocksOf` does, of the first holder, if nobody's blocks can be read.
 */
export async function readBlocks(
  consensus: BftConsensus,
  holders: readonly [BlockHolder, ...BlockHolder[]],
  height: bigint,
  count: number,
  check: SealCheck = verifySeals,
): Promise<ReadBlocks> {
  const read: (readonly SealedBlock[])[] = [];
  const troubles: WattproofError[] = [];
  for (const holder of holders) {
    try {
      const reached = holder === holders[0] ? height : await holder.node.height();
      read.push(await blocksOf(holder, { consensus, height: reached < height ? reached : height, count, check }));
    } catch (error) {
      if (!(error instanceof WattproofError)) throw error;
      troubles.push(error);
    }
  }
  const [blocks, ...others] = read;
  if (blocks === undefined) throw troubles[0];
  const copies = new Map<Hex, BlockCopy[]>(blocks.map((block) => [block.hash, [...block.copies]]));
  for (const block of others.flat()) copies.get(block.hash)?.push(...block.copies);
  return { blocks: blocks.map((block) => ({ ...block, copies: copies.get(block.hash) ?? block.copies })), troubles };
}

interface WhichBlocks {
  readonly consensus: BftConsensus;
  /** Number of the newest. */
  readonly height: bigint;
  /** Most of them. */
  readonly count: number;
  readonly check: SealCheck;
}

/**
 * A node's newest blocks, newest first, down to block 1: the genesis is nobody's. Each hash is computed, each is the
 * parent of the one before, and each seal was recovered.
 * @throws NodeAnswerStrange, and what is wrong with a block's seals: SealMalformed, SealerUnknown, SealDuplicated,
 * QuorumMissing, ValidatorSetInvalid.
 */
async function blocksOf(holder: BlockHolder, { height, count, ...by }: WhichBlocks): Promise<readonly SealedBlock[]> {
  const { node } = holder;
  const last = height < BigInt(count) ? 1n : height - BigInt(count) + 1n;
  const blocks: BftBlock[] = [];
  for (let from = height; from >= last; from -= BigInt(AT_ONCE)) {
    const numbers = Array.from({ length: AT_ONCE }, (_, at) => from - BigInt(at)).filter((number) => number >= last);
    for (const block of await Promise.all(numbers.map((number) => node.block(number)))) {
      const above = blocks.at(-1);
      const number = above === undefined ? height : above.header.number - 1n;
      if (block === undefined) {
        throw new NodeAnswerStrange(node.name, "eth_getBlockByNumber", `block ${number} is missing below its head`);
      }
      if (above !== undefined && above.header.parentHash !== block.hash) {
        throw new NodeAnswerStrange(node.name, "eth_getBlockByNumber", `block ${number} is no parent of the one after`);
      }
      blocks.push(block);
    }
  }
  return Promise.all(blocks.map((block) => sealedBlock(holder, by, block)));
}

async function sealedBlock(
  { node, address }: BlockHolder,
  { consensus, check }: Pick<WhichBlocks, "consensus" | "check">,
  block: BftBlock,
): Promise<SealedBlock> {
  const { header, hash, extra } = block;
  const { number, timestampS, beneficiary } = header;
  const isNamed = extra.validators.length > 0;
  // A header of a chain whose validators a contract selects names none; the node then says who they were.
  const validators = isNamed ? extra.validators : ((await node.validators(number)) ?? []);
  const sealers = check({ consensus, header, validators, source: isNamed ? "header" : "contract" });
  return {
    number,
    hash,
    timestampS,
    proposer: beneficiary,
    round: extra.round,
    vote: extra.vote,
    validators,
    copies: [{ holder: address, sealers }],
  };
}
