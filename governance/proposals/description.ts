import type { Hex } from "../../protocol/hex.js";

const TIME = /\nProposed \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * What goes on the chain as a proposal's description: the words, the time, so that the same may be proposed again, and who
 * alone may propose it, so that nobody takes it first and cancels it (OpenZeppelin's `Governor`, `#proposer=`).
 * @param words In the proposer's own. @param atMs Unix milliseconds.
 */
export function descriptionFor(words: string, proposer: Hex, atMs: number): string {
  return `${words}\nProposed ${new Date(atMs).toISOString()}\n#proposer=${proposer}`;
}

/** The words of a description without the lines that `descriptionFor` added; whatever else there is stays. */
export function wordsOf(description: string, proposer: Hex): string {
  const mark = `\n#proposer=${proposer}`;
  const text = description.toLowerCase().endsWith(mark) ? description.slice(0, -mark.length) : description;
  return text.replace(TIME, "");
}
