import { type ArchivedBatch, isSignedRecord, structHashOfLeaf } from "../../protocol/archive.js";
import type { Hex } from "../../protocol/hex.js";
import { readGap } from "../../protocol/json/records.js";
import { leafOf } from "../../protocol/merkle/leaf.js";
import { MerkleTree } from "../../protocol/merkle/tree.js";
import type { Gap } from "../../protocol/records/gap.js";
import { linkOf } from "../../protocol/records/link.js";
import type { DeviceRecord } from "../../protocol/records/record.js";
import { recordFromJson, recordToJson } from "./recordJson.js";

/** A batch as its `BatchAnchored` event states it. */
export interface AnchoredBatch {
  readonly stream: Hex;
  readonly sequence: bigint;
  readonly root: Hex;
  readonly previousRoot: Hex;
  readonly count: number;
}

interface CheckedLeaf {
  /** Struct hash of the record or gap. */
  readonly recordHash: Hex;
}

export interface CheckedRecord extends CheckedLeaf {
  readonly record: DeviceRecord;
  readonly json: string;
}

export interface CheckedGap extends CheckedLeaf {
  readonly gap: Gap;
}

/** What the archive holds of a batch, after comparing it with what was anchored. */
export type CheckedBatch =
  | { readonly archive: "held"; readonly leaves: readonly (CheckedRecord | CheckedGap)[] }
  | { readonly archive: "absent" }
  | { readonly archive: "refused"; readonly reason: string };

/**
 * Compares an archived batch with its anchor: place in the stream, count, and the root recomputed from every leaf. Each
 * record's link is checked too, because `previous` and `salt` are not in the leaf themselves. Signatures are not: whoever
 * trusts a record verifies its signature against the chain.
 */
export function checkBatch(anchored: AnchoredBatch, archived: ArchivedBatch | undefined): CheckedBatch {
  if (archived === undefined) return { archive: "absent" };
  const refused = (reason: string): CheckedBatch => ({ archive: "refused", reason });
  if (archived.stream !== anchored.stream || archived.sequence !== anchored.sequence) {
    return refused("the archive answered with another batch");
  }
  if (archived.previousRoot !== anchored.previousRoot) return refused("the archived batch follows another root");
  if (archived.leaves.length !== anchored.count) {
    return refused(`the archive has ${archived.leaves.length} leaves where ${anchored.count} were anchored`);
  }
  let position = 0;
  try {
    const leaves = archived.leaves.map((archivedLeaf, index) => {
      position = index;
      const recordHash = structHashOfLeaf(archivedLeaf);
      if (!isSignedRecord(archivedLeaf)) return { recordHash, gap: gapOf(archivedLeaf) };
      const json = recordToJson(archivedLeaf);
      const { record, previous, salt } = recordFromJson(json);
      if (linkOf(previous, salt) !== record.header.link) throw new TypeError("its link does not follow from its salt");
      return { recordHash, record, json };
    });
    const { root } = MerkleTree.of(leaves.map(({ recordHash }) => leafOf(recordHash)));
    if (root !== anchored.root) return refused(`its leaves lead to the root ${root}`);
    return { archive: "held", leaves };
  } catch (error) {
    return refused(`leaf ${position + 1}: ${error instanceof Error ? error.message : "unreadable"}`);
  }
}

/** The gap's own members alone, read back so that nothing else of the archive's object is kept. */
function gapOf({ type, device, fromSequence, toSequence, reason }: Gap): Gap {
  const [from, to] = [fromSequence.toString(), toSequence.toString()];
  return readGap({ type, device, fromSequence: from, toSequence: to, reason });
}
