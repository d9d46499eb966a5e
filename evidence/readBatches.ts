import type { Provider } from "ethers";
import type { AnchoredBatch } from "../protocol/evidence/roots.js";
import type { Hex } from "../protocol/hex.js";
import { IRecordAnchor__factory } from "../typechain-types/factories/contracts/interfaces/IRecordAnchor__factory.js";
import { lowerHex, mapBounded, read } from "./chain.js";
import { BatchesNotAnchored, BatchUnconfirmed } from "./errors.js";
import { blockRanges } from "./pages.js";

/** What names an anchored batch. */
export interface BatchKey {
  readonly stream: Hex;
  readonly sequence: bigint;
  readonly root: Hex;
}

interface Reading {
  readonly provider: Provider;
  /** Every RecordAnchor that the directory ever named: what an older one holds stays anchored. */
  readonly anchors: readonly Hex[];
  readonly blockTag: number;
}

/** Keys asked for before their answers are looked at. */
const KEYS_AT_ONCE = 100;
/** Made-up keys cost the node a question each; honest evidence names few that the chain does not hold, or none. */
const MOST_NOT_ANCHORED = 1_000;

/**
 * The given batches as contract storage holds them; one that was never anchored is left out.
 * Throws `BatchesNotAnchored` when too many of them were not, and `ChainUnreadable`.
 */
export async function readBatches(of: Reading, wanted: readonly BatchKey[]): Promise<AnchoredBatch[]> {
  const keys = eachOnce(wanted);
  const batches: AnchoredBatch[] = [];
  for (let asked = 0; asked < keys.length; asked += KEYS_AT_ONCE) {
    if (asked - batches.length >= MOST_NOT_ANCHORED) throw new BatchesNotAnchored(asked - batches.length);
    const found = await mapBounded(keys.slice(asked, asked + KEYS_AT_ONCE), (key) => findBatch(of, key));
    batches.push(...found.filter((batch) => batch !== undefined));
  }
  return batches;
}

async function findBatch(of: Reading, key: BatchKey): Promise<AnchoredBatch | undefined> {
  for (const anchor of of.anchors) {
    const batch = await storedBatch(of, anchor, key);
    if (batch !== undefined) return batch;
  }
  return undefined;
}

/**
 * Every batch anchored up to the block, in the order of the chain: found by its event, confirmed in contract storage.
 * Throws `BatchUnconfirmed` if storage does not hold what an event says, and `ChainUnreadable`.
 */
export async function readAllBatches(of: Reading): Promise<AnchoredBatch[]> {
  const batches: AnchoredBatch[] = [];
  for (const anchor of of.anchors) {
    for (const blocks of blockRanges(of.blockTag)) {
      const keys = await anchoredIn(of.provider, anchor, blocks);
      batches.push(
        ...(await mapBounded(keys, async (key) => {
          const batch = await storedBatch(of, anchor, key);
          if (batch === undefined) throw new BatchUnconfirmed(key);
          return batch;
        })),
      );
    }
  }
  // A batch that two of the contracts hold counts from the older one.
  return eachOnce(batches);
}

function eachOnce<Key extends BatchKey>(keys: readonly Key[]): Key[] {
  const byName = new Map<string, Key>();
  for (const key of keys) {
    const name = `${key.stream}/${key.sequence}/${key.root}`;
    if (!byName.has(name)) byName.set(name, key);
  }
  return [...byName.values()];
}

async function anchoredIn(
  provider: Provider,
  anchor: Hex,
  { from, to }: { from: number; to: number },
): Promise<BatchKey[]> {
  const contract = IRecordAnchor__factory.connect(anchor, provider);
  return await read(`the batches of the blocks ${from} to ${to}`, async () => {
    const events = await contract.queryFilter(contract.filters.BatchAnchored(), from, to);
    return events.map(({ args }) => ({
      stream: lowerHex(args.stream),
      sequence: args.sequence,
      root: lowerHex(args.root),
    }));
  });
}

async function storedBatch(
  { provider, blockTag }: Reading,
  anchor: Hex,
  key: BatchKey,
): Promise<AnchoredBatch | undefined> {
  const { stream, sequence, root } = key;
  const contract = IRecordAnchor__factory.connect(anchor, provider);
  const info = await read(`batch ${sequence} of stream ${stream}`, () =>
    contract.batchOf(stream, sequence, root, { blockTag }),
  );
  if (info.anchoredAtS === 0n) return undefined;
  const { anchoredAtS, fromS, toS } = info;
  return { stream, sequence, root, count: Number(info.count), fromS, toS, anchoredAtS };
}
