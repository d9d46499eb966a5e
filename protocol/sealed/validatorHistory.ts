import type { BftConsensus } from "../bft/extraData.js";
import type { ValidatorSource } from "../bft/seals.js";
import { requireValidators } from "../bft/validators.js";
import { canonicalJson } from "../canonicalJson.js";
import { WattproofError } from "../errors.js";
import type { Hex } from "../hex.js";
import { type ParseOptions, parseDocument } from "../json/document.js";
import {
  array,
  literal,
  object,
  objectWithOptional,
  type Read,
  UnexpectedValue,
  uint64,
  word,
} from "../json/readers.js";
import { readAddress, readHash } from "../json/records.js";
import { ValidatorsUnreadable } from "./errors.js";

export const VALIDATORS_SCHEMA = "wattproof-validators/1";

/** Who seals a chain's blocks from a block on. */
export interface ValidatorSet {
  /** The first block that they seal. */
  readonly fromBlock: bigint;
  /** Strictly ascending. */
  readonly validators: readonly Hex[];
}

/** Who sealed a chain's blocks when: with the Directory's address, all that a verifier of sealed evidence must trust. */
export interface ValidatorHistory {
  readonly schema: typeof VALIDATORS_SCHEMA;
  readonly chainId: bigint;
  readonly genesisHash: Hex;
  readonly consensus: BftConsensus;
  /** Where the chain keeps its validators; in its headers if not given. */
  readonly source?: ValidatorSource;
  /** Oldest first, the first from block 0. */
  readonly sets: readonly ValidatorSet[];
}

const MOST_SETS = 100_000;
const MOST_VALIDATORS = 1_000;

const readValidators: Read<readonly Hex[]> = (value) => {
  const validators = array(readAddress, MOST_VALIDATORS)(value);
  try {
    requireValidators(validators);
  } catch (error) {
    if (!(error instanceof WattproofError)) throw error;
    throw new UnexpectedValue(`a set of validators in ascending order: ${error.facts.reason}`);
  }
  return validators;
};

const readSets: Read<readonly ValidatorSet[]> = (value) => {
  const sets = array(object<ValidatorSet>({ fromBlock: uint64(), validators: readValidators }), MOST_SETS)(value);
  if (sets[0]?.fromBlock !== 0n) throw new UnexpectedValue("a list that begins with a set from block 0");
  sets.forEach(({ fromBlock }, index) => {
    const before = sets[index - 1];
    if (before !== undefined && before.fromBlock >= fromBlock) throw new UnexpectedValue("in the order of blocks");
  });
  return sets;
};

const readHistory: Read<ValidatorHistory> = (value) => {
  const history = objectWithOptional<Omit<ValidatorHistory, "source">, { source: ValidatorSource }>(
    {
      schema: literal(VALIDATORS_SCHEMA),
      chainId: uint64(1n),
      genesisHash: readHash,
      consensus: word(["qbft", "ibft2"]),
      sets: readSets,
    },
    { source: word(["header", "contract"]) },
  )(value);
  if (history.source === "contract" && history.consensus !== "qbft") {
    throw new UnexpectedValue("header: only QBFT lets a contract select validators", "source");
  }
  return history;
};

/** Parses the text of a history of validators. @throws ValidatorsUnreadable, SchemaUnsupported */
export function parseValidators(text: string, options?: ParseOptions): ValidatorHistory {
  const unreadable = (reason: string) => new ValidatorsUnreadable(reason);
  return parseDocument(text, { schema: VALIDATORS_SCHEMA, read: readHistory, unreadable }, options);
}

/** The text of a history: `schema` first, canonical below. */
export function serializeValidators({ schema, ...history }: ValidatorHistory): string {
  return `{"schema":${canonicalJson(schema)},${canonicalJson(history).slice(1)}`;
}

/** The validators that were to seal a block, ascending. @param block Its number, 0 or more. */
export function validatorsAt({ sets }: Pick<ValidatorHistory, "sets">, block: bigint): readonly Hex[] {
  return sets.findLast(({ fromBlock }) => fromBlock <= block)?.validators ?? [];
}
