import type { NamedBlob } from "./evidence.js";

export interface SortedFiles {
  readonly evidence?: NamedBlob;
  readonly roots?: NamedBlob;
  /** Name of the first file that is neither. */
  readonly stranger?: string;
}

/** A schema stands among the first or the last members, however long the file is. */
const PEEK_BYTES = 65_536;

/** Tells roots from evidence by the schema that each names; whether it keeps to it is the check's business. */
async function schemaOf(blob: Blob): Promise<"evidence" | "roots" | undefined> {
  for (const part of [blob.slice(0, PEEK_BYTES), blob.slice(-PEEK_BYTES)]) {
    const named = /"schema"\s*:\s*"wattproof-(evidence|roots)\/\d+"/.exec(await part.text());
    if (named) return named[1] as "evidence" | "roots";
  }
  return undefined;
}

/** Sorts chosen files into the evidence to check and the roots to trust. Reads no more of them than their ends. */
export async function sortFiles(list: readonly File[]): Promise<SortedFiles> {
  let sorted: SortedFiles = {};
  for (const file of list) {
    const named = { name: file.name, blob: file };
    const schema = await schemaOf(file);
    if (schema === "roots") sorted = { ...sorted, roots: named };
    // What names no schema is given to the check as evidence when it stands alone: its refusal says what is wrong.
    else if (schema === "evidence" || list.length === 1) sorted = { ...sorted, evidence: named };
    else if (sorted.stranger === undefined) sorted = { ...sorted, stranger: file.name };
  }
  return sorted;
}
