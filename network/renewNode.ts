import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Hex, nodeEndpoint, nodeRenewalDigest, quoted } from "../protocol/index.js";
import {
  certificateHash,
  readCertificate,
  requireAgency,
  requireNodeCertificate,
} from "./consortium/checkCertificates.js";
import { CertificateInvalid, HostsInvalid } from "./consortium/errors.js";
import { isLoopback, type NodeHost } from "./consortium/hosts.js";
import { isNodeNameOf, isOrganisationName } from "./consortium/names.js";
import { type Agency, issueNodeCertificate } from "./consortium/nodeCertificate.js";
import { OwnFolderInvalid } from "./folder/errors.js";
import { type OwnNode, readAgency, readOwnNode } from "./folder/readOwn.js";
import { signDigest } from "./keys/nodeKey.js";
import { periodOf, type Validity } from "./keys/validity.js";

/** A registered node that moves, or gets another certificate before its present one ends. */
export interface RenewedNode {
  /** Folder with the node's keys and its organisation's agency. */
  readonly folder: string;
  readonly name: string;
  /** Name of the organisation that runs it. */
  readonly organisation: string;
  /** As registered: 64 bytes. */
  readonly id: Hex;
  /** Where it was reached so far. */
  readonly from: NodeHost;
  /** Where it is reached from now on. */
  readonly to: NodeHost;
  readonly chainId: bigint;
  /** How often the node has signed something that counted. */
  readonly nonce: bigint;
  readonly validity: Validity;
}

/** What the registry takes, and what is true once it has taken it. */
export interface Renewal {
  readonly endpoint: string;
  readonly certificateHash: Hex;
  /** The node key's signature, 65 bytes. */
  readonly proof: Hex;
  readonly validUntil: Date;
  /** Path of the certificate, which waits beside the present one. */
  readonly waiting: string;
  /** Path that it gets. */
  readonly certificate: string;
}

/**
 * Issues a node's next certificate, puts it beside the present one, and signs with the node's key what the registry takes.
 * A certificate that waits there already for the same endpoint is the one that is signed: whoever was interrupted goes on,
 * and does not register a certificate that was lost.
 * @throws OwnFolderInvalid, CertificateInvalid, HostsInvalid
 */
export function renewNode(node: RenewedNode): Renewal {
  const { name, organisation, from, to, chainId, nonce } = node;
  const folder = resolve(node.folder);
  if (!isOrganisationName(organisation) || !isNodeNameOf(organisation, name)) {
    throw new OwnFolderInvalid(folder, `cannot hold a node ${quoted(name)} of ${quoted(organisation)}`);
  }
  if (isLoopback(from.host) !== isLoopback(to.host)) {
    throw new HostsInvalid("Nodes on 127.0.0.1 cannot reach others");
  }
  const agency = readAgency(folder, organisation);
  const own = readOwnNode(folder, name);
  if (own.key.id !== node.id) throw new OwnFolderInvalid(folder, `has another key of ${name} than is registered`);
  const waiting = join(folder, "nodes", name, "tls", "node.next.crt");
  const { validUntil, hash } = waitingCertificate(waiting, node, agency) ?? issue(waiting, node, agency, own);
  const endpoint = nodeEndpoint(to);
  const digest = nodeRenewalDigest(chainId, { node: own.key.address, endpoint, certificateHash: hash, nonce });
  return {
    endpoint,
    certificateHash: hash,
    proof: signDigest(own.key, digest),
    validUntil,
    waiting,
    certificate: join(folder, "nodes", name, "tls", "node.crt"),
  };
}

/**
 * Puts the certificate into the place of the old one: once the registry has it, not before.
 * @throws OwnFolderInvalid
 */
export function putRenewed({ waiting, certificate }: Renewal): void {
  try {
    renameSync(waiting, certificate);
  } catch (error) {
    throw new OwnFolderInvalid(waiting, `cannot be renamed to ${certificate}`, error);
  }
}

interface Issued {
  readonly hash: Hex;
  readonly validUntil: Date;
}

/** The certificate that waits already; undefined if there is none, or none for this endpoint that has still to end. */
function waitingCertificate(path: string, node: RenewedNode, agency: Agency): Issued | undefined {
  const certificate = readWaiting(path);
  if (certificate === undefined) return undefined;
  try {
    const { raw, validToDate } = readCertificate(node.name, certificate);
    const hash = certificateHash(raw);
    const issuer = requireAgency({ name: agency.organisation, agencyCertificate: agency.certificate });
    requireNodeCertificate({ ...node, ...node.to, certificate, certificateHash: hash }, issuer);
    return validToDate > node.validity.from ? { hash, validUntil: validToDate } : undefined;
  } catch (error) {
    if (error instanceof CertificateInvalid) return undefined;
    throw error;
  }
}

function readWaiting(path: string): string | undefined {
  try {
    if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new OwnFolderInvalid(path, "cannot be read", error);
  }
}

function issue(path: string, { name, id, to, validity }: RenewedNode, agency: Agency, { spki }: OwnNode): Issued {
  const { certificate, hash } = issueNodeCertificate(agency, { name, id, ...to, spki, validity });
  try {
    // Whole or not at all: one that is cut short would be in the way of the next run.
    writeFileSync(`${path}.new`, certificate);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw new OwnFolderInvalid(path, "cannot be written", error);
  }
  return { hash, validUntil: periodOf(validity.from, validity.years).until };
}
