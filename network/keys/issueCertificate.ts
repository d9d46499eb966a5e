import { createHash } from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_clientAuth,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from "@peculiar/asn1-x509";
import { type P256Key, signSha256 } from "./p256Key.js";

/** ecdsa-with-SHA256 (RFC 5758). */
const ECDSA_SHA256 = new AlgorithmIdentifier({ algorithm: "1.2.840.10045.4.3.2" });
const ID_COMMON_NAME = "2.5.4.3";
const ID_ORGANIZATION = "2.5.4.10";
const SERIAL_BYTES = 16;

/** Whom a certificate is about. */
export interface Subject {
  readonly commonName: string;
  readonly organization: string;
}

export interface Period {
  readonly from: Date;
  readonly until: Date;
}

/** What a certificate of an agency or of a node says. */
export interface CertificateContent {
  readonly subject: Subject;
  readonly issuer: Subject;
  /** SubjectPublicKeyInfo of the subject, DER. */
  readonly spki: Uint8Array;
  /** SubjectPublicKeyInfo of the issuer, DER. */
  readonly issuerSpki: Uint8Array;
  readonly period: Period;
  /** What else the subject is called: of a node, none of an agency. */
  readonly names?: { readonly ip: string; readonly dns: string; readonly uri: string };
}

/**
 * Issues an X.509 certificate, version 3 (RFC 5280): of an agency, which issues others, or of a node (with `names`), which
 * is server and client. The same content gives the same bytes for ever.
 * @returns DER.
 */
export function issueCertificate(content: CertificateContent, issuerKey: P256Key): Uint8Array {
  const { subject, issuer, spki, period } = content;
  const tbs = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(spki, period),
    signature: ECDSA_SHA256,
    issuer: nameOf(issuer),
    validity: new Validity({ notBefore: period.from, notAfter: period.until }),
    subject: nameOf(subject),
    subjectPublicKeyInfo: AsnConvert.parse(spki, SubjectPublicKeyInfo),
    extensions: new Extensions(extensionsOf(content)),
  });
  const signed = new Uint8Array(AsnConvert.serialize(tbs));
  const certificate = new Certificate({
    tbsCertificate: tbs,
    signatureAlgorithm: ECDSA_SHA256,
    signatureValue: bufferOf(signSha256(issuerKey, signed)),
  });
  return new Uint8Array(AsnConvert.serialize(certificate));
}

function extensionsOf({ spki, issuerSpki, names }: CertificateContent): Extension[] {
  const usage = names ? KeyUsageFlags.digitalSignature : KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign;
  const shared = [
    extension(id_ce_basicConstraints, true, new BasicConstraints(names ? {} : { cA: true, pathLenConstraint: 0 })),
    extension(id_ce_keyUsage, true, new KeyUsage(usage)),
    extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(spki))),
  ];
  if (!names) return shared;
  const alternatives = new SubjectAlternativeName([
    new GeneralName({ iPAddress: names.ip }),
    new GeneralName({ dNSName: names.dns }),
    new GeneralName({ uniformResourceIdentifier: names.uri }),
  ]);
  const authority = new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdentifier(issuerSpki)) });
  return [
    ...shared,
    extension(id_ce_authorityKeyIdentifier, false, authority),
    extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_serverAuth, id_kp_clientAuth])),
    extension(id_ce_subjectAltName, false, alternatives),
  ];
}

function extension(extnID: string, critical: boolean, value: object): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function nameOf({ commonName, organization }: Subject): Name {
  const part = (type: string, utf8String: string) =>
    new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String }) })]);
  return new Name([part(ID_ORGANIZATION, organization), part(ID_COMMON_NAME, commonName)]);
}

/** SHA-256 of the key's own bits, cut to 160 (RFC 7093, method 1). */
function keyIdentifier(spki: Uint8Array): ArrayBuffer {
  const { subjectPublicKey } = AsnConvert.parse(spki, SubjectPublicKeyInfo);
  return bufferOf(createHash("sha256").update(new Uint8Array(subjectPublicKey)).digest().subarray(0, 20));
}

/** Positive, of 16 bytes, and another one for each key and period. */
function serialNumber(spki: Uint8Array, { from, until }: Period): ArrayBuffer {
  const hash = createHash("sha256").update(spki).update(`${from.toISOString()} ${until.toISOString()}`).digest();
  const serial = hash.subarray(0, SERIAL_BYTES);
  serial[0] = ((serial[0] as number) & 0x7f) | 0x40;
  return bufferOf(serial);
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer as ArrayBuffer;
}
