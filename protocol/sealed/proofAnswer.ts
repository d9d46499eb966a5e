import { fromHex, type Hex } from "../hex.js";
import { bytes, UnexpectedValue } from "../json/readers.js";
import { ProofAnswerInvalid } from "./errors.js";
import { LONGEST_NODE_BYTES } from "./trie/witness.js";

/** A path through a trie of 64 nibbles has no more nodes. */
const LONGEST_PROOF = 65;
const readNode = bytes(LONGEST_NODE_BYTES);

/**
 * The nodes in a node's answer to `eth_getProof` (EIP-1186): those of the account's proof and of each slot's. What the
 * answer says beside them is not looked at: balance, storage root and values follow from the nodes.
 * @param slots How many slots were asked for.
 * @throws ProofAnswerInvalid
 */
export function nodesOfAnswer(answer: unknown, slots: number): Uint8Array[] {
  const { accountProof, storageProof } = membersOf(answer, "the answer");
  if (!Array.isArray(storageProof) || storageProof.length !== slots) {
    throw new ProofAnswerInvalid(`it does not prove the ${slots} slots that were asked for`);
  }
  const proofs = storageProof.map((each) => membersOf(each, "a slot's proof").proof);
  return [accountProof, ...proofs].flatMap(nodesOf);
}

function membersOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new ProofAnswerInvalid(`${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}

function nodesOf(proof: unknown): Uint8Array[] {
  if (!Array.isArray(proof) || proof.length > LONGEST_PROOF) {
    throw new ProofAnswerInvalid(`a proof is no list of at most ${LONGEST_PROOF} nodes`);
  }
  return proof.map((node) => {
    try {
      return fromHex(readNode(node) as Hex);
    } catch (error) {
      if (!(error instanceof UnexpectedValue)) throw error;
      throw new ProofAnswerInvalid(`a node is not ${error.expected}`);
    }
  });
}
