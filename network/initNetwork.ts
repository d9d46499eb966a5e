import { foundOrganisation } from "./consortium/foundOrganisation.js";
import { loopbackHosts, parseHosts } from "./consortium/hosts.js";
import { parseShares } from "./consortium/shares.js";
import { foundingFileName } from "./folder/keygenFolder.js";
import {
  type MachineOptions,
  makeNetwork,
  type NetworkFolder,
  type NetworkTerms,
  requireTerms,
} from "./folder/networkFolder.js";
import { keySource } from "./keys/keySource.js";
import type { Validity } from "./keys/validity.js";

export interface NewNetwork extends NetworkTerms, MachineOptions {
  readonly nodes: number;
  /** `name:count` by commas; without it each node has an organisation of its own. */
  readonly orgs?: string | undefined;
  /** Text of a file of hosts, in the order of the nodes; without it all are on 127.0.0.1. */
  readonly hosts?: string | undefined;
  /** Of the first of them, if they are all on 127.0.0.1; 30303 if not given. */
  readonly p2pPort?: number | undefined;
  /** Text of a file of node keys, in the order of the nodes; without it they are new. */
  readonly keys?: string | undefined;
  readonly validity: Validity;
}

/**
 * Founds a whole network at one place, where all keys are known: for trying out, and for a consortium whose members trust
 * one of them with the ceremony. The same steps as if each organisation founded its part.
 * @throws NodeCountUnfit, OrganisationSharesInvalid, OrganisationNameUnfit, HostsInvalid, NodeKeysInvalid, and what
 * `makeNetwork` throws.
 */
export function initNetwork({
  nodes,
  orgs,
  hosts,
  p2pPort,
  rpcPort,
  keys,
  validity,
  ...terms
}: NewNetwork): NetworkFolder {
  requireTerms(terms);
  const shares = parseShares(nodes, orgs);
  const placed = hosts === undefined ? loopbackHosts(nodes, p2pPort) : parseHosts(hosts, nodes);
  const source = keySource(nodes, keys);
  let first = 0;
  const founded = shares.map(({ name, nodes: count }) => {
    const [from, to] = [first, first + count];
    first = to;
    const own = source(from, to);
    return foundOrganisation({ name, chainId: terms.chainId, hosts: placed.slice(from, to), validity, ...own });
  });
  const parts = founded.map(({ founding }) => ({ founding, source: foundingFileName(founding.organisation.name) }));
  return makeNetwork(parts, terms, () => founded.map(({ kept }) => kept), { rpcPort });
}
