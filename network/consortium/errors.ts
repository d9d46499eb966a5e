import { quoted, WattproofError } from "../../protocol/index.js";

const GET_ANEW =
  "Get the file anew from whoever made it; network keygen and network init write such files, people do not.";

/** A file that should be a consortium, or one organisation's part of it, is not. */
export class ConsortiumInvalid extends WattproofError {
  /**
   * @param source The file. @param at JSON path of what is wrong, empty for all of it. @param why Continues "… ".
   * @param next What to do, where people do write it.
   */
  constructor(source: string, at: string, why: string, next = GET_ANEW) {
    super({
      code: "ConsortiumInvalid",
      message: `${quoted(source)} is not as it should be${at === "" ? "" : ` at ${quoted(at)}`}: ${why}.`,
      next,
      facts: { source, at },
    });
  }
}

/** Something that may be there once in a consortium is there twice. */
export class ConsortiumDuplicate extends WattproofError {
  constructor(what: string, value: string, first: string, second: string) {
    super({
      code: "ConsortiumDuplicate",
      message: `${quoted(first)} and ${quoted(second)} have the same ${what}: ${quoted(value)}.`,
      next: "Have one of them generated anew; hosts and ports of one's own are given with --hosts.",
      facts: { what, value: quoted(value), first, second },
    });
  }
}

/** A node is listed that did not sign for it: nobody has shown to hold its key. */
export class NodeProofInvalid extends WattproofError {
  constructor(node: string) {
    super({
      code: "NodeProofInvalid",
      message: `${quoted(node)} is listed without a valid signature by its own key.`,
      next: "Ask its organisation for the file that network keygen wrote, unchanged.",
      facts: { node },
    });
  }
}

/** A certificate does not say what it has to, or not by whom it has to. */
export class CertificateInvalid extends WattproofError {
  /** @param why Continues "The certificate of … ". */
  constructor(holder: string, why: string) {
    super({
      code: "CertificateInvalid",
      message: `The certificate of ${quoted(holder)} ${why}.`,
      next: "Ask the organisation for the file that network keygen wrote, unchanged.",
      facts: { holder, why },
    });
  }
}

/** A part of another chain's consortium. */
export class ChainIdDiffers extends WattproofError {
  constructor(source: string, chainId: string, expected: string) {
    super({
      code: "ChainIdDiffers",
      message: `${quoted(source)} is for chain ${quoted(chainId)}, not for chain ${expected}.`,
      next: "Agree on one --chain-id, and have the others generate their part for it.",
      facts: { source, chainId: quoted(chainId), expected },
    });
  }
}

/** A name that does not fit files, hosts and certificates. */
export class OrganisationNameUnfit extends WattproofError {
  constructor(name: string) {
    super({
      code: "OrganisationNameUnfit",
      message: `${quoted(name)} is no name for an organisation here.`,
      next: "Use 1 to 24 lower-case letters, digits and single hyphens, the first a letter and the last no hyphen.",
      facts: { name: quoted(name) },
    });
  }
}

/** Organisations and their nodes that make no sense. */
export class OrganisationSharesInvalid extends WattproofError {
  /** @param why A sentence without its full stop. */
  constructor(why: string) {
    super({
      code: "OrganisationSharesInvalid",
      message: `${why}.`,
      next: "Write each organisation once with its number of nodes, such as wxr:4,unicom:2,wxbc:1, all of them --nodes together.",
    });
  }
}

/** More nodes, or fewer, than a network can have here. */
export class NodeCountUnfit extends WattproofError {
  constructor(count: number, most: number) {
    super({
      code: "NodeCountUnfit",
      message: `A network of ${count} nodes is none that can be generated here.`,
      next: `Found it with 1 to ${most} nodes; the members admit further ones by vote.`,
      facts: { count, most },
    });
  }
}

/** A list of hosts that does not fit. */
export class HostsInvalid extends WattproofError {
  /** @param why A sentence without its full stop. */
  constructor(why: string) {
    super({
      code: "HostsInvalid",
      message: `${why}.`,
      next: 'Give a JSON array with one "IPv4:port" per node, in their order, such as ["10.0.0.1:30303", "10.0.0.2:30303"]; Besu takes names only behind an experimental switch.',
    });
  }
}
