import { fingerprintOf } from "./files/sharedFiles.js";
import { NetworkFolderInvalid } from "./folder/errors.js";
import { readShared } from "./folder/readShared.js";
import { compareGenesis, type GenesisDifference } from "./genesis/compareGenesis.js";

/** A member in which one of the shared files differs. */
export interface SharedDifference extends GenesisDifference {
  /** Of `SHARED_FILES`. */
  readonly file: string;
}

export interface NetworkComparison {
  readonly fingerprints: { readonly a: string; readonly b: string };
  /** None with unequal fingerprints: the files differ in spaces or order alone, and still are not the same. */
  readonly differences: readonly SharedDifference[];
}

/**
 * Holds the files that founders share against each other, member by member. Organisations and nodes are found by their names,
 * wherever they stand.
 * @param a Folder. @param b Another.
 * @throws NetworkFolderInvalid
 */
export function compareNetworks(a: string, b: string): NetworkComparison {
  const [filesA, filesB] = [readShared(a), readShared(b)];
  const differences = filesA.flatMap(({ path: file, text }, at) => {
    const [one, other] = [parse(a, file, text), parse(b, file, filesB[at]?.text ?? "")];
    const found = file === "genesis.json" ? compareGenesis(one, other) : compareGenesis(byName(one), byName(other));
    return found.map((difference) => ({ file, ...difference }));
  });
  return { fingerprints: { a: fingerprintOf(filesA), b: fingerprintOf(filesB) }, differences };
}

/** What founders compare by telephone, of a folder that is there. Throws `NetworkFolderInvalid`. */
export function fingerprintOfFolder(folder: string): string {
  return fingerprintOf(readShared(folder));
}

function parse(folder: string, file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own message quotes the text.
    throw new NetworkFolderInvalid(folder, `${file} is no JSON`);
  }
}

/** No file of ours goes half as deep. */
const DEEPEST = 16;

/** Lists as objects: by their items' names if each has one of its own, else by places. */
function byName(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || depth === DEEPEST) return value;
  const inner = (of: unknown) => byName(of, depth + 1);
  if (!Array.isArray(value)) return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, inner(of)]));
  const names = value.map((item: unknown) => (Object(item) as { name?: unknown }).name);
  const areNames = names.every((name) => typeof name === "string") && new Set(names).size === names.length;
  return Object.fromEntries(value.map((item: unknown, at) => [areNames ? names[at] : at, inner(item)]));
}
