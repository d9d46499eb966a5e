import { type Hex, type NodeAdmission, nodeAdmissionDigest, nodeEndpoint } from "../../protocol/index.js";
import { issueCertificate } from "../keys/issueCertificate.js";
import { type SecpKey, secpKeyOfSeed, signDigest } from "../keys/nodeKey.js";
import { p256KeyOfSeed } from "../keys/p256Key.js";
import { certificatePem } from "../keys/pem.js";
import type { Secrets } from "../keys/secrets.js";
import { AGENCY_YEARS, periodOf, type Validity } from "../keys/validity.js";
import type { NodeHost } from "./hosts.js";
import { nodeName, requireOrganisationName } from "./names.js";
import { type Agency, agencySubject, issueNodeCertificate } from "./nodeCertificate.js";
import { type ConsortiumNode, FOUNDING_SCHEMA, type Founding } from "./schema.js";

/** What an organisation keeps to itself of one node. */
export interface NodeSecrets {
  readonly name: string;
  readonly key: SecpKey;
  /** PKCS #8 in PEM. */
  readonly tlsKey: string;
}

/** What an organisation keeps to itself. */
export interface OrganisationSecrets {
  readonly name: string;
  /** Votes for the organisation. */
  readonly account: SecpKey;
  /** Issues the certificates of its nodes: PKCS #8 in PEM. */
  readonly agencyKey: string;
  readonly nodes: readonly NodeSecrets[];
}

export interface NewOrganisation {
  readonly name: string;
  readonly chainId: bigint;
  readonly keys: readonly SecpKey[];
  /** As many as keys. */
  readonly hosts: readonly NodeHost[];
  readonly secrets: Secrets;
  readonly validity: Validity;
  /** What the organisation has already, if it adds nodes to others of its own. */
  readonly identity?: OrganisationIdentity | undefined;
  /** Number of the first node in its name; 1 if not given. */
  readonly firstNumber?: number;
  /** Whether its nodes are to make blocks, or to follow; true if not given. */
  readonly validator?: boolean;
}

/** Who an organisation is: what it votes with, and what it issues certificates with. */
export interface OrganisationIdentity {
  readonly account: SecpKey;
  readonly agency: Agency;
}

/**
 * One organisation's part of a founding, or of what it adds later: what it keeps, and what it tells the others. Each node
 * signs its own admission.
 * @throws OrganisationNameUnfit
 */
export function foundOrganisation(of: NewOrganisation): { founding: Founding; kept: OrganisationSecrets } {
  const { name, chainId, keys, hosts, secrets, validity, identity, firstNumber = 1 } = of;
  requireOrganisationName(name);
  const account = identity?.account ?? secpKeyOfSeed(secrets("account"));
  const agency = identity?.agency ?? makeAgency(name, secrets, validity);
  const made = keys.map((key, at) => {
    const host = hosts[at] as NodeHost;
    return makeNode({ ...of, account: account.address, agency }, nodeName(name, at + firstNumber), key, host);
  });
  return {
    founding: {
      schema: FOUNDING_SCHEMA,
      chainId: chainId.toString(),
      organisation: { name, account: account.address, agencyCertificate: agency.certificate },
      nodes: made.map(({ node }) => node),
    },
    kept: { name, account, agencyKey: agency.key.privatePem, nodes: made.map(({ kept }) => kept) },
  };
}

function makeAgency(organisation: string, secrets: Secrets, { from }: Validity): Agency {
  const key = p256KeyOfSeed(secrets("agency"));
  const subject = agencySubject(organisation);
  const period = periodOf(from, AGENCY_YEARS);
  const der = issueCertificate({ subject, issuer: subject, spki: key.spki, issuerSpki: key.spki, period }, key);
  return { organisation, key, certificate: certificatePem(der) };
}

function makeNode(
  {
    name: organisation,
    chainId,
    secrets,
    validity,
    account,
    agency,
    validator = true,
  }: NewOrganisation & { account: Hex; agency: Agency },
  name: string,
  key: SecpKey,
  { host, port }: NodeHost,
): { node: ConsortiumNode; kept: NodeSecrets } {
  const tls = p256KeyOfSeed(secrets(`tls ${name}`));
  const { id, address } = key;
  const { certificate, hash } = issueNodeCertificate(agency, { name, id, host, port, spki: tls.spki, validity });
  const admission: NodeAdmission = {
    id,
    name,
    endpoint: nodeEndpoint({ host, port }),
    organisation: account,
    certificateHash: hash,
    validator,
    nonce: 0n,
  };
  const proof = signDigest(key, nodeAdmissionDigest(chainId, admission));
  return {
    node: { name, organisation, id, address, host, port, validator, certificate, certificateHash: hash, proof },
    kept: { name, key, tlsKey: tls.privatePem },
  };
}
