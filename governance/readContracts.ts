import { type DirectoryAt, lowerHex, mapBounded, read } from "../evidence/index.js";
import { asciiWordText } from "../protocol/deals/asciiWord.js";
import type { Hex } from "../protocol/hex.js";
import { IDirectory__factory } from "../typechain-types/factories/contracts/interfaces/IDirectory__factory.js";

/** What the `Directory` calls a contract. */
export interface NamedContract {
  readonly name: string;
  /** False once something else stands behind the name, or nothing. */
  readonly isCurrent: boolean;
}

/**
 * Every contract that the `Directory` names or ever named, by address, and the `Directory` itself.
 * @throws ChainUnreadable
 */
export async function readContracts({
  provider,
  directory,
  blockTag,
}: DirectoryAt): Promise<ReadonlyMap<Hex, NamedContract>> {
  const contract = IDirectory__factory.connect(directory, provider);
  const words = await read("the names in the Directory", () => contract.names({ blockTag }));
  const contracts = new Map<Hex, NamedContract>([[directory, { name: "Directory", isCurrent: true }]]);
  const histories = await mapBounded(words, async (word) => ({
    name: asciiWordText(lowerHex(word)),
    entries: await read("a name in the Directory", () => contract.history(word, { blockTag })),
  }));
  for (const { name, entries } of histories) {
    const targets = entries.map(({ target }) => lowerHex(target));
    targets.forEach((target, at) => {
      const isCurrent = at === targets.length - 1;
      // What stands behind a name now is called by that name, whatever it was called before.
      if (isCurrent ? !contracts.get(target)?.isCurrent : !contracts.has(target)) {
        contracts.set(target, { name, isCurrent });
      }
    });
  }
  // Where a name was retired, zero stands for nothing.
  contracts.delete(NOTHING);
  return contracts;
}

const NOTHING: Hex = `0x${"00".repeat(20)}`;
