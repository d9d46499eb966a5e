import type { Interface } from "ethers";
import { asciiWordText } from "../../protocol/deals/asciiWord.js";
import { quoted } from "../../protocol/errors.js";
import { roleText } from "../../protocol/governance/roles.js";
import { type Hex, isHex } from "../../protocol/hex.js";
import { type CallValue, decodeCall } from "../calls/decodeCall.js";
import { innerCalls } from "../calls/innerCalls.js";
import type { CheckName } from "./verification.js";

/** A contract by which calls are told. */
export interface KnownContract {
  readonly contract: string;
  readonly interface: Interface;
}

/** By which names transactions are told. */
export interface Names {
  readonly contracts: ReadonlyMap<Hex, KnownContract>;
  /** Names of accounts. */
  readonly accounts: ReadonlyMap<Hex, string>;
}

/** A call that passes nothing on. */
export interface Leaf {
  /** The same for the same call, whatever passed it on. */
  readonly key: string;
  readonly check: CheckName;
  readonly says: string;
}

const LONGEST = 100;
/** Calls within calls: a multicall of executes, and one more. */
const DEEPEST = 3;
const CHECK_OF: Readonly<Record<string, CheckName>> = {
  Membership: "members",
  NodeRegistry: "nodes",
  Directory: "names",
};

/** What a transaction calls in the end: the calls that it makes its targets pass on, or itself. */
export function leavesOf(
  { to, data }: { readonly to: Hex | null; readonly data: Hex },
  names: Names,
  depth = 0,
): Leaf[] {
  const known = to === null ? undefined : names.contracts.get(to);
  const decoded = known && decodeCall(known.interface, data);
  const check = CHECK_OF[known?.contract ?? ""] ?? "administration";
  const key = `${to} ${data}`;
  if (to === null) return [{ key, check, says: "a contract created that is none of the founding's" }];
  if (known === undefined)
    return [{ key, check, says: `a call of ${accountText(to, names)}, which is no contract of the founding` }];
  if (decoded === undefined)
    return [{ key, check, says: `a call of ${known.contract} that cannot be decoded: ${short(data)}` }];
  const inner = depth < DEEPEST ? innerCalls(known.contract, { target: to }, decoded) : [];
  if (inner.length > 0) return inner.flatMap(({ target, data }) => leavesOf({ to: target, data }, names, depth + 1));
  return [{ key, check, says: `${known.contract}.${decoded.function}(${argumentsText(decoded.args, names)})` }];
}

/** Arguments of a call or an event with their names. */
export function argumentsText(args: Readonly<Record<string, CallValue>>, names: Names): string {
  const texts = Object.entries(args).map(([name, value]) => `${name}: ${argText(name, value, args, names)}`);
  return texts.join(", ");
}

function argText(name: string, value: CallValue, args: Readonly<Record<string, CallValue>>, names: Names): string {
  if (name === "roleId" && typeof value === "bigint") return roleText(value);
  if (name === "name" && isHex(value, 32)) return quoted(asciiWordText(value));
  if (name === "selectors" && Array.isArray(value)) {
    const target = names.contracts.get(args.target as Hex);
    return `[${value.map((each) => target?.interface.getFunction(String(each))?.name ?? each).join(", ")}]`;
  }
  return valueText(value, names);
}

function valueText(value: CallValue, names: Names): string {
  if (typeof value === "object") {
    const inner = Array.isArray(value)
      ? value.map((each: CallValue) => valueText(each, names))
      : Object.entries(value).map(([key, each]) => `${key}: ${valueText(each, names)}`);
    return short(`[${inner.join(", ")}]`);
  }
  if (typeof value !== "string") return String(value);
  if (/^0x[0-9a-f]{40}$/.test(value)) return accountText(value as Hex, names);
  return short(value.startsWith("0x") ? value : quoted(value));
}

/** An account or contract with its name, if it has one. */
export function accountText(address: Hex, { contracts, accounts }: Names): string {
  const name = contracts.get(address)?.contract ?? accounts.get(address);
  return name === undefined ? address : `${name} (${address})`;
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
