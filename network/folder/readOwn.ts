import { createPrivateKey, X509Certificate } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { quoted } from "../../protocol/index.js";
import { requireAgency } from "../consortium/checkCertificates.js";
import type { NodeSecrets, OrganisationIdentity, OrganisationSecrets } from "../consortium/foundOrganisation.js";
import { isOrganisationName } from "../consortium/names.js";
import type { Agency } from "../consortium/nodeCertificate.js";
import type { Consortium, Organisation } from "../consortium/schema.js";
import { parseSecpKey, type SecpKey } from "../keys/nodeKey.js";
import { p256KeyOfPem } from "../keys/p256Key.js";
import { OwnFolderInvalid } from "./errors.js";

/** Far more than any key has, bytes. */
const LONGEST_KEY = 4096;

/**
 * Reads what an organisation keeps, as `network keygen` wrote it, and holds it against the consortium: each key is that of
 * a node, an account or a certificate which the consortium lists.
 * @throws OwnFolderInvalid, which never quotes a key.
 */
export function readOwn(folder: string, consortium: Consortium): readonly OrganisationSecrets[] {
  return organisationsIn(folder).map((name) => {
    const organisation = consortium.organisations.find((each) => each.name === name);
    if (!organisation || !isOrganisationName(name)) {
      throw new OwnFolderInvalid(folder, `has keys of ${quoted(name)}, which the consortium does not list`);
    }
    return readOrganisation(folder, organisation, consortium);
  });
}

function readOrganisation(folder: string, organisation: Organisation, { nodes }: Consortium): OrganisationSecrets {
  const { name, agencyCertificate } = organisation;
  const place = join("organisations", name);
  const account = readSecpKey(folder, join(place, "account.key"));
  if (account.address !== organisation.account) {
    throw new OwnFolderInvalid(folder, `has another voting account of ${name} than the consortium lists`);
  }
  const agencyKey = readP256Key(folder, join(place, "agency.key"), agencyCertificate);
  const own = nodes.filter((node) => node.organisation === name);
  const kept = own.flatMap((node): NodeSecrets[] => {
    const at = join("nodes", node.name);
    // A machine may have been given the keys of some of the organisation's nodes alone.
    if (statSync(join(folder, at), { throwIfNoEntry: false }) === undefined) return [];
    const key = readSecpKey(folder, join(at, "key"));
    if (key.id !== node.id)
      throw new OwnFolderInvalid(folder, `has another key of ${node.name} than the consortium lists`);
    return [{ name: node.name, key, tlsKey: readP256Key(folder, join(at, "tls", "node.key"), node.certificate) }];
  });
  return { name, account, agencyKey, nodes: kept };
}

/**
 * Who an organisation is, from the folder where it keeps its keys: for nodes that it adds.
 * @throws OwnFolderInvalid, CertificateInvalid
 */
export function readIdentity(folder: string, name: string): OrganisationIdentity {
  return { account: readSecpKey(folder, join("organisations", name, "account.key")), agency: readAgency(folder, name) };
}

/**
 * What an organisation issues its nodes' certificates with, from the folder where it keeps its keys.
 * @throws OwnFolderInvalid, CertificateInvalid
 */
export function readAgency(folder: string, organisation: string): Agency {
  const place = join("organisations", organisation);
  const certificate = readSmall(folder, join(place, "agency.crt"));
  requireAgency({ name: organisation, agencyCertificate: certificate });
  const path = join(place, "agency.key");
  const key = p256KeyOfPem(readP256Key(folder, path, certificate));
  if (key === undefined) throw new OwnFolderInvalid(folder, `has no P-256 key in ${path}`);
  return { organisation, key, certificate };
}

/** What a node has in an organisation's folder. */
export interface OwnNode {
  readonly key: SecpKey;
  /** SubjectPublicKeyInfo of its TLS key, DER. */
  readonly spki: Uint8Array;
}

/**
 * A node's keys, from the folder where its organisation keeps them.
 * @param name Checked: no path.
 * @throws OwnFolderInvalid
 */
export function readOwnNode(folder: string, name: string): OwnNode {
  const at = join("nodes", name);
  const tls = join(at, "tls", "node.key");
  const key = p256KeyOfPem(readP256Key(folder, tls, readSmall(folder, join(at, "tls", "node.crt"))));
  if (key === undefined) throw new OwnFolderInvalid(folder, `has no P-256 key in ${tls}`);
  return { key: readSecpKey(folder, join(at, "key")), spki: key.spki };
}

function readSecpKey(folder: string, path: string): SecpKey {
  const key = parseSecpKey(readSmall(folder, path).trim());
  if (!key) throw new OwnFolderInvalid(folder, `has no secp256k1 private key in ${path}`);
  return key;
}

/** The PEM text of a private key, once it is known to belong to the certificate. */
function readP256Key(folder: string, path: string, certificate: string): string {
  const pem = readSmall(folder, path);
  let belongs: boolean;
  try {
    belongs = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(pem));
  } catch {
    // The engine's own message speaks of OpenSSL's routines.
    throw new OwnFolderInvalid(folder, `has no private key in PEM in ${path}`);
  }
  if (!belongs) throw new OwnFolderInvalid(folder, `has a key in ${path} that is not of the certificate listed`);
  return pem;
}

function readSmall(folder: string, path: string): string {
  try {
    const stats = statSync(join(folder, path));
    if (!stats.isFile() || stats.size > LONGEST_KEY) throw new OwnFolderInvalid(folder, `has no key file ${path}`);
    return readFileSync(join(folder, path), "utf8");
  } catch (error) {
    if (error instanceof OwnFolderInvalid) throw error;
    throw new OwnFolderInvalid(folder, `has no readable file ${path}`, error);
  }
}

/** Names of the organisations whose keys are in a folder of `network keygen`. Throws `OwnFolderInvalid`. */
export function organisationsIn(folder: string): readonly string[] {
  return foldersIn(folder, "organisations");
}

function foldersIn(folder: string, inner: string): readonly string[] {
  try {
    const entries = readdirSync(join(folder, inner), { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    if (names.length > 0) return names.sort();
  } catch (error) {
    throw new OwnFolderInvalid(folder, `has no folder ${inner}`, error);
  }
  throw new OwnFolderInvalid(folder, "has no organisation's keys");
}
