import { X509Certificate } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OpenedNetwork } from "../folder/openNetwork.js";
import { CertificateUnreadable } from "./errors.js";

/** Until when a certificate holds. */
export interface CertificateTerm {
  readonly kind: "node" | "agency";
  /** The node's or the organisation's. */
  readonly name: string;
  /** Unix seconds. */
  readonly endsS: number;
}

/**
 * Reads when the certificates end that lie in a network's folder: of the nodes that are run from it, and of its agencies. An
 * agency whose folder is kept elsewhere is read from `consortium.json`.
 * @returns An error in place of a certificate that cannot be read.
 */
export function readCertificates(network: OpenedNetwork): readonly (CertificateTerm | CertificateUnreadable)[] {
  const { folder, nodes, consortium } = network;
  const own = new Set(nodes.map(({ name }) => name));
  const kept = consortium.nodes.filter(({ name }) => own.has(name)).map(({ organisation }) => organisation);
  const here = agenciesIn(folder);
  const organisations = new Set([...kept, ...(Array.isArray(here) ? here : [])]);
  return [
    ...(here instanceof CertificateUnreadable ? [here] : []),
    ...nodes.map(({ name, folder: home }) => termOf("node", name, join(home, "tls", "node.crt"), undefined)),
    ...[...organisations].sort().map((name) => {
      const founded = consortium.organisations.find((each) => each.name === name)?.agencyCertificate;
      return termOf("agency", name, agencyFile(folder, name), founded);
    }),
  ];
}

const agencyFile = (folder: string, organisation: string) => join(folder, "organisations", organisation, "agency.crt");

function agenciesIn(folder: string): string[] | CertificateUnreadable {
  const inner = join(folder, "organisations");
  if (!existsSync(inner)) return [];
  try {
    return readdirSync(inner).filter((name) => existsSync(agencyFile(folder, name)));
  } catch (error) {
    return new CertificateUnreadable(inner, error);
  }
}

/** @param otherwise The certificate, PEM, where there is no file. */
function termOf(
  kind: CertificateTerm["kind"],
  name: string,
  path: string,
  otherwise: string | undefined,
): CertificateTerm | CertificateUnreadable {
  try {
    const pem = otherwise !== undefined && !existsSync(path) ? otherwise : readFileSync(path, "utf8");
    return { kind, name, endsS: new X509Certificate(pem).validToDate.getTime() / 1000 };
  } catch (error) {
    return new CertificateUnreadable(path, error);
  }
}
