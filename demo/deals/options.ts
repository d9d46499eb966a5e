import type { Rejection } from "../../protocol/index.js";
import type { DemoChain, DemoProgress } from "../options.js";

export interface DealsOptions {
  /** CSV of a data logger; the shipped cold chain by default. */
  readonly sensor?: string;
  /** Column of the values that are watched. */
  readonly column: string;
  /** Sensor field that the column holds; by default what the column's name begins with. */
  readonly field?: string;
  /** Least and greatest value that is allowed, decimals in the field's unit. */
  readonly min: string;
  readonly max: string;
  /** Ends after the deal instead of keeping the chain up. */
  readonly once: boolean;
  /** Ends the demo early and cleanly. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: DealsProgress) => void;
  /** Told of every problem that the demo outlives. */
  readonly onProblem?: (problem: unknown) => void;
  /** Called once all is done, if the chain goes on. */
  readonly onDone?: (summary: DealsSummary, chain: DemoChain) => void;
}

/** How far the demo has come. */
export interface DealsProgress extends Omit<DemoProgress, "phase"> {
  readonly phase: "chain" | "quotation" | "negotiation" | "delivery" | "closing";
}

/** What the deal came to; printed by `wattproof demo deals`. Money is in whole units of the currency, as decimals. */
export interface DealsSummary {
  readonly quotation: {
    readonly request: string;
    readonly bids: number;
    /** Name of the member that won. */
    readonly awardedTo: string;
  };
  readonly negotiation: {
    readonly id: string;
    readonly rounds: number;
    /** `accepted`, as it always comes to here. */
    readonly status: string;
    readonly termsHash: string;
    readonly item: string;
    readonly price: string;
    readonly quantity: string;
    readonly currency: string;
  };
  readonly delivery: {
    readonly id: string;
    readonly status: string;
    readonly field: string;
    readonly unit: string;
    /** Rows of the log that are readings, each signed by the sensor and anchored. */
    readonly readings: number;
    /** Rows that could not be read. */
    readonly rejected: number;
    /** The first of them: where in the file, and why not; null if all are readings. */
    readonly firstRejected: Pick<Rejection, "position" | "code" | "reason"> | null;
    /** Readings strictly outside of the bounds, each recorded on the chain with its proof. */
    readonly violations: number;
    /** Least and greatest reading, in the field's unit; null where there is none. */
    readonly min: number | null;
    readonly max: number | null;
    /** Time of the first violation, ISO 8601; null if there is none. */
    readonly firstViolationAt: string | null;
  };
  readonly payments: {
    readonly currency: string;
    readonly due: string;
    readonly toSeller: string;
    readonly toBuyer: string;
  };
  readonly ratings: readonly RatingSummary[];
  readonly elapsedS: number;
}

export interface RatingSummary {
  readonly by: string;
  readonly of: string;
  readonly category: string;
  /** From 1 to 5. */
  readonly score: number;
}
