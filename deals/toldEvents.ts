import type { Interface, Log, LogDescription, Provider } from "ethers";
import { blockRanges, lowerHex, mapBounded, read, requireBlock } from "../evidence/index.js";
import type { Hex } from "../protocol/index.js";

/** Where on the chain something happened. */
export interface Happened {
  readonly block: number;
  /** Time of the block, Unix seconds. */
  readonly timeS: number;
  readonly transaction: Hex;
}

/** An event with where it happened. */
export interface ToldEvent {
  readonly event: LogDescription;
  /** What is not indexed of it, as the node has it. */
  readonly data: string;
  readonly happened: Happened;
}

/** What to look for. */
export interface EventsWish {
  /** In a few words: "negotiation 0x…". */
  readonly of: string;
  readonly id: Hex;
  /** Interfaces of the contracts that tell of it, by their addresses. */
  readonly contracts: ReadonlyMap<Hex, Interface>;
  /** Topic of the event with which it all began. */
  readonly opening: string;
}

/** A chain as of one block. */
export interface EventsAt {
  readonly provider: Provider;
  readonly blockTag: number;
}

/**
 * All events whose first indexed argument is `id`, in their order. Looked for from the last block backwards, so that the length
 * of the chain before the opening costs nothing. An event that this release does not know is left out: whether one that counts
 * is missing, hash chains in storage tell. Throws `ChainUnreadable`.
 */
export async function findEvents({ provider, blockTag }: EventsAt, wish: EventsWish): Promise<ToldEvent[]> {
  const { of, id, contracts, opening } = wish;
  let logs: Log[] = [];
  for (const { from, to } of [...blockRanges(blockTag)].reverse()) {
    const filter = { address: [...contracts.keys()], topics: [null, id], fromBlock: from, toBlock: to };
    const found = await read(of, () => provider.getLogs(filter));
    logs = [...found.sort(byPlace), ...logs];
    if (logs[0]?.topics[0] === opening) break;
  }
  const blocks = [...new Set(logs.map(({ blockNumber }) => blockNumber))];
  const times = new Map(
    await mapBounded(blocks, async (block) => [block, (await requireBlock(provider, block)).timestamp] as const),
  );
  const told = logs.map(async (log) => {
    const event = await read(
      `an event of ${of}`,
      async () => contracts.get(lowerHex(log.address))?.parseLog(log) ?? null,
    );
    const { blockNumber: block, transactionHash } = log;
    const happened = { block, timeS: times.get(block) ?? 0, transaction: lowerHex(transactionHash) };
    return event === null ? [] : [{ event, data: log.data, happened }];
  });
  return (await Promise.all(told)).flat();
}

function byPlace(a: Log, b: Log): number {
  return a.blockNumber - b.blockNumber || a.index - b.index;
}
