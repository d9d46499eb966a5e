import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { type Hex, ZERO_HASH } from "../../../protocol/index.js";
import type { Consortium } from "./consortium.js";
import { bytes32Of } from "./devices.js";

/** A batch that is anchored, with OpenZeppelin's own tree for its proofs. */
export interface AnchoredBatch {
  readonly stream: Hex;
  readonly sequence: bigint;
  readonly root: Hex;
  proofOf(structHash: Hex): Hex[];
}

/** A stream of the oracle's that tests append to. */
export class TestStream {
  readonly id: Hex;
  readonly #consortium: Consortium;
  /** Roots by sequence. How far the stream has come is asked of the chain, so that a restored snapshot restores it. */
  readonly #roots: Hex[] = [ZERO_HASH];

  private constructor(id: Hex, consortium: Consortium) {
    this.id = id;
    this.#consortium = consortium;
  }

  static async open(consortium: Consortium, name = "stream"): Promise<TestStream> {
    const salt = bytes32Of(name);
    const id = (await consortium.anchor.openStream.staticCall(salt, ZERO_HASH)) as Hex;
    await consortium.anchor.openStream(salt, ZERO_HASH);
    return new TestStream(id, consortium);
  }

  /** Call data of the next batch over `structHashes`. */
  async next(structHashes: readonly Hex[]) {
    const { sequence } = await this.#consortium.anchor.streamOf(this.id);
    return {
      stream: this.id,
      sequence: sequence + 1n,
      previousRoot: this.#roots[Number(sequence)]!,
      root: treeOf(structHashes).root as Hex,
      count: structHashes.length,
      fromS: 1,
      toS: 2,
    };
  }

  async anchor(structHashes: readonly Hex[]): Promise<AnchoredBatch> {
    const batch = await this.next(structHashes);
    await this.#consortium.anchor.anchor(batch);
    this.#roots[Number(batch.sequence)] = batch.root;
    const tree = treeOf(structHashes);
    return { ...batch, proofOf: (structHash) => tree.getProof([structHash]) as Hex[] };
  }
}

/** OpenZeppelin's tree over struct hashes. */
export function treeOf(structHashes: readonly Hex[]) {
  return StandardMerkleTree.of(
    structHashes.map((hash) => [hash]),
    ["bytes32"],
  );
}
