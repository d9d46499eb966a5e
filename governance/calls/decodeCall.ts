import type { Interface, ParamType } from "ethers";
import type { Hex } from "../../protocol/hex.js";

/** A value of a call's argument: addresses and bytes in lower-case hex, whole numbers as bigints, structs by their members. */
export type CallValue = string | bigint | boolean | readonly CallValue[] | { readonly [member: string]: CallValue };

/** A call in the words of its contract. */
export interface DecodedCall {
  /** Name of the function. */
  readonly function: string;
  readonly args: Readonly<Record<string, CallValue>>;
}

/**
 * Decodes a call's data; undefined if it is no call of the interface's, or not the one encoding that a call has. What can be
 * read in two ways is shown as bytes rather than in one of them.
 */
export function decodeCall(contract: Interface, data: Hex): DecodedCall | undefined {
  try {
    const fragment = data.length < 10 ? null : contract.getFunction(data.slice(0, 10));
    if (fragment === null) return undefined;
    const values = contract.decodeFunctionData(fragment, data);
    if (contract.encodeFunctionData(fragment, values) !== data) return undefined;
    const args = fragment.inputs.map((input, at) => [memberName(input, at), plain(input, values[at])]);
    return { function: fragment.name, args: Object.fromEntries(args) };
  } catch {
    // Whoever proposes writes the bytes: that they are no call is an answer, not a failure.
    return undefined;
  }
}

/** Where a contract has a member of the argument's name, Solidity's custom is an underscore behind the argument's. */
function memberName({ name }: ParamType, at: number): string {
  return name.replace(/_$/, "") || `${at}`;
}

function plain(type: ParamType, value: unknown): CallValue {
  const { arrayChildren, components } = type;
  if (arrayChildren !== null) return (value as readonly unknown[]).map((each) => plain(arrayChildren, each));
  if (components !== null) {
    const members = value as readonly unknown[];
    return Object.fromEntries(components.map((each, at) => [memberName(each, at), plain(each, members[at])]));
  }
  if (typeof value === "bigint" || typeof value === "boolean") return value;
  const text = String(value);
  return type.type === "string" ? text : text.toLowerCase();
}
