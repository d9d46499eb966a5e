import { type Block, isError, type Provider } from "ethers";
import { type Hex, isHex } from "../protocol/hex.js";
import { ChainUnreadable } from "./errors.js";

/** Lower-case hex of what ethers gives, addresses with their checksum removed. */
export function lowerHex(value: string): Hex {
  return value.toLowerCase() as Hex;
}

/** A block that must be there, with its hash. Throws `ChainUnreadable`. */
export async function requireBlock(provider: Provider, tag: number | "latest"): Promise<Block & { hash: Hex }> {
  const what = `block ${tag}`;
  const block = await read(what, () => provider.getBlock(tag));
  if (block === null || !isHex(block.hash, 32)) throw new ChainUnreadable({ what, reason: "it has no such block" });
  return block as Block & { hash: Hex };
}

/** Reads from the chain and decodes; every failure is `ChainUnreadable`. */
export async function read<Value>(what: string, reading: () => Promise<Value>): Promise<Value> {
  try {
    return await reading();
  } catch (cause) {
    if (cause instanceof ChainUnreadable) throw cause;
    throw new ChainUnreadable({ what, reason: reasonOf(cause) }, cause);
  }
}

/** Maps items with a bounded number of requests under way, in the order of the items. */
export async function mapBounded<Item, Value>(
  items: readonly Item[],
  map: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = [];
  for (let at = 0; at < items.length; at += REQUESTS_AT_ONCE) {
    values.push(...(await Promise.all(items.slice(at, at + REQUESTS_AT_ONCE).map(map))));
  }
  return values;
}

const REQUESTS_AT_ONCE = 100;

function reasonOf(cause: unknown): string {
  if (isError(cause, "BAD_DATA")) return "nothing answers there as this contract would";
  if (isError(cause, "CALL_EXCEPTION")) return "the contract refused the call";
  if (isError(cause, "NETWORK_ERROR") || isError(cause, "TIMEOUT")) return "the node does not answer";
  return cause instanceof Error ? cause.message.slice(0, 200) : "no reason was given";
}
