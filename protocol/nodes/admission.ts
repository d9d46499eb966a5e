import { keccak_256 } from "@noble/hashes/sha3.js";
import { keccakDigest, signingPreimage } from "../eip712/digest.js";
import { keccakOfText, StructPacker } from "../eip712/words.js";
import { fromHex, type Hex } from "../hex.js";
import { recoverAddress } from "../signatures/verify.js";
import { NODE_ID_BYTES, nodeAddress } from "./nodeId.js";

/** What a node signs with its own key before it counts, so that nobody registers a key that no node holds. */
export interface NodeAdmission {
  /** 64 bytes: the node's public key. */
  readonly id: Hex;
  readonly name: string;
  /** Where others reach it over devp2p, as `nodeEndpoint` writes it. */
  readonly endpoint: string;
  /** Voting account of the organisation that runs the node. */
  readonly organisation: Hex;
  /** SHA-256 of the node certificate's DER. */
  readonly certificateHash: Hex;
  /** True if the node is to be a validator, false if it only follows. */
  readonly validator: boolean;
  /** Zero at the founding; afterwards one more than the node's last admission, so that none counts twice. */
  readonly nonce: bigint;
}

export const NODE_ADMISSION_TYPE =
  "NodeAdmission(bytes id,string name,string endpoint,address organisation,bytes32 certificateHash,bool validator,uint64 nonce)";

const NODES_DOMAIN_NAME = "Wattproof Nodes";
const NODES_DOMAIN_VERSION = "1";
const NODES_DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId)";

/**
 * EIP-712 domain separator of admissions. It names no contract: nodes are admitted at the founding ceremony, before the
 * chain and any contract on it exist, and the registry that is deployed later checks the same signatures.
 * @throws IntegerOutOfRange
 */
export function nodesDomainSeparator(chainId: bigint): Hex {
  const packer = new StructPacker(NODES_DOMAIN_TYPE, 3);
  packer.word(0, keccakOfText(NODES_DOMAIN_NAME));
  packer.word(1, keccakOfText(NODES_DOMAIN_VERSION));
  packer.chainId(2, chainId);
  return packer.hashHex();
}

/** EIP-712 struct hash of an admission. Throws `InvalidHex`, `IntegerOutOfRange`. */
export function nodeAdmissionHash(admission: NodeAdmission): Hex {
  const packer = new StructPacker(NODE_ADMISSION_TYPE, 7);
  packer.word(0, keccak_256(fromHex(admission.id, NODE_ID_BYTES, "id")));
  packer.word(1, keccakOfText(admission.name));
  packer.word(2, keccakOfText(admission.endpoint));
  packer.address(3, admission.organisation, "organisation");
  packer.bytes32(4, admission.certificateHash, "certificateHash");
  packer.choice(5, admission.validator ? 1 : 0, 0, 1, "validator");
  packer.uint64(6, admission.nonce, "nonce");
  return packer.hashHex();
}

/** The 32 bytes that the node's key signs. Throws `InvalidHex`, `IntegerOutOfRange`. */
export function nodeAdmissionDigest(chainId: bigint, admission: NodeAdmission): Uint8Array {
  return keccakDigest(signingPreimage(nodesDomainSeparator(chainId), nodeAdmissionHash(admission)));
}

/**
 * True if the node itself signed its admission to this chain.
 * @param proof `r ‖ s ‖ v`, 65 bytes, low s, `v` 27 or 28.
 * @throws InvalidHex, IntegerOutOfRange for an admission that is malformed.
 */
export function isAdmissionProven(chainId: bigint, admission: NodeAdmission, proof: Hex): boolean {
  return recoverAddress(nodeAdmissionDigest(chainId, admission), proof) === nodeAddress(admission.id);
}
