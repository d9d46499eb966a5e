import { closeSync, createReadStream, createWriteStream, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import {
  type AnchoredBatch,
  type ArchivedLeaf,
  type BatchReference,
  canonicalJson,
  type EvidenceBundle,
  evidenceText,
  leafOf,
  MerkleTree,
  serializeRoots,
  structHashOfLeaf,
} from "../../../protocol/index.js";
import { type TestDevice, testDevice } from "./devices.js";
import { type CycleChanges, HistoryWriter } from "./history.js";
import { checkpointOf, FIRST_ANCHOR_S, makeWorld, TEST_STREAM } from "./world.js";

export interface LongEvidence {
  readonly device: TestDevice;
  readonly records: number;
  readonly batchSize?: number;
  readonly evidencePath: string;
  readonly rootsPath: string;
}

/** A cell that does not age, so that its history may be as long as a test wants it. */
const STEADY: CycleChanges = {
  chargeMicroAh: 1_900_000n,
  dischargeMicroAh: 1_850_000n,
  chargeMicroWh: 7_600_000n,
  dischargeMicroWh: 6_600_000n,
};

/**
 * Writes an honest evidence file of any number of cycles, every hundredth a correction of the one before, and its roots,
 * batch by batch.
 */
export async function writeLongEvidence(of: LongEvidence): Promise<void> {
  const { device, records, batchSize = 1_000, evidencePath, rootsPath } = of;
  const writer = new HistoryWriter(device);
  const batches: BatchReference[] = [];
  const recordsPath = `${evidencePath}.records`;
  const file = openSync(recordsPath, "w");
  let last: ArchivedLeaf[] = [];
  for (let written = 0; written < records; written += batchSize) {
    last = nextLeaves(writer, Math.min(batchSize, records - written));
    const hashes = last.map((leaf) => leafOf(structHashOfLeaf(leaf)));
    const tree = MerkleTree.of(hashes);
    const entries = last.map((leaf, at) => {
      const { record, ...signed } = leaf as Extract<ArchivedLeaf, { record: unknown }>;
      return canonicalJson({ ...record, ...signed, batch: batches.length, proof: tree.proofOf(hashes[at] as never) });
    });
    writeSync(file, `${written === 0 ? "" : ","}${entries.join(",")}`);
    batches.push({ stream: TEST_STREAM, sequence: BigInt(batches.length + 1), root: tree.root, count: hashes.length });
  }
  closeSync(file);
  const { bundle, roots } = makeWorld({ device, leaves: [] }, testDevice("secp256k1", "stranger"));
  writeFileSync(rootsPath, serializeRoots({ ...roots, ...anchored(batches), ...passportsAt(roots.passports, last) }));
  await join({ ...bundle, batches }, recordsPath, evidencePath);
}

function nextLeaves(writer: HistoryWriter, count: number): ArchivedLeaf[] {
  const leaves: ArchivedLeaf[] = [];
  for (let made = 0; made < count; made++) {
    const before = leaves.at(-1);
    const isCorrection = writer.sequence % 100n === 99n && before !== undefined && "record" in before;
    leaves.push(isCorrection ? writer.correct(before, { dischargeMicroAh: 1_840_000n }) : writer.cycle(STEADY));
  }
  return leaves;
}

function anchored(batches: readonly BatchReference[]): { batches: AnchoredBatch[] } {
  const times = { fromS: 1n, toS: FIRST_ANCHOR_S, anchoredAtS: FIRST_ANCHOR_S };
  return { batches: batches.map((batch) => ({ ...batch, ...times })) };
}

function passportsAt<Passport>(passports: readonly Passport[], last: readonly ArchivedLeaf[]) {
  return { passports: passports.map((each) => ({ ...each, checkpoint: checkpointOf(last, undefined) })) };
}

/** Puts the head before the records, without reading them into memory. */
async function join(bundle: EvidenceBundle, recordsPath: string, evidencePath: string): Promise<void> {
  const text = [...evidenceText({ ...bundle, records: [] })].join("");
  const [head] = text.split("]}");
  writeFileSync(evidencePath, head as string);
  await pipeline(createReadStream(recordsPath), createWriteStream(evidencePath, { flags: "a" }));
  writeFileSync(evidencePath, "]}", { flag: "a" });
  rmSync(recordsPath);
}
