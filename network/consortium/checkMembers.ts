import type { X509Certificate } from "node:crypto";
import { isAdmissionProven, nodeAddress, nodeEndpoint } from "../../protocol/index.js";
import { requireAgency, requireNodeCertificate } from "./checkCertificates.js";
import { ConsortiumDuplicate, ConsortiumInvalid, NodeProofInvalid } from "./errors.js";
import { isLoopback } from "./hosts.js";
import { isNodeNameOf } from "./names.js";
import type { ConsortiumNode, Organisation } from "./schema.js";

export interface Members {
  readonly chainId: string;
  readonly organisations: readonly Organisation[];
  readonly nodes: readonly ConsortiumNode[];
}

/**
 * Checks what a schema cannot: that each node is of an organisation that is listed, holds its key, and has a certificate of
 * its agency that is bound to it; that nothing is there twice which has to be somebody's own; and that nodes can reach each
 * other.
 * @param source File for errors.
 * @throws ConsortiumInvalid, ConsortiumDuplicate, NodeProofInvalid, CertificateInvalid
 */
export function checkMembers(source: string, { chainId, organisations, nodes }: Members): void {
  requireOwn("name", organisations, ({ name }) => name);
  requireOwn("voting account", organisations, ({ account }) => account);
  requireOwn("name", nodes, ({ name }) => name);
  requireOwn("key", nodes, ({ id }) => id);
  requireOwn("host and port", nodes, ({ host, port }) => `${host}:${port}`);
  const isLocal = nodes.some(({ host }) => isLoopback(host));
  const elsewhere = nodes.findIndex(({ host }) => !isLoopback(host));
  if (isLocal && elsewhere !== -1) {
    throw new ConsortiumInvalid(
      source,
      `nodes.${elsewhere}.host`,
      "other nodes are on 127.0.0.1, which it cannot reach",
    );
  }
  const agencies = new Map(organisations.map((each) => [each.name, { ...each, agency: requireAgency(each) }]));
  requireOwn("agency key", [...agencies.values()], ({ agency }) => keyText(agency));
  nodes.forEach((node, at) => {
    const organisation = agencies.get(node.organisation);
    const wrong = (member: string, why: string) => new ConsortiumInvalid(source, `nodes.${at}.${member}`, why);
    if (!organisation) throw wrong("organisation", "no organisation of this name is listed");
    if (!isNodeNameOf(node.organisation, node.name)) throw wrong("name", "it is no node's name of its organisation");
    if (nodeAddress(node.id) !== node.address) throw wrong("address", "it is not the address of the node's key");
    requireNodeCertificate(node, organisation.agency);
    const admission = { ...node, endpoint: nodeEndpoint(node), organisation: organisation.account, nonce: 0n };
    if (!isAdmissionProven(BigInt(chainId), admission, node.proof)) throw new NodeProofInvalid(node.name);
  });
}

function requireOwn<T extends { readonly name: string }>(what: string, all: readonly T[], textOf: (of: T) => string) {
  const holders = new Map<string, string>();
  for (const each of all) {
    const value = textOf(each);
    const first = holders.get(value);
    if (first !== undefined) throw new ConsortiumDuplicate(what, value, first, each.name);
    holders.set(value, each.name);
  }
}

function keyText({ publicKey }: X509Certificate): string {
  return publicKey.export({ type: "spki", format: "der" }).toString("hex");
}
