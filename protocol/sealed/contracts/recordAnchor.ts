import type { AnchoredBatch } from "../../evidence/roots.js";
import type { Hex } from "../../hex.js";
import { at, type ContractLayout } from "../storage/layout.js";
import { type Reading, wordAt } from "../storage/reading.js";
import { mappingSlot } from "../storage/slots.js";
import { memberOf } from "../storage/words.js";

/** What names an anchored batch. */
export interface BatchName {
  readonly stream: Hex;
  /** Position in the stream; the first is 1. */
  readonly sequence: bigint;
  readonly root: Hex;
}

const SLOTS = {
  slot: 2n,
  type: "mapping(bytes32 => mapping(uint64 => mapping(bytes32 => uint256)))",
} as const;

/** Where `RecordAnchor` keeps its batches: `BatchSlot` packs each into a word as the compiler would a `BatchInfo`. */
export const RECORD_ANCHOR_LAYOUT: ContractLayout = {
  contract: "RecordAnchor",
  variables: { _slots: SLOTS },
  structs: {},
};

const BATCH = { anchoredAtS: at(0, 0, 8), count: at(0, 8, 4), fromS: at(0, 12, 8), toS: at(0, 20, 8) } as const;

/** A batch as one of the contracts holds it, the oldest first; undefined if none does. @param anchors Oldest first. */
export function* anchoredBatch(anchors: readonly Hex[], name: BatchName): Reading<AnchoredBatch | undefined> {
  const { stream, sequence, root } = name;
  const slot = mappingSlot(root, mappingSlot(sequence, mappingSlot(stream, SLOTS.slot)));
  for (const anchor of anchors) {
    const words = [yield* wordAt(anchor, slot)];
    const anchoredAtS = memberOf(words, BATCH.anchoredAtS);
    if (anchoredAtS === 0n) continue;
    const count = Number(memberOf(words, BATCH.count));
    return {
      stream,
      sequence,
      root,
      count,
      fromS: memberOf(words, BATCH.fromS),
      toS: memberOf(words, BATCH.toS),
      anchoredAtS,
    };
  }
  return undefined;
}
