import type { Member } from "./words.js";

/** A struct as the compiler lays it out. */
export interface StructLayout {
  /** Words that it takes. */
  readonly words: number;
  /** Each of its members but structs, whose own members stand in their own layout. */
  readonly members: Readonly<Record<string, Member>>;
}

/** A contract's state variable. */
export interface VariableLayout {
  readonly slot: bigint;
  /** Its type as the compiler names it, by which a test knows that it is still the same. */
  readonly type: string;
}

/** Where a contract keeps what is read from its storage; a test holds it against what the compiler says. */
export interface ContractLayout {
  readonly contract: string;
  readonly variables: Readonly<Record<string, VariableLayout>>;
  /** By the compiler's name, without `struct `. */
  readonly structs: Readonly<Record<string, StructLayout>>;
}

/** A member at byte `offset` of the struct's word `slot`, of `bytes` bytes. */
export function at(slot: number, offset: number, bytes: number): Member {
  return { slot, offset, bytes };
}

/** A member that fills the struct's word `slot`. */
export function word(slot: number): Member {
  return { slot, offset: 0, bytes: 32 };
}
