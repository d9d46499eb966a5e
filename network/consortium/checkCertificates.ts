import { X509Certificate } from "node:crypto";
import { enodeUrl, type Hex, toHex } from "../../protocol/index.js";
import { certificatePem } from "../keys/pem.js";
import { CertificateInvalid } from "./errors.js";
import type { ConsortiumNode, Organisation } from "./schema.js";

const CURVE = "prime256v1";

/** Common name of an organisation's agency. */
export function agencyName(organisation: string): string {
  return `${organisation} agency`;
}

/** SHA-256 of a certificate's DER: its usual fingerprint. */
export function certificateHash(der: Uint8Array): Hex {
  return toHex(new Uint8Array(Buffer.from(new X509Certificate(der).fingerprint256.replaceAll(":", ""), "hex")));
}

/**
 * The certificate of an organisation's agency, once it is known to be one: a certificate authority that signed itself,
 * under the organisation's own name.
 * @throws CertificateInvalid
 */
export function requireAgency({
  name,
  agencyCertificate,
}: Pick<Organisation, "name" | "agencyCertificate">): X509Certificate {
  const holder = agencyName(name);
  const agency = readCertificate(holder, agencyCertificate);
  if (agency.subject !== `O=${name}\nCN=${holder}`) throw new CertificateInvalid(holder, "is made out to another name");
  if (!agency.ca) throw new CertificateInvalid(holder, "may not issue others");
  if (!isIssuedBy(agency, agency)) throw new CertificateInvalid(holder, "is not signed by its own key");
  return agency;
}

/** A node with its certificate, as far as the one is bound to the other. */
export type CertifiedAs = Pick<
  ConsortiumNode,
  "name" | "organisation" | "id" | "host" | "port" | "certificate" | "certificateHash"
>;

/**
 * Checks that a node's certificate is the one that its hash names, issued by its organisation's agency, and bound to the
 * node's name, host and key.
 * @throws CertificateInvalid
 */
export function requireNodeCertificate(node: CertifiedAs, agency: X509Certificate): void {
  const { name, organisation, host } = node;
  const certificate = readCertificate(name, node.certificate);
  if (certificateHash(certificate.raw) !== node.certificateHash) {
    throw new CertificateInvalid(name, "has another SHA-256 than is stated");
  }
  if (!isIssuedBy(certificate, agency)) throw new CertificateInvalid(name, "is not issued by its agency");
  if (certificate.ca) throw new CertificateInvalid(name, "could issue others");
  if (certificate.subject !== `O=${organisation}\nCN=${name}`) {
    throw new CertificateInvalid(name, "is made out to another name");
  }
  if (certificate.subjectAltName !== `IP Address:${host}, DNS:${name}, URI:${enodeUrl(node)}`) {
    throw new CertificateInvalid(name, "is not bound to the node's host, name and enode URL, or to more than these");
  }
}

/**
 * Reads a certificate of ours. Only the one PEM text that its bytes have is read, so that nothing travels beside it.
 * @param holder For errors.
 * @throws CertificateInvalid
 */
export function readCertificate(holder: string, pem: string): X509Certificate {
  let certificate: X509Certificate;
  let curve: string | undefined;
  try {
    certificate = new X509Certificate(pem);
    // The key is only read when it is asked for, and may be none.
    curve = certificate.publicKey.asymmetricKeyDetails?.namedCurve;
  } catch {
    // The engine's own message speaks of OpenSSL's routines.
    throw new CertificateInvalid(holder, "is no X.509 certificate in PEM");
  }
  if (certificatePem(certificate.raw) !== pem) throw new CertificateInvalid(holder, "is not in plain PEM, alone");
  if (curve !== CURVE) {
    throw new CertificateInvalid(holder, "has a key that is not of P-256");
  }
  // A time that is none compares with nothing.
  if (!(certificate.validToDate > certificate.validFromDate)) {
    throw new CertificateInvalid(holder, "is never valid");
  }
  return certificate;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}
