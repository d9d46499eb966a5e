/** Members of a struct in the order in which they are hashed, as EIP-712 tables list them. */
export type StructMembers = readonly { readonly name: string; readonly type: string }[];

/** A struct and those that it is made of, by name. */
export type StructTable = Readonly<Record<string, StructMembers>>;

/**
 * Text whose keccak-256 begins a struct's hash: EIP-712's `encodeType`, the struct first and those it is made of by name.
 * @param name Of a struct in the table, as those of all members are that no Solidity type is.
 */
export function encodeType(table: StructTable, name: string): string {
  const parts = [...partsOf(table, name, new Set())].filter((part) => part !== name).sort();
  return [name, ...parts].map((each) => `${each}(${membersOf(table, each)})`).join("");
}

function partsOf(table: StructTable, name: string, found: Set<string>): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const { type } of table[name] ?? []) {
    const element = type.replace(/\[\]$/, "");
    if (Object.hasOwn(table, element)) partsOf(table, element, found);
  }
  return found;
}

const membersOf = (table: StructTable, name: string) =>
  (table[name] ?? []).map((member) => `${member.type} ${member.name}`).join(",");
