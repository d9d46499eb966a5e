import { getCreateAddress, type Log, type Provider, type TransactionResponse } from "ethers";
import { blockRanges, ChainUnreadable, lowerHex, mapBounded, read, requireBlock } from "../../evidence/index.js";
import type { Hex } from "../../protocol/hex.js";

/** A transaction as far as it matters here. */
export interface ChainTransaction {
  readonly hash: Hex;
  readonly block: number;
  readonly index: number;
  readonly from: Hex;
  /** Null for one that creates a contract. */
  readonly to: Hex | null;
  readonly data: Hex;
  /** Address of the contract that it creates by itself. */
  readonly creates: Hex | null;
}

/** A transaction in which contracts that are looked at wrote events. */
export interface TouchingTransaction extends ChainTransaction {
  readonly logs: readonly Log[];
}

/** Blocks before the first event of a founding in which it may have created something that writes none. */
const MARGIN = 1_000;
/** Blocks that are looked at before what is in them. */
const BLOCKS_AT_ONCE = 100;

/** The last block that is no later than `timestampS`, Unix seconds. Throws `ChainUnreadable`. */
export async function lastBlockBy(provider: Provider, timestampS: number, latest: number): Promise<number> {
  return lastWhere(latest, async (block) => (await requireBlock(provider, block)).timestamp <= timestampS);
}

/**
 * The transactions that created contracts, by the contracts' addresses. No event and no state of old blocks is needed for this, so
 * that each node that has the blocks can tell.
 * @param touching Transactions that are known already, in the order of the chain.
 * @param upTo Last block to look at. @returns Nothing for a contract that was created inside of another one's transaction.
 * @throws ChainUnreadable
 */
export async function creationsOf(
  provider: Provider,
  addresses: readonly Hex[],
  touching: readonly ChainTransaction[],
  upTo: number,
): Promise<ReadonlyMap<Hex, ChainTransaction>> {
  const wanted = new Set(addresses);
  const found = new Map<Hex, ChainTransaction>();
  const take = (transactions: readonly ChainTransaction[]) => {
    for (const each of transactions)
      if (each.creates !== null && wanted.delete(each.creates)) found.set(each.creates, each);
  };
  take(touching);
  const first = Math.max(0, (touching[0]?.block ?? upTo) - MARGIN);
  for (let to = upTo; to >= first && wanted.size > 0; to -= BLOCKS_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(BLOCKS_AT_ONCE, to - first + 1) }, (_, back) => to - back);
    const blocks = await mapBounded(numbers, (number) =>
      read(`block ${number}`, () => provider.getBlock(number, true)),
    );
    for (const block of blocks) take(block?.prefetchedTransactions.map(transactionOf) ?? []);
  }
  return found;
}

/** Every transaction up to a block in which one of the contracts wrote an event, in the order of the chain. Throws `ChainUnreadable`. */
export async function transactionsTouching(
  provider: Provider,
  address: readonly Hex[],
  upTo: number,
): Promise<TouchingTransaction[]> {
  const logsOf = new Map<Hex, Log[]>();
  for (const blocks of blockRanges(upTo)) {
    const logs = await read(`the events of the blocks ${blocks.from} to ${blocks.to}`, () =>
      provider.getLogs({ address: [...address], fromBlock: blocks.from, toBlock: blocks.to }),
    );
    for (const log of logs) {
      const hash = lowerHex(log.transactionHash);
      logsOf.set(hash, [...(logsOf.get(hash) ?? []), log]);
    }
  }
  const found = await mapBounded([...logsOf], async ([hash, logs]) => {
    const what = `the transaction ${hash}`;
    const transaction = await read(what, () => provider.getTransaction(hash));
    if (transaction === null) throw new ChainUnreadable({ what, reason: "it has an event of it, and not itself" });
    return { ...transactionOf(transaction), logs };
  });
  return found.sort((a, b) => a.block - b.block || a.index - b.index);
}

function transactionOf({ hash, blockNumber, index, from, to, data, nonce }: TransactionResponse): ChainTransaction {
  return {
    hash: lowerHex(hash),
    block: Number(blockNumber),
    index,
    from: lowerHex(from),
    to: to === null ? null : lowerHex(to),
    data: lowerHex(data),
    creates: to === null ? lowerHex(getCreateAddress({ from, nonce })) : null,
  };
}

/** The last number up to `to` for which `holds`, as it does for zero and all up to that number. */
async function lastWhere(to: number, holds: (at: number) => Promise<boolean>): Promise<number> {
  let [yes, no] = [0, to + 1];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (await holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
