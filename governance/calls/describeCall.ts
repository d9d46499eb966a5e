import type { ProposalKind } from "../../protocol/governance/proposalKinds.js";
import type { Hex } from "../../protocol/hex.js";
import type { Book } from "../book.js";
import { type CallValue, decodeCall } from "./decodeCall.js";
import { innerCalls } from "./innerCalls.js";
import { interfaceOf } from "./interfaces.js";
import { sentenceOf } from "./sentences.js";

/** A call as a proposal makes it. */
export interface Call {
  readonly target: Hex;
  readonly valueWei: bigint;
  readonly data: Hex;
}

/** A call in words. */
export interface DescribedCall extends Call {
  /** An imperative sentence without its full stop: "Admit 0x… to the consortium as …". */
  readonly says: string;
  /** The contract's name in the `Directory`; null if it has none. */
  readonly contract: string | null;
  /** First four bytes of the data; null if there are fewer. */
  readonly selector: Hex | null;
  /** Null, as the arguments, if nobody here can decode the call, or it lies deeper than is decoded. */
  readonly function: string | null;
  readonly args: Readonly<Record<string, CallValue>> | null;
  /** Calls that this one makes in turn, all of those that its arguments tell of. */
  readonly calls: readonly DescribedCall[];
}

/** A call of a proposal, and what kind of decision it is. */
export interface DescribedProposalCall extends DescribedCall {
  /** As the governor counts it, which goes by contract and function; null where a proposal has more calls than it is asked about. */
  readonly kind: ProposalKind | null;
}

/** Calls within calls within calls; what lies deeper is shown as bytes, which nobody should agree to. */
const DEEPEST = 3;

/**
 * Says what a call does, from its bytes alone.
 * @throws ChainUnreadable
 */
export async function describeCall(book: Book, call: Call, depth = 0): Promise<DescribedCall> {
  const { target, valueWei, data } = call;
  const named = book.contracts.get(target);
  const known = named && interfaceOf(named.name);
  const decoded = depth > DEEPEST ? undefined : known && decodeCall(known, data);
  const selector: Hex | null = data.length < 10 ? null : (data.slice(0, 10) as Hex);
  const place = named?.isCurrent ? named.name : book.contract(target);
  const sent = valueWei === 0n ? "" : `, sending it ${valueWei} wei`;
  const shared = { target, valueWei, data, contract: named?.name ?? null, selector };
  if (named === undefined || decoded === undefined) {
    const bytes = `${(data.length - 2) / 2} bytes ${data.length > 74 ? `${data.slice(0, 74)}…` : data}`;
    const says = `Call ${place} with ${selector === null ? bytes : `the selector ${selector}, ${bytes}`}${sent}: ${depth > DEEPEST ? "it lies deeper in calls than is decoded" : "nobody here can decode it"}`;
    return { ...shared, says, function: null, args: null, calls: [] };
  }
  const calls: DescribedCall[] = [];
  for (const each of innerCalls(named.name, call, decoded)) calls.push(await describeCall(book, each, depth + 1));
  const sentence = await sentenceOf(named.name, decoded, target, book);
  const where = named.isCurrent ? "" : `, at ${place}, which is out of use`;
  return { ...shared, ...decoded, says: `${sentence}${where}${sent}`, calls };
}
