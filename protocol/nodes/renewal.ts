import { keccakDigest, signingPreimage } from "../eip712/digest.js";
import { keccakOfText, StructPacker } from "../eip712/words.js";
import type { Hex } from "../hex.js";
import { nodesDomainSeparator } from "./admission.js";

/** What a registered node signs with its own key when it moves, or gets another certificate. */
export interface NodeRenewal {
  /** The node's address. */
  readonly node: Hex;
  /** Where others reach it from then on, as `nodeEndpoint` writes it. */
  readonly endpoint: string;
  /** SHA-256 of its new certificate's DER. */
  readonly certificateHash: Hex;
  /** How often the node has signed something that counted (`NodeRegistry.nonces`). */
  readonly nonce: bigint;
}

export const NODE_RENEWAL_TYPE = "NodeRenewal(address node,string endpoint,bytes32 certificateHash,uint64 nonce)";

/**
 * The 32 bytes that the node's key signs, in the same domain as admissions.
 * @throws InvalidHex, IntegerOutOfRange
 */
export function nodeRenewalDigest(chainId: bigint, renewal: NodeRenewal): Uint8Array {
  const packer = new StructPacker(NODE_RENEWAL_TYPE, 4);
  packer.address(0, renewal.node, "node");
  packer.word(1, keccakOfText(renewal.endpoint));
  packer.bytes32(2, renewal.certificateHash, "certificateHash");
  packer.uint64(3, renewal.nonce, "nonce");
  return keccakDigest(signingPreimage(nodesDomainSeparator(chainId), packer.hashHex()));
}
