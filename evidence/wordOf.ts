import { ChainUnreadable } from "./errors.js";

/**
 * The word for what a contract tells as a number.
 * @param words In the order of the contract's enumeration.
 * @param what What the number tells of, such as `the state of advert 7`.
 * @throws ChainUnreadable for a number that has no word: the contract is newer than this program, or the node lies.
 */
export function wordOf<Word extends string>(words: readonly Word[], told: bigint, what: string): Word {
  const word = words[Number(told)];
  if (word !== undefined) return word;
  throw new ChainUnreadable({ what, reason: `it says ${told}, which stands for nothing that is known here` });
}
