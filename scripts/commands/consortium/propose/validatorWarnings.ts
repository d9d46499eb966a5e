import { foundingWarnings } from "../../../../network/index.js";
import { type Hex, quoted } from "../../../../protocol/index.js";
import type { Governance } from "../openGovernance.js";
import type { Warning } from "./propose.js";

/** A node as far as it counts among the validators. */
export interface Validating {
  readonly address: Hex;
  readonly organisation: Hex;
  readonly validator: boolean;
}

/**
 * What the numbers of validators would mean once a node is changed as given: nothing, if it changes none of them.
 * @param removed True for a node that is to be there no more.
 */
export function validatorWarnings({ book }: Governance, changed: Validating, removed = false): readonly Warning[] {
  const before = book.nodes.find(({ address }) => address === changed.address)?.validator ?? false;
  const after = changed.validator && !removed;
  if (before === after) return [];
  const others: readonly Validating[] = book.nodes.filter(({ address }) => address !== changed.address);
  const nodes = after ? [...others, changed] : others;
  return foundingWarnings(
    nodes.map(({ organisation, validator }) => ({ organisation: labelOf(book.members, organisation), validator })),
  );
}

/** A name that is one organisation's alone. */
function labelOf(members: Governance["book"]["members"], organisation: Hex): string {
  const name = members.find(({ account }) => account === organisation)?.name;
  if (name === undefined) return organisation;
  const isAlone = members.filter((member) => member.name === name).length === 1;
  return isAlone ? quoted(name) : `${quoted(name)} (${organisation})`;
}
