import { quoted } from "../../protocol/index.js";
import { NodeCountUnfit, OrganisationSharesInvalid } from "./errors.js";
import { requireOrganisationName } from "./names.js";

/** How many of the nodes an organisation runs. */
export interface OrganisationShare {
  readonly name: string;
  readonly nodes: number;
}

/**
 * All founding nodes go through the constructor of the registry of nodes, which one transaction has to bear (EIP-7825, 16,777,216 gas:
 * 36 nodes). Further ones are admitted by vote.
 */
export const MOST_NODES = 32;

/** Throws `NodeCountUnfit`. */
export function requireNodeCount(count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > MOST_NODES) throw new NodeCountUnfit(count, MOST_NODES);
}

/**
 * Who runs how many of a network's nodes.
 * @param nodes How many there are.
 * @param text `name:count` by commas; without it each node has an organisation of its own: `org-1`, `org-2`, …
 * @throws NodeCountUnfit, OrganisationSharesInvalid, OrganisationNameUnfit
 */
export function parseShares(nodes: number, text: string | undefined): readonly OrganisationShare[] {
  requireNodeCount(nodes);
  if (text === undefined) return Array.from({ length: nodes }, (_, at) => ({ name: `org-${at + 1}`, nodes: 1 }));
  const shares = text.split(",").map(parseShare);
  const names = shares.map(({ name }) => name);
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined)
    throw new OrganisationSharesInvalid(`The organisation ${quoted(repeated)} is given twice`);
  const total = shares.reduce((sum, share) => sum + share.nodes, 0);
  if (total !== nodes) {
    throw new OrganisationSharesInvalid(`The organisations have ${total} nodes together, and --nodes says ${nodes}`);
  }
  return shares;
}

function parseShare(text: string): OrganisationShare {
  const [name = "", count = "", ...more] = text.trim().split(":");
  if (more.length > 0 || !/^[1-9][0-9]{0,2}$/.test(count)) {
    throw new OrganisationSharesInvalid(`${quoted(text)} is no organisation with its number of nodes`);
  }
  requireOrganisationName(name);
  return { name, nodes: Number(count) };
}
