import { type ArchivedBatch, type ArchivedLeaf, isSignedRecord, structHashOfLeaf } from "../archive.js";
import { WattproofError } from "../errors.js";
import type { Hex } from "../hex.js";
import { leafOf } from "../merkle/leaf.js";
import { MerkleTree } from "../merkle/tree.js";
import {
  type ChainFacts,
  EVIDENCE_SCHEMA,
  type EvidenceBundle,
  type EvidenceScope,
  type ProvenEntry,
} from "./bundle.js";
import { type PassportFacts, passportFactsOf } from "./passport.js";
import type { DeviceSpan } from "./roots.js";
import { type Span, spansOf } from "./spans.js";

/** A record or gap that evidence includes, with the batch that it was anchored in. */
export interface EvidenceSource {
  readonly leaf: ArchivedLeaf;
  readonly batch: ArchivedBatch;
}

export interface EvidenceParts {
  readonly chain: ChainFacts;
  readonly passport: PassportFacts;
  /** `complete` unless said otherwise. A verifier refuses a part that is complete, and the reverse. */
  readonly scope?: EvidenceScope;
  /** Devices in the order of binding; records of one device in any order. */
  readonly records: readonly EvidenceSource[];
}

/** An archived batch whose leaves do not lead to its root. */
export class ArchiveMismatch extends WattproofError {
  constructor(batch: ArchivedBatch, computed: Hex) {
    super({
      code: "ArchiveMismatch",
      message: `Batch ${batch.sequence} of the archive has root ${batch.root}, but its leaves lead to ${computed}.`,
      next: "Restore the archive from a copy; the batch was changed after it was anchored.",
      facts: { stream: batch.stream, sequence: batch.sequence, root: batch.root, computed },
    });
  }
}

/**
 * Picks the history of a battery from archived batches: every record and gap of its devices from each binding's first
 * sequence to its last, devices in the order of `bindings`.
 */
export function evidenceSourcesOf(bindings: readonly DeviceSpan[], batches: Iterable<ArchivedBatch>): EvidenceSource[] {
  const byDevice = new Map(
    spansOf(bindings).map((span): [Hex, { span: Span; found: EvidenceSource[] }] => [span.device, { span, found: [] }]),
  );
  for (const batch of batches) {
    for (const leaf of batch.leaves) {
      const bound = byDevice.get(deviceOf(leaf));
      if (bound !== undefined && isWithin(leaf, bound.span)) bound.found.push({ leaf, batch });
    }
  }
  return [...byDevice.values()].flatMap(({ found }) => found);
}

/**
 * Builds an evidence bundle: sorts the records into history order, names each batch once and proves each leaf.
 * Throws `ArchiveMismatch` if a batch's leaves do not lead to its root, `LeafNotInTree` if a record is not in its batch,
 * and what `structHashOf` and `MerkleTree.of` throw.
 */
export function buildEvidence({ chain, passport, scope = "complete", records }: EvidenceParts): EvidenceBundle {
  const sources = inHistoryOrder(records);
  const indexes = new Map<ArchivedBatch, number>();
  for (const { batch } of sources) if (!indexes.has(batch)) indexes.set(batch, indexes.size);
  const batches = [...indexes.keys()];
  const entries = new Array<ProvenEntry>(sources.length);
  // One tree at a time: a batch may be large, and its tree is not needed once its records are proven.
  const ofBatch = batches.map((): number[] => []);
  for (const [position, { batch }] of sources.entries()) ofBatch[indexes.get(batch) as number]?.push(position);
  batches.forEach((batch, index) => {
    const tree = treeOf(batch);
    for (const position of ofBatch[index] ?? []) {
      const { leaf } = sources[position] as EvidenceSource;
      entries[position] = provenEntry(leaf, index, tree.proofOf(leafOf(structHashOfLeaf(leaf))));
    }
  });
  return {
    schema: EVIDENCE_SCHEMA,
    chain: { chainId: chain.chainId, genesisHash: chain.genesisHash, directory: chain.directory },
    finality: "unsealed",
    scope,
    passport: passportFactsOf(passport),
    batches: batches.map(({ stream, sequence, root, leaves }) => ({ stream, sequence, root, count: leaves.length })),
    records: entries,
  };
}

function isWithin(leaf: ArchivedLeaf, { first, last }: Span): boolean {
  return lastSequenceOf(leaf) >= first && (last === null || (last >= first && firstSequenceOf(leaf) <= last));
}

function treeOf(batch: ArchivedBatch): MerkleTree {
  const tree = MerkleTree.of(batch.leaves.map((leaf) => leafOf(structHashOfLeaf(leaf))));
  if (tree.root !== batch.root) throw new ArchiveMismatch(batch, tree.root);
  return tree;
}

function provenEntry(leaf: ArchivedLeaf, batch: number, proof: readonly Hex[]): ProvenEntry {
  if (!isSignedRecord(leaf)) return { ...leaf, batch, proof };
  const { record, previous, salt, signature } = leaf;
  return { ...record, previous, salt, signature, batch, proof };
}

function inHistoryOrder(records: readonly EvidenceSource[]): EvidenceSource[] {
  const rankOfDevice = new Map<Hex, number>();
  for (const { leaf } of records) {
    if (!rankOfDevice.has(deviceOf(leaf))) rankOfDevice.set(deviceOf(leaf), rankOfDevice.size);
  }
  const rank = (source: EvidenceSource) => rankOfDevice.get(deviceOf(source.leaf)) as number;
  return [...records].sort((a, b) => rank(a) - rank(b) || (firstSequenceOf(a.leaf) < firstSequenceOf(b.leaf) ? -1 : 1));
}

function deviceOf(leaf: ArchivedLeaf): Hex {
  return isSignedRecord(leaf) ? leaf.record.header.device : leaf.device;
}

function firstSequenceOf(leaf: ArchivedLeaf): bigint {
  return isSignedRecord(leaf) ? leaf.record.header.sequence : leaf.fromSequence;
}

function lastSequenceOf(leaf: ArchivedLeaf): bigint {
  return isSignedRecord(leaf) ? leaf.record.header.sequence : leaf.toSequence;
}
