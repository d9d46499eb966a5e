import type { Hex } from "../../hex.js";
import type { HeadStep } from "../head.js";
import type { RosterMember, RosterTerms } from "../roster.js";
import type { SettledChain } from "./replay.js";

/** A settled interval with where the chain tells of it. */
export interface BookedInterval extends HeadStep {
  readonly block: number;
  readonly transaction: Hex;
}

/** Money that moved without energy. */
export type Movement =
  | { readonly kind: "deposited" | "withdrawn"; readonly amount: bigint; readonly block: number }
  | {
      /** Part of a claim was paid later. */
      readonly kind: "claimPaid";
      readonly agreement: number;
      readonly payer: Hex;
      readonly payee: Hex;
      readonly amount: bigint;
      readonly block: number;
    };

/** What a line says of an agreement. Certificates are no grid supplier's. */
export type BilledTerms = Omit<RosterMember, "withCertificates">;

/** All that a chain says of an account, as of one block. Addresses are lower-case; times are Unix seconds. */
export interface StatementFacts {
  readonly account: Hex;
  /** Intervals that start at `fromS` or later and end at `toS` or earlier are billed. */
  readonly fromS: bigint;
  readonly toS: bigint;
  readonly chainId: bigint;
  /** Address of `EnergySettlement`. */
  readonly settlement: Hex;
  /** The block as of which everything was read. */
  readonly block: number;
  readonly blockTimeS: bigint;
  /** ISO 4217 code, as the token states it. */
  readonly currency: string;
  /** Decimals of a token unit. */
  readonly decimals: number;
  /** Every supplier's meter that the account has to do with, from its first interval on. */
  readonly chains: readonly SettledChain<BookedInterval>[];
  /** The rosters that the chains name, by address. */
  readonly rosters: ReadonlyMap<Hex, RosterTerms>;
  /** Agreements with grid suppliers that the chains name. */
  readonly gridAgreements: ReadonlyMap<number, BilledTerms>;
  readonly movements: readonly Movement[];
  /** The account's escrow, token units. */
  readonly escrow: bigint;
  /** Open claims by agreement, token units; agreements without one may be left out. */
  readonly claims: ReadonlyMap<number, bigint>;
}

/** What an account bought or sold in one interval under one agreement. */
export interface StatementLine {
  readonly direction: "bought" | "sold";
  /** Who delivered: a neighbour, or the grid supplier what the neighbour did not. */
  readonly source: "neighbour" | "grid";
  readonly agreement: number;
  /** Who was paid, or who paid. */
  readonly counterparty: Hex;
  readonly importMeter: Hex;
  readonly startS: bigint;
  readonly endS: bigint;
  /** Whether the import meter's register was given; without, nothing was delivered. */
  readonly isRead: boolean;
  /** Whether the register covers this interval alone and nothing was corrected since the last. */
  readonly isExact: boolean;
  /** What the import meter counted, Wh. */
  readonly flowWh: bigint;
  readonly deliveredWh: bigint;
  /** What a grid supplier delivered beside it, Wh. */
  readonly gridWh: bigint;
  /** Token units. */
  readonly pricePerKWh: bigint;
  readonly amount: bigint;
  /** What of the amount the consumer's escrow lacked, token units. */
  readonly owed: bigint;
  /** Where the chain tells of it. */
  readonly block: number;
  readonly transaction: Hex;
  readonly proof: LineProof;
}

/** Where a line's figures stand: word `word` of the interval that leads a meter's chain from `headBefore` to `head`. */
export interface LineProof {
  readonly exportMeter: Hex;
  readonly roster: Hex;
  readonly word: number;
  readonly headBefore: Hex;
  readonly head: Hex;
}

/** Sum over an agreement's lines. */
export interface StatementTotal {
  readonly direction: StatementLine["direction"];
  readonly source: StatementLine["source"];
  readonly agreement: number;
  readonly counterparty: Hex;
  readonly lines: number;
  readonly deliveredWh: bigint;
  readonly amount: bigint;
  readonly owed: bigint;
}

/** The account's escrow from before its first line was booked until after its last was, token units. */
export interface StatementBalance {
  /** Last block before the first line's; the statement's block if there are no lines. */
  readonly openingBlock: number;
  readonly closingBlock: number;
  readonly opening: bigint;
  readonly deposited: bigint;
  readonly withdrawn: bigint;
  /** For and from the statement's lines. */
  readonly paid: bigint;
  readonly received: bigint;
  /** For and from claims. */
  readonly claimsPaid: bigint;
  readonly claimsReceived: bigint;
  /** For and from intervals outside of the statement's time that were booked in between. */
  readonly otherPaid: bigint;
  readonly otherReceived: bigint;
  readonly closing: bigint;
}

/** What is still owed under an agreement. */
export interface StatementClaim {
  readonly agreement: number;
  readonly direction: StatementLine["direction"];
  readonly counterparty: Hex;
  readonly open: bigint;
}

/** A bill. */
export interface Statement
  extends Pick<
    StatementFacts,
    "account" | "fromS" | "toS" | "chainId" | "settlement" | "block" | "blockTimeS" | "currency" | "decimals" | "escrow"
  > {
  readonly lines: readonly StatementLine[];
  readonly totals: readonly StatementTotal[];
  readonly balance: StatementBalance;
  /** Open claims as of the statement's block. */
  readonly claims: readonly StatementClaim[];
  /** From each meter's first interval on the bill to its present head: what proves the lines. */
  readonly chains: readonly SettledChain[];
}
