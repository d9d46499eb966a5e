import { ChainUnreadable, read } from "../evidence/index.js";

/** Longest page that the contracts give (contracts/libraries/Pages.sol). */
const PAGE = 200;

interface Paged<Entry> {
  /** What is read, for errors. */
  readonly what: string;
  readonly count: () => Promise<bigint>;
  readonly page: (start: number, limit: number) => Promise<readonly Entry[]>;
}

/**
 * A list that a contract gives in pages, whole. All of it has to be asked as of one block.
 * @throws ChainUnreadable also if the pages do not have as many entries as the contract counts
 */
export async function readPages<Entry>({ what, count, page }: Paged<Entry>): Promise<Entry[]> {
  const expected = await read(what, count);
  const entries: Entry[] = [];
  while (BigInt(entries.length) < expected) {
    const next = await read(what, () => page(entries.length, PAGE));
    if (next.length === 0) break;
    entries.push(...next);
  }
  if (BigInt(entries.length) === expected) return entries;
  throw new ChainUnreadable({ what, reason: `it counts ${expected} of them and gives ${entries.length}` });
}
