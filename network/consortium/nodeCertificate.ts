import { enodeUrl, type Hex } from "../../protocol/index.js";
import { issueCertificate, type Subject } from "../keys/issueCertificate.js";
import type { P256Key } from "../keys/p256Key.js";
import { certificatePem } from "../keys/pem.js";
import { periodOf, type Validity } from "../keys/validity.js";
import { agencyName, certificateHash } from "./checkCertificates.js";
import type { NodeHost } from "./hosts.js";

/** Who issues the certificates of an organisation's nodes. */
export interface Agency {
  readonly organisation: string;
  readonly key: P256Key;
  /** PEM. */
  readonly certificate: string;
}

/** A node that gets a certificate. */
export interface CertifiedNode extends NodeHost {
  readonly name: string;
  readonly id: Hex;
  /** Of its TLS key: SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  readonly validity: Validity;
}

/** An agency as certificates name it. */
export function agencySubject(organization: string): Subject {
  return { commonName: agencyName(organization), organization };
}

/** Issues a node's certificate, bound to its name, host and enode URL. */
export function issueNodeCertificate(
  { organisation, key }: Agency,
  { name, id, host, port, spki, validity }: CertifiedNode,
): { readonly certificate: string; readonly hash: Hex } {
  const der = issueCertificate(
    {
      subject: { commonName: name, organization: organisation },
      issuer: agencySubject(organisation),
      spki,
      issuerSpki: key.spki,
      period: periodOf(validity.from, validity.years),
      names: { ip: host, dns: name, uri: enodeUrl({ id, host, port }) },
    },
    key,
  );
  return { certificate: certificatePem(der), hash: certificateHash(der) };
}
