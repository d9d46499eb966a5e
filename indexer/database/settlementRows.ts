import type { Hex } from "../../protocol/hex.js";
import type { EventPosition } from "./eventPosition.js";

export interface AgreementRow extends EventPosition {
  readonly id: Hex;
  /** Address of the `SupplyAgreements` that keeps it, and its number there. */
  readonly contract: Hex;
  readonly number: number;
  readonly importMeter: Hex;
  /** Zero for a grid supplier's. */
  readonly exportMeter: Hex;
  readonly consumer: Hex;
  readonly supplier: Hex;
  readonly pricePerKWh: string;
  readonly startS: number;
  /** Earlier than `signedEndS` once the agreement was ended. */
  readonly endS: number;
  readonly signedEndS: number;
  readonly settlementPeriodS: number;
  readonly noticeS: number;
  readonly importRatedW: number;
  readonly exportRatedW: number;
  /** 1 if the certificates of what is delivered go to the consumer. */
  readonly withCertificates: number;
  readonly capWh: string;
  /** What it locks of the consumer's escrow, token units. */
  readonly escrow: string;
}

/** Sums over an agreement's deliveries and claims, kept beside them so that no answer has to add up a year. */
export interface AgreementTotalsRow {
  readonly agreement: Hex;
  readonly importWh: string;
  readonly deliveredWh: string;
  readonly paid: string;
  /** Open claim, token units. */
  readonly owed: string;
  /** Deliveries above zero. */
  readonly intervals: number;
}

/** The agreements that a supplier's intervals were settled by, in the order of the words; read from the roster's code. */
export interface RosterRow {
  /** Address of its code. */
  readonly roster: Hex;
  readonly exportMeter: Hex;
  readonly fromS: number;
  readonly untilS: number;
  /** JSON of the agreements' numbers. */
  readonly numbers: string;
}

/** Hash over everything settled of a supplier's meter, replayed from the events. */
export interface HeadRow {
  readonly settlement: Hex;
  readonly exportMeter: Hex;
  readonly head: Hex;
  /** 1 once the contract was found to hold the same. */
  readonly isChecked: number;
}

/** Where a meter's last settled register stands in a settlement's count, modulo 2^64. */
export interface MeterRegisterRow {
  readonly settlement: Hex;
  readonly meter: Hex;
  readonly direction: "import" | "export";
  readonly registerWh: string;
}

/** A jump of a meter's registers that its organisation signed for: where they stood at `From` they go on at `To`. */
export interface MeterCorrectionRow extends EventPosition {
  readonly settlement: Hex;
  readonly meter: Hex;
  readonly number: number;
  readonly signer: Hex;
  readonly reason: number;
  readonly importFromWh: string;
  readonly importToWh: string;
  readonly exportFromWh: string;
  readonly exportToWh: string;
  readonly evidenceHash: Hex;
  readonly atS: number;
}

/** An agreement's part of an interval. One event tells of many. */
export interface DeliveryRow extends EventPosition {
  readonly agreement: Hex;
  readonly endS: number;
  readonly importWh: string;
  readonly deliveredWh: string;
  readonly paid: string;
  readonly owed: string;
  readonly settledAtS: number;
  readonly transactionHash: Hex;
}

export interface IntervalRow extends EventPosition {
  readonly exportMeter: Hex;
  readonly endS: number;
  readonly productionWh: string;
  readonly deliveredWh: string;
  readonly settledAtS: number;
}

/** A register that settlement took: at a meter's opening, as a later baseline, or at a settled interval's end. */
export interface RegisterRow extends EventPosition {
  readonly meter: Hex;
  readonly direction: "import" | "export";
  readonly timestampS: number;
  readonly registerWh: string;
  /** What settlement counted since the register before; zero for a baseline. */
  readonly flowWh: string;
  readonly kind: "opening" | "baseline" | "settled";
}

export interface EscrowMovementRow extends EventPosition {
  readonly account: Hex;
  readonly kind: "deposit" | "withdrawal" | "delivery" | "claim";
  /** Signed decimal text: what the event added to the account's escrow, all its payments together, token units. */
  readonly amount: string;
  readonly atS: number;
}

export interface EscrowRow {
  readonly account: Hex;
  readonly balance: string;
}
