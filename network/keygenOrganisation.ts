import { foundOrganisation, type OrganisationSecrets } from "./consortium/foundOrganisation.js";
import { loopbackHosts, parseHosts } from "./consortium/hosts.js";
import type { Founding } from "./consortium/schema.js";
import { requireNodeCount } from "./consortium/shares.js";
import { requireChainId } from "./genesis/makeGenesis.js";
import { keySource } from "./keys/keySource.js";
import type { Validity } from "./keys/validity.js";

export interface NewPart {
  readonly org: string;
  readonly nodes: number;
  readonly chainId: bigint;
  /** Text of a file of hosts; without it all are on 127.0.0.1. */
  readonly hosts?: string | undefined;
  /** Text of a file of node keys; without it they are new. */
  readonly keys?: string | undefined;
  readonly validity: Validity;
}

/**
 * Founds one organisation's part, at its own place: no one else ever holds its keys.
 * @throws OrganisationNameUnfit, NodeCountUnfit, ChainIdUnfit, HostsInvalid, NodeKeysInvalid
 */
export function keygenOrganisation(of: NewPart): { founding: Founding; kept: OrganisationSecrets } {
  const { org, nodes, chainId, hosts, keys, validity } = of;
  requireNodeCount(nodes);
  requireChainId(chainId);
  const placed = hosts === undefined ? loopbackHosts(nodes) : parseHosts(hosts, nodes);
  return foundOrganisation({ name: org, chainId, hosts: placed, validity, ...keySource(nodes, keys)(0, nodes) });
}
