import type { Hex } from "../../protocol/hex.js";

/** What is looked at, in the order in which it is told. */
export const CHECKS = [
  "code",
  "contracts",
  "terms",
  "members",
  "nodes",
  "administration",
  "names",
  "decisions",
] as const;
export type CheckName = (typeof CHECKS)[number];

export type FindingCode =
  | "NameMissing"
  | "CodeDiffers"
  | "CreationUnfound"
  | "CreatedByAnother"
  | "ArgumentDiffers"
  | "TransactionUnexpected"
  | "TransactionMissing"
  | "ChangedWithoutDecision";

/** Something on the chain that is not as the founding says. */
export interface Finding {
  readonly code: FindingCode;
  readonly check: CheckName;
  /** One sentence. */
  readonly message: string;
  /** The transaction that it is about, where it is about one. */
  readonly transaction?: Hex;
}

/** Something that was done before the handing over by others, and changes nothing of what was agreed. */
export interface Note {
  /** One sentence. */
  readonly message: string;
  readonly transaction: Hex;
}

export interface Check {
  readonly name: CheckName;
  /** Null if it cannot be told: all else rests on the code, and what is later on the handing over. */
  readonly ok: boolean | null;
}

/** Something that was changed after the founding, by the members' vote or by whom they gave a role. */
export interface LaterChange {
  /** Number of the proposal; null if an account did it to which the members gave a role. */
  readonly proposal: number | null;
  /** What it did, one sentence each without a full stop. */
  readonly changes: readonly string[];
  readonly transaction: Hex;
  readonly block: number;
}

/** What became of holding a consortium's contracts against what its members agreed on. */
export interface Verification {
  readonly ok: boolean;
  readonly directory: Hex;
  /** The account that founded; it keeps nothing, if all is well. */
  readonly deployer: Hex | null;
  /** How many contracts were looked at. */
  readonly contracts: number;
  /** The transaction that gave everything away, and its block; null if there is none. */
  readonly handedOver: { readonly transaction: Hex; readonly block: number } | null;
  /** Block as of which everything was read. */
  readonly block: number;
  readonly checks: readonly Check[];
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  readonly decidedLater: readonly LaterChange[];
}

/** Which checks found something, which did not, and which cannot be told. @param handedOver Whether that was found. */
export function checksOf(findings: readonly Finding[], handedOver: boolean): Check[] {
  const found = new Set(findings.map(({ check }) => check));
  const told = (name: CheckName) => {
    if (found.has(name)) return false;
    const rests = !found.has("code") && (name !== "decisions" || handedOver);
    return rests ? true : null;
  };
  return CHECKS.map((name) => ({ name, ok: told(name) }));
}
