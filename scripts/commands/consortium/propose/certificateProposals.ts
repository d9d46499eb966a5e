import type { Command } from "commander";
import type { Governance } from "../openGovernance.js";
import { finishProposal } from "./finishProposal.js";
import { type CertificateName, certificateIn, nodeIn, parseCertificate } from "./namedIn.js";
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
    planOf(here, name, revocation(here, name), false),
  );
  const reinstate = parent
    .command("reinstate-certificate")
    .description("take a certificate off the revocation list: its node is again what it was admitted as")
    .argument("<certificate>", CERTIFICATE, parseCertificate);
  finishProposal<[CertificateName]>(
    reinstate,
    { example: "reinstate-certificate unicom-node-3" },
    (here, _flags, name) => {
      const hash = certificateIn(here, name);
      return planOf(
        here,
        name,
        here.consortium.nodes.interface.encodeFunctionData("reinstateCertificate", [hash]),
        true,
      );
    },
  );
}

/** A node that is named is revoked by name: its organisation could renew its certificate while the members vote. */
function revocation(here: Governance, name: CertificateName): string {
  const { nodes } = here.consortium;
  return "hash" in name
    ? nodes.interface.encodeFunctionData("revokeCertificate", [name.hash])
    : nodes.interface.encodeFunctionData("revokeNode", [nodeIn(here, name.node)]);
}

function planOf(here: Governance, name: CertificateName, data: string, reinstates: boolean): Plan {
  const { consortium, book } = here;
  const hash = certificateIn(here, name);
  const node = book.nodes.find(({ certificateHash }) => certificateHash === hash);
  const validator = reinstates && (node?.admittedAsValidator ?? false);
  return {
    target: consortium.addresses.nodes,
    data,
    warnings: node === undefined ? [] : validatorWarnings(here, { ...node, validator }),
  };
}
