import type { EvidenceBundle } from "./bundle.js";
import { FaultList } from "./faults.js";
import { figuresOf } from "./figures.js";
import { type PassportFacts, passportFactsMembers } from "./passport.js";
import type { EvidenceReport } from "./report.js";
import type { PassportRoots, Roots } from "./roots.js";
import { walkHistory } from "./walk.js";

export interface EvidenceCheck {
  /** From `parseEvidence`. */
  readonly bundle: EvidenceBundle;
  /** What is trusted: from `parseRoots`, or read from a chain. */
  readonly roots: Roots;
}

const FACT_NAMES = Object.keys(passportFactsMembers) as (keyof PassportFacts)[];

/**
 * Checks a bundle against roots and reports every fault in history order; docs/evidence.md lists the checks. Pure: the
 * same bundle and roots give the same report anywhere. Never throws for a bundle of `parseEvidence`.
 */
export function verifyEvidence({ bundle, roots }: EvidenceCheck): EvidenceReport {
  const { batteryPassportIdentifier } = bundle.passport;
  const list = new FaultList();
  checkChain(bundle, roots, list);
  const passport = findPassport(bundle, roots, list);
  // Without a passport nothing says which records to expect: every further fault would be noise.
  const anchoredAtS = passport && walkHistory(bundle, roots, passport, list);
  const { faults } = list;
  if (passport === undefined || anchoredAtS === undefined || faults.length > 0) {
    return { batteryPassportIdentifier, ok: false, faults, figures: null };
  }
  const figures = figuresOf({ bundle, passport, anchoredAtS, rootsReadAtS: roots.block.timestampS });
  return { batteryPassportIdentifier, ok: true, faults, figures };
}

function checkChain({ chain }: EvidenceBundle, roots: Roots, list: FaultList): void {
  if (chain.chainId !== roots.chainId) {
    list.add("ChainMismatch", `The bundle is of chain ${chain.chainId}, the roots are of chain ${roots.chainId}.`);
  }
  if (chain.genesisHash !== roots.genesisHash) {
    const message = `The bundle's chain began with block ${chain.genesisHash}, the roots' with ${roots.genesisHash}.`;
    list.add("ChainMismatch", message);
  }
  if (chain.directory !== roots.directory) {
    list.add("DirectoryMismatch", `The bundle names directory ${chain.directory}, the roots ${roots.directory}.`);
  }
}

function findPassport({ passport: facts }: EvidenceBundle, roots: Roots, list: FaultList): PassportRoots | undefined {
  const id = facts.batteryPassportIdentifier;
  const passport = roots.passports.find(({ batteryPassportIdentifier }) => batteryPassportIdentifier === id);
  if (passport === undefined) {
    list.add("PassportUnknown", "The roots hold no passport of the bundle's identifier.");
    return undefined;
  }
  for (const name of FACT_NAMES) {
    if (facts[name] !== passport[name]) list.add("PassportMismatch", `The bundle's ${name} is not the chain's.`);
  }
  return passport;
}
