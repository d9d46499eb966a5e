import { getCreateAddress, type Provider, type TransactionResponse } from "ethers";
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
}

/** The last block that is no later than `timestampS`, Unix seconds. Throws `ChainUnreadable`. */
export async function lastBlockBy(provider: Provider, timestampS: number, latest: number): Promise<number> {
  return lastWhere(0, latest, async (block) => (await requireBlock(provider, block)).timestamp <= timestampS);
}

/**
 * The transaction that created a contract; undefined if it was created inside of another one, or is not there.
 * @param upTo Block to look up to. The node has to keep the states before it.
 * @throws ChainUnreadable
 */
export async function creationOf(
  provider: Provider,
  address: Hex,
  upTo: number,
): Promise<ChainTransaction | undefined> {
  const isThere = async (block: number) =>
    (await read(`the code at ${address} in block ${block}`, () => provider.getCode(address, block))) !== "0x";
  if (!(await isThere(upTo))) return undefined;
  const before = await lastWhere(-1, upTo, async (block) => !(await isThere(block)));
  const block = await read(`block ${before + 1}`, () => provider.getBlock(before + 1, true));
  const created = block?.prefetchedTransactions.find(
    ({ to, from, nonce }) => to === null && lowerHex(getCreateAddress({ from, nonce })) === address,
  );
  return created && transactionOf(created);
}

/** Every transaction in which one of the contracts wrote an event, in the order of the chain. Throws `ChainUnreadable`. */
export async function transactionsTouching(
  provider: Provider,
  address: readonly Hex[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<ChainTransaction[]> {
  const hashes = new Set<Hex>();
  for (const blocks of blockRanges(to, from)) {
    const logs = await read(`the events of the blocks ${blocks.from} to ${blocks.to}`, () =>
      provider.getLogs({ address: [...address], fromBlock: blocks.from, toBlock: blocks.to }),
    );
    for (const { transactionHash } of logs) hashes.add(lowerHex(transactionHash));
  }
  const found = await mapBounded([...hashes], async (hash) => {
    const what = `the transaction ${hash}`;
    const transaction = await read(what, () => provider.getTransaction(hash));
    if (transaction === null) throw new ChainUnreadable({ what, reason: "it has an event of it, and not itself" });
    return transactionOf(transaction);
  });
  return found.sort((a, b) => a.block - b.block || a.index - b.index);
}

function transactionOf({ hash, blockNumber, index, from, to, data }: TransactionResponse): ChainTransaction {
  return {
    hash: lowerHex(hash),
    block: Number(blockNumber),
    index,
    from: lowerHex(from),
    to: to === null ? null : lowerHex(to),
    data: lowerHex(data),
  };
}

/** The last of `from` to `to` for which `holds`, as it does for the first and for no longer than up to some number. */
async function lastWhere(from: number, to: number, holds: (at: number) => Promise<boolean>): Promise<number> {
  let [yes, no] = [from, to + 1];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (await holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
