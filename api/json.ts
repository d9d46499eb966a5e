/** What a value becomes in JSON: 64-bit and larger integers turn into decimal strings. */
export type Json<Value> = Value extends bigint
  ? string
  : Value extends readonly (infer Item)[]
    ? Json<Item>[]
    : Value extends object
      ? { -readonly [Key in keyof Value]: Json<Value[Key]> }
      : Value;

/** The value with every `bigint` as its decimal string. */
export function toJson<Value>(value: Value): Json<Value> {
  return convert(value) as Json<Value>;
}

function convert(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, convert(member)]));
}
