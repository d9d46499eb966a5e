import type { Command } from "commander";
import type { Governance } from "../openGovernance.js";
import { finishProposal } from "./finishProposal.js";
import { type CertificateName, certificateIn, parseCertificate } from "./namedIn.js";
import type { Plan } from "./propose.js";
import { validatorWarnings } from "./validatorWarnings.js";

const CERTIFICATE = "its SHA-256, or the node that shows it: address or name";

/** `wattproof consortium propose revoke-certificate|reinstate-certificate`. */
export function addCertificateProposals(parent: Command): void {
  const revoke = parent
    .command("revoke-certificate")
    .description("put a node's certificate on the revocation list: it connects no more, and validates no more")
    .argument("<certificate>", CERTIFICATE, parseCertificate);
  finishProposal<[CertificateName]>(revoke, { example: "revoke-certificate unicom-node-3" }, (here, _flags, name) =>
    planOf(here, name, "revokeCertificate"),
  );
  const reinstate = parent
    .command("reinstate-certificate")
    .description("take a certificate off the revocation list: its node is again what it was admitted as")
    .argument("<certificate>", CERTIFICATE, parseCertificate);
  finishProposal<[CertificateName]>(
    reinstate,
    { example: "reinstate-certificate unicom-node-3" },
    (here, _flags, name) => planOf(here, name, "reinstateCertificate"),
  );
}

function planOf(here: Governance, name: CertificateName, method: "revokeCertificate" | "reinstateCertificate"): Plan {
  const { consortium, book } = here;
  const hash = certificateIn(here, name);
  const node = book.nodes.find(({ certificateHash }) => certificateHash === hash);
  const { nodes } = consortium;
  const data =
    method === "revokeCertificate"
      ? nodes.interface.encodeFunctionData("revokeCertificate", [hash])
      : nodes.interface.encodeFunctionData("reinstateCertificate", [hash]);
  const validator = method === "reinstateCertificate" && (node?.admittedAsValidator ?? false);
  return {
    target: consortium.addresses.nodes,
    data,
    warnings: node === undefined ? [] : validatorWarnings(here, { ...node, validator }),
  };
}
