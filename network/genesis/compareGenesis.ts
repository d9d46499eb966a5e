import { GenesisInvalid } from "./errors.js";

/** A member in which two genesis files differ; undefined where a file does not have it. */
export interface GenesisDifference {
  /** Path of the member, such as `config.qbft.blockperiodseconds`. */
  readonly path: string;
  readonly a: string | undefined;
  readonly b: string | undefined;
}

/** A genesis is a few kilobytes; one with contracts a few hundred. */
const DEEPEST = 32;

/**
 * Reads a genesis file, of whatever client.
 * @param text The file's text. @param source Its path, for errors.
 * @throws GenesisInvalid
 */
export function parseGenesis(text: string, source: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's own message quotes the text.
    throw new GenesisInvalid(source, "is no JSON");
  }
  if (!isObject(value) || !isObject(value.config)) throw new GenesisInvalid(source, "is no genesis: it has no config");
  return value;
}

/**
 * Members in which two genesis files differ, by name, in the order of their paths. Hex is compared without regard to its
 * case, and members of an object in any order, as clients read them.
 */
export function compareGenesis(a: unknown, b: unknown): readonly GenesisDifference[] {
  return differences("", a, b, 0).sort((x, y) => (x.path < y.path ? -1 : 1));
}

function differences(path: string, a: unknown, b: unknown, depth: number): GenesisDifference[] {
  if (depth < DEEPEST && isObject(a) && isObject(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return names.flatMap((name) => {
      const inner = path === "" ? shown(name) : `${path}.${shown(name)}`;
      return differences(inner, own(a, name), own(b, name), depth + 1);
    });
  }
  const [textA, textB] = [textOf(a), textOf(b)];
  return textA === textB ? [] : [{ path, a: textA, b: textB }];
}

/** A name as it stands in a path; in quotes if it could be taken for another path. */
function shown(name: string): string {
  return /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return /^0x[0-9a-f]*$/i.test(value) ? value.toLowerCase() : JSON.stringify(value);
  return JSON.stringify(value);
}

const own = (object: Record<string, unknown>, name: string) => (Object.hasOwn(object, name) ? object[name] : undefined);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
