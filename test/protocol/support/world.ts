import {
  type ArchivedBatch,
  type ArchivedLeaf,
  BatteryStatus,
  type Binding,
  buildEvidence,
  type CheckpointRoot,
  Continuity,
  countersHashOf,
  type EvidenceBundle,
  evidenceSourcesOf,
  type Hex,
  isSignedRecord,
  leafOf,
  MerkleTree,
  ROOTS_SCHEMA,
  type Roots,
  structHashOfLeaf,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { hashOf, type TestDevice } from "./devices.js";
import { HistoryWriter, TEST_CHAIN, TEST_PASSPORT } from "./history.js";

export const TEST_STREAM = hashOf("stream");
/** Block time at which the test devices enrolled, and the first batch's; each further batch is an hour later. */
export const ENROLLED_AT_S = 1_700_000_000n;
export const FIRST_ANCHOR_S = 1_800_000_000n;
const HOUR_S = 3_600n;

/** A chain's view of one battery, and the evidence of its history. */
export interface World {
  readonly batches: readonly ArchivedBatch[];
  readonly roots: Roots;
  readonly bundle: EvidenceBundle;
}

export interface WorldParts {
  readonly device: TestDevice;
  /** The device's leaves, in the order in which they arrived. */
  readonly leaves: readonly ArchivedLeaf[];
  /** Leaves per batch before strangers' records are mixed in. */
  readonly batchSize?: number;
  readonly firstSequence?: bigint;
  /** Checkpointed record; the last one by default, null for none. */
  readonly checkpoint?: bigint | null;
}

/** Anchors `leaves` in batches among another device's records. */
export function anchorInBatches(
  leaves: readonly ArchivedLeaf[],
  batchSize: number,
  stranger: TestDevice,
): ArchivedBatch[] {
  const strangers = new HistoryWriter(stranger);
  const batches: ArchivedBatch[] = [];
  let previousRoot: Hex = ZERO_HASH;
  for (let start = 0; start < leaves.length; start += batchSize) {
    const mixed = [strangers.meter(), ...leaves.slice(start, start + batchSize), strangers.meter()];
    const root = MerkleTree.of(mixed.map((leaf) => leafOf(structHashOfLeaf(leaf)))).root;
    const sequence = BigInt(batches.length + 1);
    batches.push({ stream: TEST_STREAM, sequence, previousRoot, root, leaves: mixed });
    previousRoot = root;
  }
  return batches;
}

/** Anchors a history and exports its evidence and the roots that it is judged by. */
export function makeWorld(
  { device, leaves, batchSize = 3, firstSequence = 1n, checkpoint }: WorldParts,
  stranger: TestDevice,
): World {
  const batches = anchorInBatches(leaves, batchSize, stranger);
  const binding = bindingOf(device, { firstSequence });
  const roots: Roots = {
    schema: ROOTS_SCHEMA,
    ...TEST_CHAIN,
    block: { number: 99n, hash: hashOf("block"), timestampS: FIRST_ANCHOR_S + 1_000_000n },
    batches: batches.map(({ stream, sequence, root, leaves: { length } }, index) => ({
      stream,
      sequence,
      root,
      count: length,
      fromS: ENROLLED_AT_S,
      toS: FIRST_ANCHOR_S,
      anchoredAtS: FIRST_ANCHOR_S + BigInt(index) * HOUR_S,
    })),
    devices: [device, stranger].map((each) => ({
      device: each.device,
      kind: 2,
      signers: [{ sinceS: ENROLLED_AT_S, signer: each.signer }],
      statuses: [
        { sinceS: ENROLLED_AT_S - 10n, status: 1 },
        { sinceS: ENROLLED_AT_S, status: 2 },
      ],
    })),
    passports: [
      {
        ...TEST_PASSPORT,
        status: BatteryStatus.Original,
        predecessors: [],
        successor: null,
        bindings: [binding],
        checkpoint: checkpointOf(leaves, checkpoint),
        counters: null,
      },
    ],
  };
  const records = evidenceSourcesOf([binding], batches);
  return { batches, roots, bundle: buildEvidence({ chain: TEST_CHAIN, passport: TEST_PASSPORT, records }) };
}

/** A binding of a battery's first device, unless `changes` say otherwise. */
export function bindingOf({ device }: TestDevice, changes: Partial<Binding> = {}): Binding {
  return {
    device,
    firstSequence: 1n,
    lastSequence: 0n,
    boundAtS: ENROLLED_AT_S,
    continuity: Continuity.FirstDevice,
    attestation: ZERO_HASH,
    ...changes,
  };
}

/** A checkpoint at a record of `leaves`: the last cycle unless `wanted` names another sequence; null for none. */
export function checkpointOf(
  leaves: readonly ArchivedLeaf[],
  wanted: bigint | null | undefined,
): CheckpointRoot | null {
  if (wanted === null) return null;
  const found = leaves
    .filter(isSignedRecord)
    .findLast(({ record }) =>
      wanted === undefined ? record.type === "ChargeCycle" : record.header.sequence === wanted,
    );
  if (found?.record.type !== "ChargeCycle") return null;
  const { header, counters } = found.record;
  const recordHash = structHashOfLeaf(found);
  return { device: header.device, sequence: header.sequence, recordHash, countersHash: countersHashOf(counters) };
}
