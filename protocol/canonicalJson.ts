import { WattproofError } from "./errors.js";

/** A value that JSON cannot carry unchanged. */
export class UnserializableValue extends WattproofError {
  constructor(kind: string) {
    super({
      code: "UnserializableValue",
      message: `A ${kind} has no JSON form.`,
      next: "Give text, booleans, safe whole numbers, bigints, null, and arrays and plain objects of them.",
      facts: { kind },
    });
  }
}

/**
 * The one JSON text of a value: keys sorted by UTF-16 code units, no white space (RFC 8785), bigints as decimal strings.
 * Numbers must be safe integers; whatever may grow beyond is a bigint. Throws `UnserializableValue`.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `"${value}"`;
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new UnserializableValue("number that is no safe integer");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object") throw new UnserializableValue(typeof value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(",")}}`;
}
