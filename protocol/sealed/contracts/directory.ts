import { type Hex, toHex } from "../../hex.js";
import { SealedDirectoryEmpty } from "../errors.js";
import { arrayItems } from "../storage/arrays.js";
import { at, type ContractLayout } from "../storage/layout.js";
import type { Reading } from "../storage/reading.js";
import { mappingSlot } from "../storage/slots.js";
import { hexMemberOf, WORD_BYTES } from "../storage/words.js";

const ENTRY = { words: 1, members: { target: at(0, 0, 20), sinceS: at(0, 20, 6) } } as const;
const HISTORY = { slot: 1n, type: "mapping(bytes32 => struct IDirectory.Entry[])" } as const;

/** Where `Directory` keeps which contract stands behind a name. */
export const DIRECTORY_LAYOUT: ContractLayout = {
  contract: "Directory",
  variables: { _history: HISTORY },
  structs: { "IDirectory.Entry": ENTRY },
};

/**
 * Every contract that ever stood behind a name, oldest first, each once, where it last stood; at least one.
 * @throws SealedDirectoryEmpty
 */
export function* everyAddressIn(directory: Hex, name: string): Reading<Hex[]> {
  const entries = yield* arrayItems(directory, mappingSlot(nameWord(name), HISTORY.slot), ENTRY.words);
  if (entries.length === 0) throw new SealedDirectoryEmpty(directory, name);
  const newestFirst = entries.map((words) => hexMemberOf(words, ENTRY.members.target)).reverse();
  return [...new Set(newestFirst)].reverse();
}

/** The contract that stands behind a name. @throws SealedDirectoryEmpty */
export function* currentAddressIn(directory: Hex, name: string): Reading<Hex> {
  const addresses = yield* everyAddressIn(directory, name);
  return addresses[addresses.length - 1] as Hex;
}

/** A name as the Directory takes it: ASCII, filled up with zeros from the right. */
function nameWord(name: string): Hex {
  const word = new Uint8Array(WORD_BYTES);
  word.set(new TextEncoder().encode(name));
  return toHex(word);
}
