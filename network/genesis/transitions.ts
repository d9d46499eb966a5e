import type { BftConsensus } from "../../protocol/bft/index.js";
import type { Hex } from "../../protocol/index.js";
import { GenesisInvalid } from "./errors.js";

/** From which block on which validators are set by agreement outside of the chain, and not by votes in it. */
export interface ValidatorTransition {
  readonly block: bigint;
  /** Addresses. */
  readonly validators: readonly Hex[];
}

type Entry = Readonly<Record<string, unknown>> & { readonly block: number };

/**
 * The same genesis with such a transition, which changes neither its hash nor what was before that block. Validators are put
 * into the order of their addresses and transitions into that of their blocks, so that all who agree get the same.
 * @param source Path of the genesis file, for errors.
 * @throws GenesisInvalid
 * @see https://besu.hyperledger.org/private-networks/how-to/configure/consensus/add-validators-without-voting
 */
export function withTransition(
  genesis: Readonly<Record<string, unknown>>,
  consensus: BftConsensus,
  { block, validators }: ValidatorTransition,
  source: string,
): Readonly<Record<string, unknown>> {
  const config = genesis.config as Readonly<Record<string, unknown>>;
  const transitions = sectionOf(config, "transitions") ?? {};
  const entries = entriesOf(genesis, consensus, source);
  const number = Number(block);
  const entry = { ...entries.find((each) => each.block === number), block: number, validators: [...validators].sort() };
  const others = entries.filter((each) => each.block !== number);
  const inOrder = [...others, entry].sort((a, b) => a.block - b.block);
  const rest = without(transitions, consensus);
  return { ...genesis, config: { ...without(config, "transitions"), transitions: { ...rest, [consensus]: inOrder } } };
}

/** Validators that a genesis file sets for one block; undefined if it sets none there. Throws `GenesisInvalid`. */
export function validatorsSetAt(
  genesis: Readonly<Record<string, unknown>>,
  consensus: BftConsensus,
  block: bigint,
): readonly Hex[] | undefined {
  const entry = entriesOf(genesis, consensus, "genesis.json").find((each) => BigInt(each.block) === block);
  const validators = entry?.validators;
  return Array.isArray(validators) ? validators.map((each) => String(each).toLowerCase() as Hex) : undefined;
}

function entriesOf(genesis: Readonly<Record<string, unknown>>, consensus: BftConsensus, source: string) {
  const transitions = sectionOf(genesis.config, "transitions") ?? {};
  const entries = sectionOf(transitions, consensus) ?? [];
  if (!isRecord(transitions) || !Array.isArray(entries) || !entries.every(isEntry)) {
    throw new GenesisInvalid(source, `has transitions of ${consensus} that are no list of objects with a block each`);
  }
  return entries as readonly Entry[];
}

/** Besu takes the names of sections in any case. */
function sectionOf(of: unknown, name: string): unknown {
  if (!isRecord(of)) return undefined;
  return Object.entries(of).find(([key]) => key.toLowerCase() === name)?.[1];
}

function without(of: unknown, name: string): Readonly<Record<string, unknown>> {
  if (!isRecord(of)) return {};
  return Object.fromEntries(Object.entries(of).filter(([key]) => key.toLowerCase() !== name));
}

function isEntry(value: unknown): value is Entry {
  return isRecord(value) && Number.isSafeInteger(value.block);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
