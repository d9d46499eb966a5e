import { FunctionFragment, Interface, type ParamType } from "ethers";
import { type Hex, isHex, quoted } from "../../../../protocol/index.js";
import { CallUnwritable } from "../errors.js";

/** Longest data of a call that anybody types, bytes. */
const LONGEST_BYTES = 24_576;

/**
 * Data of a call as people write it: bytes in hex, or a function with its types and its arguments as text.
 * @param call Such as `0x…` or `updateDelay(uint256)`.
 * @param args Lists and structs as JSON arrays, in which whole numbers are text.
 * @throws CallUnwritable
 */
export function writtenCall(call: string, args: readonly string[]): Hex {
  const bytes = call.toLowerCase();
  if (bytes.startsWith("0x")) {
    if (!isHex(bytes) || bytes.length > 2 + 2 * LONGEST_BYTES)
      throw new CallUnwritable("The call's bytes are no hex of a bearable length");
    if (args.length > 0) throw new CallUnwritable("A call in hex has its arguments in it");
    return bytes;
  }
  const fragment = fragmentOf(call);
  const { inputs } = fragment;
  if (inputs.length !== args.length) {
    throw new CallUnwritable(
      `The function ${quoted(call)} takes ${inputs.length} arguments, and ${args.length} are given`,
    );
  }
  const values = inputs.map((type, at) => readValue(type, args[at] ?? ""));
  try {
    return new Interface([fragment]).encodeFunctionData(fragment, values).toLowerCase() as Hex;
  } catch (cause) {
    // What ethers says of a value repeats it whole; which one it is, the types say as well.
    const { argument = "an argument" } = Object(cause) as { argument?: string };
    throw new CallUnwritable(
      `The arguments do not fit ${quoted(fragment.format())}: ${argument} is no value of its type`,
    );
  }
}

function fragmentOf(text: string): FunctionFragment {
  try {
    return FunctionFragment.from(`function ${text}`);
  } catch {
    throw new CallUnwritable(`${quoted(text)} is no function with its types`);
  }
}

/** Text as it is, but that truth is a word, and lists and structs are JSON. */
function readValue(type: ParamType, text: string): unknown {
  if (type.baseType === "array" || type.baseType === "tuple") {
    try {
      return checked(type, JSON.parse(text));
    } catch (error) {
      if (error instanceof CallUnwritable) throw error;
      throw new CallUnwritable(`${quoted(text)} is no JSON array`);
    }
  }
  if (type.baseType !== "bool") return text;
  if (text !== "true" && text !== "false") throw new CallUnwritable(`${quoted(text)} is neither true nor false`);
  return text === "true";
}

/** Ethers would take any value for a truth, and a JSON number for what it was rounded to. */
function checked(type: ParamType, value: unknown): unknown {
  const { baseType, arrayChildren, components } = type;
  const unfit = () => new CallUnwritable(`${quoted(JSON.stringify(value) ?? "nothing")} is no ${type.format()}`);
  if (arrayChildren !== null || components !== null) {
    if (!Array.isArray(value) || (components !== null && value.length !== components.length)) throw unfit();
    return value.map((each, at) => checked((arrayChildren ?? components?.[at]) as ParamType, each));
  }
  if (baseType === "bool" ? typeof value !== "boolean" : typeof value !== "string" && !Number.isSafeInteger(value)) {
    throw unfit();
  }
  return value;
}
