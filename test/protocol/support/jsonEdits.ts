/** A parsed JSON value that a test may change in place. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Steps from the document's root to a value. */
export type JsonPath = readonly (string | number)[];

/** Value at a path written with dots, such as `records.0.header.link`. */
export function valueAt(document: Json, path: JsonPath): Json {
  return path.reduce<Json>((value, step) => (value as { [key: string]: Json })[step] as Json, document);
}

/** Replaces the value at `path`. */
export function setAt(document: Json, path: JsonPath, value: Json): void {
  const parent = valueAt(document, path.slice(0, -1)) as { [key: string]: Json };
  parent[path.at(-1) as string] = value;
}

/** Paths of all values that are neither arrays nor objects. */
export function leafPaths(document: Json, path: JsonPath = []): JsonPath[] {
  if (typeof document !== "object" || document === null) return [path];
  const steps = Array.isArray(document) ? [...document.keys()] : Object.keys(document);
  return steps.flatMap((step) => leafPaths(valueAt(document, [step]), [...path, step]));
}

/** Paths of all objects. */
export function objectPaths(document: Json, path: JsonPath = []): JsonPath[] {
  if (typeof document !== "object" || document === null) return [];
  const steps = Array.isArray(document) ? [...document.keys()] : Object.keys(document);
  const within = steps.flatMap((step) => objectPaths(valueAt(document, [step]), [...path, step]));
  return Array.isArray(document) ? within : [path, ...within];
}

/** The value with one hex digit near its end changed to another. */
export function flipDigit(hex: string, at = hex.length - 1): string {
  const other = hex[at] === "0" ? "1" : "0";
  return `${hex.slice(0, at)}${other}${hex.slice(at + 1)}`;
}

/** Values of the same kind that differ from `value`, as a careful forger would write them. */
export function changesOf(value: Json): Json[] {
  if (typeof value === "number") return [value + 1, value - 1, value === 0 ? 2 : 0];
  if (value === null) return ["0", "17", "18446744073709551615"];
  if (typeof value !== "string") return [];
  if (value.startsWith("0x")) return [flipDigit(value), flipDigit(value, 2), flipDigit(value, value.length >> 1)];
  if (/^-?[0-9]+$/.test(value)) return [`${BigInt(value) + 1n}`, `${BigInt(value) - 1n}`, `${-BigInt(value) - 5n}`];
  return [`${value} `, value.slice(1), value.toUpperCase() === value ? value.toLowerCase() : value.toUpperCase()];
}
