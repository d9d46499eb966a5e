import { ContractRetired } from "../../governance/errors.js";
import { type Hex, toHex } from "../../hex.js";
import { SealedDirectoryEmpty } from "../errors.js";
import { arrayItems } from "../storage/arrays.js";
import { at, type ContractLayout } from "../storage/layout.js";
import type { Reading } from "../storage/reading.js";
import { mappingSlot } from "../storage/slots.js";
import { hexMemberOf, WORD_BYTES } from "../storage/words.js";

const ENTRY = { words: 1, members: { target: at(0, 0, 20), sinceS: at(0, 20, 6) } } as const;
const HISTORY = { slot: 1n, type: "mapping(bytes32 => struct IDirectory.Entry[])" } as const;

/** What stands behind a name that is retired. */
const RETIRED: Hex = `0x${"00".repeat(20)}`;

/** Where `Directory` keeps which contract stands behind a name. */
export const DIRECTORY_LAYOUT: ContractLayout = {
  contract: "Directory",
  variables: { _history: HISTORY },
  structs: { "IDirectory.Entry": ENTRY },
};

/**
 * Every contract that ever stood behind a name, oldest first, each once, where it last stood; at least one. What stood there
 * counts on after it was retired.
 * @throws SealedDirectoryEmpty
 */
export function* everyAddressIn(directory: Hex, name: string): Reading<Hex[]> {
  const newestFirst = (yield* historyIn(directory, name)).filter((address) => address !== RETIRED).reverse();
  return [...new Set(newestFirst)].reverse();
}

/** The contract that stands behind a name. @throws SealedDirectoryEmpty, ContractRetired */
export function* currentAddressIn(directory: Hex, name: string): Reading<Hex> {
  const current = (yield* historyIn(directory, name)).at(-1) as Hex;
  if (current === RETIRED) throw new ContractRetired({ directory, name });
  return current;
}

function* historyIn(directory: Hex, name: string): Reading<Hex[]> {
  const entries = yield* arrayItems(directory, mappingSlot(nameWord(name), HISTORY.slot), ENTRY.words);
  if (entries.length === 0) throw new SealedDirectoryEmpty(directory, name);
  return entries.map((words) => hexMemberOf(words, ENTRY.members.target));
}

/** A name as the Directory takes it: ASCII, filled up with zeros from the right. */
function nameWord(name: string): Hex {
  const word = new Uint8Array(WORD_BYTES);
  word.set(new TextEncoder().encode(name));
  return toHex(word);
}
