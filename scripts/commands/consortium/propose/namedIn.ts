import { InvalidArgumentError } from "commander";
import { accountsCalled, type RegisteredNode } from "../../../../governance/index.js";
import { type Hex, isHex } from "../../../../protocol/index.js";
import { type MemberName, theOnly } from "../../../chain/members.js";
import { addressOf, MISTYPED } from "../../../commandLine/address.js";
import { NodeNameUnknown } from "../errors.js";
import type { Governance } from "../openGovernance.js";

/** Account of a member that was given by address or name. Throws `MemberNameUnclear`. */
export function memberIn({ book }: Governance, member: MemberName): Hex {
  if ("address" in member) return member.address;
  return theOnly(accountsCalled(book.members, member.name), member.name);
}

/** A node as it is typed: by its address or its name. */
export type NodeName = { readonly address: Hex } | { readonly name: string };

/** A node's address or name. */
export function parseNode(text: string): NodeName {
  const address = addressOf(text);
  if (address === "mistyped") throw new InvalidArgumentError(`In this address ${MISTYPED}.`);
  if (address !== undefined) return { address };
  if (text === "") throw new InvalidArgumentError("It is a node's address or name.");
  return { name: text };
}

/** Address of a node. No two have the same name, but where it is no UTF-8: then it is given by its address. Throws `NodeNameUnknown`. */
export function nodeIn({ book }: Governance, node: NodeName): Hex {
  if ("address" in node) return node.address;
  const [found, another] = book.nodes.filter(({ name }) => name === node.name);
  if (found === undefined || another !== undefined) throw new NodeNameUnknown(node.name);
  return found.address;
}

/** A certificate as it is typed: by its hash, or by the node that shows it. */
export type CertificateName = { readonly hash: Hex } | { readonly node: NodeName };

/** A certificate's SHA-256, with or without 0x or colons, or the node that shows it. */
export function parseCertificate(text: string): CertificateName {
  const hash = `0x${text.replace(/^0x/i, "").replaceAll(":", "").toLowerCase()}`;
  return isHex(hash, 32) ? { hash } : { node: parseNode(text) };
}

/** Hash of a certificate. Throws `NodeNameUnknown`. */
export function certificateIn(here: Governance, certificate: CertificateName): Hex {
  if ("hash" in certificate) return certificate.hash;
  const address = nodeIn(here, certificate.node);
  const node: RegisteredNode | undefined = here.book.nodes.find((each) => each.address === address);
  if (node === undefined) throw new NodeNameUnknown(address);
  return node.certificateHash;
}
