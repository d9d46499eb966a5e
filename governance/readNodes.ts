import { looseText, lowerHex, mapBounded, read, textsAsBytes } from "../evidence/index.js";
import type { Hex } from "../protocol/hex.js";
import { nodeAddress } from "../protocol/nodes/nodeId.js";
import type { NodeRegistryAt } from "./openConsortium.js";
import { readPages } from "./readPages.js";

/** A registered node. */
export interface RegisteredNode {
  /** By which consensus names it. */
  readonly address: Hex;
  /** Public key, 64 bytes. */
  readonly id: Hex;
  /** What is no UTF-8 in it is U+FFFD, so that two may have the same. */
  readonly name: string;
  /** Where others reach it over devp2p, `IPv4:port`. */
  readonly endpoint: string;
  /** SHA-256 over its certificate in DER. */
  readonly certificateHash: Hex;
  /** Account of the organisation that runs it. */
  readonly organisation: Hex;
  /** Block of its admission. */
  readonly blockNumber: number;
  /** Which admission it was of all, from zero. */
  readonly index: number;
  /** Whether it proposes and seals blocks now. */
  readonly validator: boolean;
  /** Whether it was admitted as a validator: it is none while its certificate is revoked. */
  readonly admittedAsValidator: boolean;
  /** Since when its certificate is revoked, Unix seconds; null if it is not. */
  readonly revokedSinceS: number | null;
}

/** All registered nodes, in the order of their admission. Throws `ChainUnreadable`. */
export async function readNodes({ nodes: contract, blockTag }: NodeRegistryAt): Promise<readonly RegisteredNode[]> {
  const at = { blockTag };
  const registry = textsAsBytes(contract);
  const [registered, validators] = await Promise.all([
    readPages({
      what: "the nodes",
      count: () => registry.nodeCount(at),
      page: (start, limit) => registry.nodes(start, limit, at),
    }),
    read("the validators", () => registry.getValidators(at)),
  ]);
  const validating = new Set(validators.map(lowerHex));
  const nodes = await mapBounded(registered, async (node): Promise<RegisteredNode> => {
    const id = lowerHex(node.id);
    const address = nodeAddress(id);
    const sinceS = await read(`the certificate of ${address}`, () => registry.revokedSinceS(node.certificateHash, at));
    return {
      address,
      id,
      name: looseText(node.name),
      endpoint: looseText(node.endpoint),
      certificateHash: lowerHex(node.certificateHash),
      organisation: lowerHex(node.organisation),
      blockNumber: Number(node.blockNumber),
      index: Number(node.index),
      validator: validating.has(address),
      admittedAsValidator: node.validator,
      revokedSinceS: sinceS === 0n ? null : Number(sinceS),
    };
  });
  return nodes.sort((a, b) => a.index - b.index);
}
