import type { Hex } from "../../protocol/hex.js";
import { mayChangePower } from "./administration.js";
import { accountText, type Leaf, leavesOf, type Names } from "./callWords.js";
import type { ChainTransaction, TouchingTransaction } from "./chainFacts.js";
import type { Finding, Note } from "./verification.js";

/** A transaction that a founding sends. */
export interface ExpectedCall {
  readonly to: Hex;
  readonly data: Hex;
}

interface Called {
  readonly expected: readonly ExpectedCall[];
  /** Transactions in which the contracts wrote events up to the handing over, without those that created them. */
  readonly found: readonly TouchingTransaction[];
  readonly deployer: Hex;
  readonly names: Names;
}

interface Compared {
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
}

/**
 * Holds what was done to the contracts against what a founding does: each of its transactions once, from one account, and no
 * other. What differs is told by the calls that are in the one and not in the other. What others did without changing who
 * decides, or what, is noted alone: anybody may send transactions to contracts, and nobody shall spoil a founding by one.
 */
export function compareCalls({ expected, found, deployer, names }: Called): Compared {
  const missing = new Bag(expected.map((call) => [keyOf(call), call]));
  const extra = found.filter((each) => each.from !== deployer || !missing.take(keyOf(each)));
  const isOthers = ({ from, logs }: TouchingTransaction) =>
    from !== deployer && !logs.some((log) => mayChangePower(log, names));
  const unexpected = extra.filter((each) => !isOthers(each));
  const leavesMissing = new Bag(
    missing
      .left()
      .flatMap((call) => leavesOf(call, names))
      .map((leaf) => [leaf.key, leaf]),
  );

  const findings: Finding[] = [];
  const elsewhere: Finding[] = [];
  for (const transaction of unexpected) {
    const { hash } = transaction;
    const when = whenOf(transaction, names);
    const leaves = leavesOf(transaction, names);
    const added = leaves.filter(({ key }) => !leavesMissing.take(key));
    const finding = ({ check }: Leaf, message: string): Finding => {
      return { code: "TransactionUnexpected", check, message, transaction: hash };
    };
    findings.push(...added.map((leaf) => finding(leaf, `No founding does this: ${leaf.says}, ${when}.`)));
    const [leaf] = leaves;
    if (leaf && added.length === 0) {
      elsewhere.push(finding(leaf, `A founding does this in another transaction: ${leaf.says}, ${when}.`));
    }
  }
  for (const { check, says } of leavesMissing.left()) {
    const message = `A founding does this, and nobody did before it was handed over: ${says}.`;
    findings.push({ code: "TransactionMissing", check, message });
  }
  return { findings: findings.length > 0 ? findings : elsewhere, notes: extra.filter(isOthers).map(noteOf(names)) };
}

function noteOf(names: Names) {
  return (transaction: ChainTransaction): Note => {
    const [first, ...others] = leavesOf(transaction, names);
    const more = others.length === 0 ? "" : `, and ${others.length} more calls`;
    const message = `Somebody else did this, which changes nobody's power: ${first?.says}${more}, ${whenOf(transaction, names)}.`;
    return { message, transaction: transaction.hash };
  };
}

function whenOf({ block, from }: ChainTransaction, names: Names): string {
  return `before it was handed over, in block ${block}, by ${accountText(from, names)}`;
}

/** Whether a transaction is this call. */
export function isCall(transaction: Pick<ChainTransaction, "to" | "data">, call: ExpectedCall | undefined): boolean {
  return call !== undefined && keyOf(transaction) === keyOf(call);
}

function keyOf({ to, data }: { readonly to: Hex | null; readonly data: Hex }): string {
  return `${to} ${data}`;
}

/** Things by a key, of which there may be several. */
class Bag<Item> {
  readonly #items: [string, Item][];

  constructor(items: [string, Item][]) {
    this.#items = items;
  }

  /** Takes one of these out; false if there is none. */
  take(key: string): boolean {
    const at = this.#items.findIndex(([each]) => each === key);
    if (at === -1) return false;
    this.#items.splice(at, 1);
    return true;
  }

  left(): Item[] {
    return this.#items.map(([, item]) => item);
  }
}
