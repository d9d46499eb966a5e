import type { Book } from "../../../governance/index.js";
import { ChainIdDiffers, type Founding } from "../../../network/index.js";
import { type Hex, nodeEndpoint } from "../../../protocol/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import { NodeNotInFounding, NodeOrganisationUnfit, NodeRoleDiffers } from "./errors.js";

/** Of a consortium, what a node has to fit. */
interface Place {
  readonly chain: Pick<OpenChain, "chainId">;
  readonly book: Pick<Book, "members">;
}

interface Wanted {
  readonly founding: Founding;
  /** The file, for errors. */
  readonly source: string;
  /** Of the node. */
  readonly name: string;
  readonly observer: boolean;
}

/** What the registry takes to admit a node. */
export interface AdmissibleNode {
  readonly address: Hex;
  readonly admission: {
    readonly id: Hex;
    readonly name: string;
    readonly endpoint: string;
    readonly organisation: Hex;
    readonly certificateHash: Hex;
    readonly validator: boolean;
  };
  readonly proof: Hex;
}

/**
 * A node of a founding's file, which has proven itself, once it fits the consortium: same chain, an organisation that is a
 * member with this account and name, and the role that the node signed for.
 * @throws ChainIdDiffers, NodeNotInFounding, NodeRoleDiffers, NodeOrganisationUnfit
 */
export function nodeInFounding({ chain, book }: Place, { founding, source, name, observer }: Wanted): AdmissibleNode {
  const { chainId, organisation, nodes } = founding;
  if (chainId !== `${chain.chainId}`) throw new ChainIdDiffers(source, chainId, `${chain.chainId}`);
  const node = nodes.find((each) => each.name === name);
  if (node === undefined) {
    throw new NodeNotInFounding(
      source,
      name,
      nodes.map((each) => each.name),
    );
  }
  if (node.validator === observer) throw new NodeRoleDiffers(name, node.validator);
  const member = book.members.find(({ account }) => account === organisation.account);
  if (member === undefined) throw new NodeOrganisationUnfit(organisation.name, organisation.account, "is no member");
  if (member.name !== organisation.name) {
    throw new NodeOrganisationUnfit(organisation.name, organisation.account, "is a member under another name");
  }
  const { id, certificateHash, validator, address, proof } = node;
  const admission = {
    id,
    name,
    endpoint: nodeEndpoint(node),
    organisation: organisation.account,
    certificateHash,
    validator,
  };
  return { address, proof, admission };
}
