import type { Hex } from "../../protocol/hex.js";
import { accountText, type Leaf, leavesOf, type Names } from "./callWords.js";
import type { ChainTransaction } from "./chainFacts.js";
import type { Finding } from "./verification.js";

/** A transaction that a founding sends. */
export interface ExpectedCall {
  readonly to: Hex;
  readonly data: Hex;
}

interface Called {
  readonly expected: readonly ExpectedCall[];
  /** Transactions in which the contracts wrote events up to the handing over, without those that created them. */
  readonly found: readonly ChainTransaction[];
  readonly deployer: Hex;
  readonly names: Names;
}

/**
 * Holds what was done to the contracts against what a founding does: each of its transactions once, from one account, and no
 * other. What differs is told by the calls that are in the one and not in the other.
 */
export function compareCalls({ expected, found, deployer, names }: Called): Finding[] {
  const missing = new Bag(expected.map((call) => [keyOf(call), call]));
  const unexpected = found.filter((each) => each.from !== deployer || !missing.take(keyOf(each)));
  const leavesMissing = new Bag(
    missing
      .left()
      .flatMap((call) => leavesOf(call, names))
      .map((leaf) => [leaf.key, leaf]),
  );

  const findings: Finding[] = [];
  const elsewhere: Finding[] = [];
  for (const transaction of unexpected) {
    const { hash, block, from } = transaction;
    const when = `before it was handed over, in block ${block}, by ${accountText(from, names)}`;
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
  return findings.length > 0 ? findings : elsewhere;
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
