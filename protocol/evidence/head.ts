import type { EvidenceHead } from "./bundle.js";
import type { FaultList } from "./faults.js";
import { LIMIT_NAMES, type PassportFacts, passportFactsMembers } from "./passport.js";
import type { PassportRoots, Roots } from "./roots.js";

type PlainFact = Exclude<keyof PassportFacts, "limits">;

const PLAIN_FACTS = Object.keys(passportFactsMembers).filter((name) => name !== "limits") as PlainFact[];

/** Checks what a bundle says before its records; returns its passport as the chain knows it, if the chain does. */
export function checkHead(head: EvidenceHead, roots: Roots, list: FaultList): PassportRoots | undefined {
  checkChain(head, roots, list);
  const { passport: facts } = head;
  const id = facts.batteryPassportIdentifier;
  const passport = roots.passports.find(({ batteryPassportIdentifier }) => batteryPassportIdentifier === id);
  if (passport === undefined) {
    list.add("PassportUnknown", "The roots hold no passport of the bundle's identifier.");
    return undefined;
  }
  const different = [
    ...PLAIN_FACTS.filter((name) => facts[name] !== passport[name]),
    ...LIMIT_NAMES.filter((name) => facts.limits[name] !== passport.limits[name]),
  ];
  for (const name of different) list.add("PassportMismatch", `The bundle's ${name} is not the chain's.`);
  return passport;
}

function checkChain({ chain }: EvidenceHead, roots: Roots, list: FaultList): void {
  if (chain.chainId !== roots.chainId) {
    list.add("ChainMismatch", `The bundle is of chain ${chain.chainId}, and is judged by chain ${roots.chainId}.`);
  }
  if (chain.genesisHash !== roots.genesisHash) {
    const message = `The bundle's chain began with block ${chain.genesisHash}, the one that judges it with ${roots.genesisHash}.`;
    list.add("ChainMismatch", message);
  }
  if (chain.directory !== roots.directory) {
    list.add(
      "DirectoryMismatch",
      `The bundle names directory ${chain.directory}, and is judged by ${roots.directory}.`,
    );
  }
}
