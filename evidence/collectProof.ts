import type { JsonRpcApiProvider } from "ethers";
import type { BlockHeader } from "../protocol/bft/blockHeader.js";
import type { Hex } from "../protocol/hex.js";
import { nodesOfAnswer } from "../protocol/sealed/proofAnswer.js";
import { ProvenState } from "../protocol/sealed/provenState.js";
import { type Reading, readProven, type StorageSlot } from "../protocol/sealed/storage/reading.js";
import { wordHex } from "../protocol/sealed/storage/words.js";
import { Witness } from "../protocol/sealed/trie/witness.js";
import { read } from "./chain.js";

/** Slots that are asked for in one question: nodes bound the length of their answers. */
const SLOTS_PER_QUESTION = 100;

export interface CollectProofOptions<T> {
  readonly provider: Pick<JsonRpcApiProvider, "send">;
  /** Of the block whose state is read. */
  readonly header: Pick<BlockHeader, "number" | "stateRoot">;
  /** Begins the reading anew at each call. */
  readonly reading: () => Reading<T>;
}

/** What a reading found, and the nodes that prove it, each once, in the order in which the reading comes to them. */
export interface CollectedProof<T> {
  readonly value: T;
  readonly nodes: readonly Uint8Array[];
}

/**
 * Runs a reading over the proofs that a node gives for one block (`eth_getProof`, EIP-1186). Every word is taken from its
 * proof and none from the node's word.
 * @throws ChainUnreadable, ProofAnswerInvalid, ProofNodeMissing, ProofNodeInvalid, and what the reading throws
 */
export async function collectProof<T>(options: CollectProofOptions<T>): Promise<CollectedProof<T>> {
  const { header, reading } = options;
  const gathered = new Witness();
  const state = new ProvenState(header.stateRoot, gathered);
  const running = reading();
  let step = running.next([]);
  while (!step.done) {
    for (const [address, slots] of byAddress(step.value)) await gather(options, gathered, address, slots);
    step = running.next(step.value.map(({ address, slot }) => state.wordAt(address, slot)));
  }
  // Nodes give whole paths; what a verifier never looks at is left out.
  const lean = new Witness();
  for (const node of gathered.used()) lean.add(node);
  return { value: readProven(reading(), new ProvenState(header.stateRoot, lean)), nodes: lean.used() };
}

function byAddress(asked: readonly StorageSlot[]): Map<Hex, Set<bigint>> {
  const slots = new Map<Hex, Set<bigint>>();
  for (const { address, slot } of asked) slots.set(address, (slots.get(address) ?? new Set()).add(slot));
  return slots;
}

async function gather<T>(
  { provider, header }: CollectProofOptions<T>,
  witness: Witness,
  address: Hex,
  slots: ReadonlySet<bigint>,
): Promise<void> {
  const keys = [...slots].map(wordHex);
  const block = `0x${header.number.toString(16)}`;
  for (let at = 0; at < keys.length; at += SLOTS_PER_QUESTION) {
    const some = keys.slice(at, at + SLOTS_PER_QUESTION);
    const answer = await read(`proofs of ${some.length} slots of ${address}`, () =>
      provider.send("eth_getProof", [address, some, block]),
    );
    for (const node of nodesOfAnswer(answer, some.length)) witness.add(node);
  }
}
