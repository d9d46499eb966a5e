import { foundOrganisation, type OrganisationSecrets } from "./consortium/foundOrganisation.js";
import { loopbackHosts, parseHosts } from "./consortium/hosts.js";
import { requireOrganisationName } from "./consortium/names.js";
import type { Founding } from "./consortium/schema.js";
import { requireNodeCount } from "./consortium/shares.js";
import { readIdentity } from "./folder/readOwn.js";
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
  /** Folder with the organisation's own keys, if it adds nodes to those that it has. */
  readonly of?: string | undefined;
  /** Number of the first node in its name; 1 if not given. */
  readonly firstNumber?: number | undefined;
  /** Whether the nodes are to follow the chain and not to make blocks. */
  readonly observer?: boolean | undefined;
}

/**
 * Founds one organisation's part, at its own place: no one else ever holds its keys.
 * @throws OrganisationNameUnfit, NodeCountUnfit, ChainIdUnfit, HostsInvalid, NodeKeysInvalid, OwnFolderInvalid,
 * CertificateInvalid
 */
export function keygenOrganisation(of: NewPart): { founding: Founding; kept: OrganisationSecrets } {
  const { org, nodes, chainId, hosts, keys, validity, firstNumber = 1, observer = false } = of;
  requireNodeCount(nodes);
  requireOrganisationName(org);
  requireChainId(chainId);
  const placed = hosts === undefined ? loopbackHosts(nodes) : parseHosts(hosts, nodes);
  return foundOrganisation({
    name: org,
    chainId,
    hosts: placed,
    validity,
    identity: of.of === undefined ? undefined : readIdentity(of.of, org),
    firstNumber,
    validator: !observer,
    ...keySource(nodes, keys)(0, nodes),
  });
}
