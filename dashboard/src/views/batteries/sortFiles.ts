import type { Texts } from "../../texts/texts.js";
import type { Files } from "../../verify/batteryChecks.js";

const LARGEST_BYTES = 64 * 1024 * 1024;

/** What of a file this function needs; a browser's `File` is one. */
export interface NamedText {
  readonly name: string;
  readonly size: number;
  text(): Promise<string>;
}

export type SortedFiles = { readonly name: string; readonly files: Files } | { readonly refused: string };

/** Tells roots from evidence by the schema that each names; whether it keeps to it is the check's business. */
function schemaOf(text: string): "evidence" | "roots" | undefined {
  const named = /"schema"\s*:\s*"wattproof-(evidence|roots)\/\d+"/.exec(text);
  return named?.[1] as "evidence" | "roots" | undefined;
}

/** Sorts chosen files into the evidence to check and the roots to trust, or says why they cannot be. */
export async function sortFiles(list: readonly NamedText[], words: Texts["verify"]["drop"]): Promise<SortedFiles> {
  let evidence: { readonly name: string; readonly text: string } | undefined;
  let roots: { readonly name: string; readonly text: string } | undefined;
  for (const file of list) {
    if (file.size > LARGEST_BYTES) return { refused: words.tooLarge(file.name) };
    const text = await file.text();
    if (schemaOf(text) === "roots") roots = { name: file.name, text };
    // What names no schema is given to the check as evidence when it stands alone: its refusal says what is wrong.
    else if (schemaOf(text) === "evidence" || list.length === 1) evidence = { name: file.name, text };
    else return { refused: words.notRecognised(file.name) };
  }
  if (!evidence) return { refused: words.onlyRoots };
  return { name: evidence.name, files: { evidenceText: evidence.text, ...(roots ? { roots } : {}) } };
}
