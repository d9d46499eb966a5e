import type { ContractTransactionResponse } from "ethers";
import { fastKeccak } from "../../native/index.js";
import { type Hex, leafOf, leavesOf, MerkleTree, structHashOf, ZERO_HASH } from "../../protocol/index.js";
import type { AnchoredBatch } from "../../test/support/chain/batches.js";
import { chain, fresh, reach } from "../../test/support/chain/chain.js";
import { COLD, DAY_S, type Underway, underway, WARM } from "../../test/support/chain/deliveries.js";
import { bytes32Of } from "../../test/support/chain/devices.js";
import { gasOf } from "../../test/support/chain/gas.js";
import type { Row } from "../report/row.js";
import { structHashes } from "./hashes.js";

const READINGS = 1_000_000;
const BATCH = 10_000;
const BATCHES = READINGS / BATCH;
/** Violations of one report. */
const REPORTED = 100;
/** Sequences of a word that tells which were reported. */
const WORD = 256;
/** Signatures, proofs and sequences differ in length and zero bytes: a hundredth at most. */
const SAME = 1.01;
/** Anchoring a batch of 10,000 and a summary of it, per reading. */
const PER_READING = 14;
/** What the virtual machine asks for a slot that was empty, without its access. */
const NEW_SLOT_GAS = 20_000;

/** What one batch's words cost, gas; of the ordinary readings, how many slots of storage they take that were empty. */
interface Costs {
  readonly violation: number;
  readonly reading: number;
  readonly summary: number;
  readonly slotsOfFirst: number;
  readonly slotsOfNext: number;
}

/**
 * A delivery of a million readings in anchored batches, with a summary each. Only violations are reported, and to compare a
 * reading or two: what they cost, and summaries, does not depend on how many readings there were, nor does storage.
 */
export async function millionReadingsRows(): Promise<Row[]> {
  const u = await fresh(underway);
  const stream = await openStream(u);
  let [violations, inAll] = [0, 0];
  const measured: Costs[] = [];
  for (let count = 1; count <= BATCHES; count++) {
    // The first of all pays for slots that the others reuse: the second is compared with the last.
    const isMeasured = count <= 2 || count === BATCHES;
    const records = isMeasured ? recordsOf(u, count) : [];
    const batch = await stream.anchor(records.map(structHashOf));
    const reports = records.map((record) => u.freezer.report(record, batch));
    if (isMeasured) violations += REPORTED;
    const bring = async (from: number, to: number) => {
      await reach(timeOf(u, count * BATCH));
      return await u.watch.report(u.delivery, reports.slice(from, to));
    };
    const [beyond, first, next] = isMeasured
      ? [await bring(0, REPORTED), await bring(REPORTED, REPORTED + 1), await bring(REPORTED + 1, REPORTED + 2)]
      : [];
    const summary = Number(await gasOf(summarise(u, count * BATCH, violations)));
    inAll += Number(batch.gas) + summary;
    if (beyond && first && next) {
      measured.push({
        violation: Number(await gasOf(beyond)) / REPORTED,
        reading: Number(await gasOf(first)),
        summary,
        slotsOfFirst: await newSlotsOf(first),
        slotsOfNext: await newSlotsOf(next),
      });
    }
  }
  const watch = await u.freezing();
  const [, second, last] = measured;
  if (watch.violations !== BigInt(violations) || watch.summaryReadings !== BigInt(READINGS) || !second || !last) {
    throw new Error("Not all that was said of the delivery counted");
  }

  const row = (name: string, ours: number, limit: number | null, unit = "gas"): Row => ({
    name: `A delivery of ${READINGS.toLocaleString("en-US")} readings: ${name}`,
    ours,
    peers: {},
    limit,
    unit,
  });
  return [
    row("a violation of its second batch", second.violation, null),
    row("a violation of its last batch", last.violation, Math.ceil(second.violation * SAME)),
    row("an ordinary reading of its second batch", second.reading, null),
    row("an ordinary reading of its last batch", last.reading, Math.ceil(second.reading * SAME)),
    row("its second summary", second.summary, null),
    row("its last summary", last.summary, Math.ceil(second.summary * SAME)),
    row(`storage of the first of ${WORD} ordinary readings`, last.slotsOfFirst, 1, "slots"),
    row("storage of the next one", last.slotsOfNext, 0, "slots"),
    row("anchoring and summaries", inAll / READINGS, PER_READING, "gas per reading"),
  ];
}

/** Violations, each report's in a word of its own, and two ordinary readings in the word after. */
function recordsOf(u: Underway, count: number) {
  const from = Math.ceil(((count - 1) * BATCH + 1) / WORD) * WORD;
  const values = [...Array<bigint>(REPORTED).fill(WARM + 1n), COLD, COLD];
  return values.map((value, at) => {
    const sequence = value === COLD ? from + WORD + at : from + at;
    return u.freezer.record(sequence, timeOf(u, sequence), value);
  });
}

/** Readings are spread over a day. */
const timeOf = ({ plan }: Underway, sequence: number) => plan.startS + Math.floor((sequence * DAY_S) / READINGS);

function summarise(u: Underway, sequence: number, violations: number): Promise<ContractTransactionResponse> {
  const timestampS = BigInt(timeOf(u, sequence));
  const [readings, counted] = [BigInt(sequence), BigInt(violations)];
  const values = { lowestMilli: COLD, highestMilli: WARM + 1n };
  return u.summarise({ sequence: readings, timestampS, readings, violations: counted, ...values });
}

/** How many slots of storage a transaction took that were empty. */
async function newSlotsOf({ hash }: ContractTransactionResponse): Promise<number> {
  const options = { disableMemory: true, disableStack: true, disableStorage: true };
  const trace: { structLogs: { op: string; gasCost: number }[] } = await chain.ethers.provider.send(
    "debug_traceTransaction",
    [hash, options],
  );
  return trace.structLogs.filter(({ op, gasCost }) => op === "SSTORE" && gasCost >= NEW_SLOT_GAS).length;
}

/** A stream whose batches are filled up to their size with hashes that stand for readings nobody reports. */
async function openStream({ anchor }: Underway) {
  const keccak256 = await fastKeccak();
  const salt = bytes32Of("million readings");
  const stream = (await anchor.openStream.staticCall(salt, ZERO_HASH)) as Hex;
  await anchor.openStream(salt, ZERO_HASH);
  let last: { readonly sequence: bigint; readonly root: Hex } = { sequence: 0n, root: ZERO_HASH };
  return {
    async anchor(reported: readonly Hex[]): Promise<AnchoredBatch & { readonly gas: bigint }> {
      const sequence = last.sequence + 1n;
      const hashes = [...reported, ...structHashes(`reading of ${sequence}`, BATCH - reported.length)];
      const tree = MerkleTree.ofHashes(leavesOf(hashes, keccak256), keccak256);
      const batch = { stream, sequence, previousRoot: last.root, root: tree.root };
      const gas = await gasOf(anchor.anchor({ ...batch, count: BATCH, fromS: 1, toS: 2 }));
      last = { sequence, root: tree.root };
      return { ...last, stream, gas, proofOf: (structHash) => tree.proofOf(leafOf(structHash)) };
    },
  };
}
