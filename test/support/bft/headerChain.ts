import { HEADER_FIELDS } from "../../../protocol/bft/headerFields.js";
import { type BftConsensus, type BlockHeader, blockHashOf } from "../../../protocol/bft/index.js";
import { addressesOf, sealedBy, type TestValidator, unsealedHeader } from "../../protocol/bft/support/sealing.js";

/** A node of a chain of `last` blocks whose validators change at the given ones; counts what it is asked. */
export function chainOf(consensus: BftConsensus, last: bigint, sets: ReadonlyMap<bigint, readonly TestValidator[]>) {
  const asked: bigint[] = [];
  const setAt = (block: bigint) => {
    const from = [...sets.keys()].filter((each) => each <= block).at(-1) ?? 0n;
    return sets.get(from) as readonly TestValidator[];
  };
  const send = async (_method: string, [tag]: unknown[]) => {
    const number = tag === "latest" ? last : BigInt(tag as string);
    asked.push(number);
    const validators = setAt(number);
    // Besu's own tool writes the genesis' in the order of their making.
    const named = number === 0n ? addressesOf(validators).reverse() : addressesOf(validators);
    const header = unsealedHeader(consensus, named, { number });
    return answerOf(consensus, number === 0n ? header : sealedBy(consensus, header, validators));
  };
  return { provider: { send }, asked };
}

/** A node's answer to `eth_getBlockByNumber`. */
export function answerOf(consensus: BftConsensus, header: BlockHeader) {
  const members = HEADER_FIELDS.map(({ name, key }) => {
    const value = header[name];
    return [key, typeof value === "bigint" ? `0x${value.toString(16)}` : value];
  });
  return { ...Object.fromEntries(members), hash: blockHashOf(consensus, header) };
}
