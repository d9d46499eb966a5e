import type { JsonRpcApiProvider } from "ethers";
import { type BftConsensus, decodeExtraData } from "../protocol/bft/extraData.js";
import { bftHeaderOf } from "../protocol/bft/headerAnswer.js";
import { verifySeals } from "../protocol/bft/seals.js";
import { sortedValidators } from "../protocol/bft/validators.js";
import type { Hex } from "../protocol/hex.js";
import { VALIDATORS_SCHEMA, type ValidatorHistory, type ValidatorSet } from "../protocol/sealed/validatorHistory.js";
import { mapBounded, read } from "./chain.js";
import { ValidatorsInContract } from "./errors.js";

export interface ReadValidatorsOptions {
  readonly provider: Pick<JsonRpcApiProvider, "send">;
  readonly chainId: bigint;
  readonly genesisHash: Hex;
  readonly consensus: BftConsensus;
}

/** Blocks that are looked at, evenly spread, before changes are searched for between them. */
const SAMPLES = 64n;

/**
 * Reads from a node's headers who sealed a chain's blocks when. Changes are found by halving the ranges between blocks whose
 * validators differ; a change that was taken back between two samples is not found. A history that lacks one refuses blocks
 * of that time, and accepts none that it should not.
 *
 * Each header that is read must be sealed by those that it names. That they were rightly chosen is the node's word: compare
 * the history with that of other members.
 * @throws ChainUnreadable, ValidatorsInContract, HeaderInvalid, HeaderHashDiffers, and what `verifySeals` throws
 */
export async function readValidators(options: ReadValidatorsOptions): Promise<ValidatorHistory> {
  const { chainId, genesisHash, consensus } = options;
  const last = (await setAt(options, "latest")).fromBlock;
  const step = last / SAMPLES + 1n;
  const numbers = Array.from({ length: Number(last / step) }, (_, index) => BigInt(index) * step);
  const sampled = await mapBounded([...numbers, last], (number) => setAt(options, number));
  const sets: ValidatorSet[] = sampled.slice(0, 1);
  for (const [index, after] of sampled.slice(1).entries()) {
    sets.push(...(await changesBetween(options, sampled[index] as ValidatorSet, after)));
  }
  return { schema: VALIDATORS_SCHEMA, chainId, genesisHash, consensus, sets };
}

/** The sets that begin after `before` and up to `after`, as far as halving finds them. */
async function changesBetween(
  options: ReadValidatorsOptions,
  before: ValidatorSet,
  after: ValidatorSet,
): Promise<ValidatorSet[]> {
  if (isSame(before, after)) return [];
  if (after.fromBlock === before.fromBlock + 1n) return [after];
  const middle = await setAt(options, (before.fromBlock + after.fromBlock) / 2n);
  return [...(await changesBetween(options, before, middle)), ...(await changesBetween(options, middle, after))];
}

function isSame(one: ValidatorSet, other: ValidatorSet): boolean {
  return one.validators.join() === other.validators.join();
}

/** The validators that a block names; `fromBlock` is its number. */
async function setAt({ provider, consensus }: ReadValidatorsOptions, block: bigint | "latest"): Promise<ValidatorSet> {
  const tag = block === "latest" ? block : `0x${block.toString(16)}`;
  const answer = await read(`block ${block}`, () => provider.send("eth_getBlockByNumber", [tag, false]));
  const header = bftHeaderOf(consensus, answer);
  // The genesis may name them in any order.
  const validators = sortedValidators(decodeExtraData(consensus, header.extraData).validators);
  if (validators.length === 0) throw new ValidatorsInContract(header.number);
  if (header.number > 0n) verifySeals({ consensus, header, validators });
  return { fromBlock: header.number, validators };
}
