import type {
  Condition,
  DeliveryPlan,
  DeliveryState,
  DeliverySummary,
  Hex,
  OpenedTerms,
  SensorReading,
} from "../../protocol/index.js";
import type { Happened } from "../toldEvents.js";

/** A reading strictly outside its condition, as it was recorded. */
export interface ViolationRecord {
  /** Position among the delivery's violations, from 1. */
  readonly number: number;
  readonly reading: SensorReading;
  /** Not covered by the hash chain, nor is `anchored`. */
  readonly signature: Hex;
  /** Batch that holds the reading; null for one that was not anchored. */
  readonly anchored: { readonly stream: Hex; readonly batchSequence: bigint; readonly root: Hex } | null;
  readonly happened: Happened;
}

/** A reading that keeps its condition, near to a bound. */
export interface NearRecord {
  readonly sequence: bigint;
  /** Unix seconds by the sensor's clock. */
  readonly timestampS: bigint;
  readonly valueMilli: bigint;
  readonly happened: Happened;
}

/** A time for which a watch said nothing as far as is known, Unix seconds by the sensor's clock. */
export interface Silence {
  /** Position among the delivery's silences, by which a reading fills it. */
  readonly silence: number;
  readonly fromS: number;
  readonly toS: number;
}

/** A sensor's watch over a condition, with what is known of it. */
export interface WatchRecord {
  readonly condition: Condition;
  readonly sensor: Hex;
  readonly warnMarginMilli: bigint;
  /** Least and greatest value reported or summarised, thousandths; null before the first. */
  readonly extremes: { readonly lowestMilli: bigint; readonly highestMilli: bigint } | null;
  /** Device time of the last word; the delivery's start before the first. */
  readonly lastAtS: number;
  /** Readings reported one by one. */
  readonly readings: number;
  readonly violations: number;
  /** Silences longer than the heartbeat that ended, and that no reading was shown to fill. */
  readonly silences: readonly Silence[];
  /** Whether it is silent now, or was when readings ceased to count. */
  readonly isSilent: boolean;
  /** The last that the sensor told of all its readings. */
  readonly summary: DeliverySummary | null;
  /** Warnings. No hash chain covers them: a node could leave one out. */
  readonly near: readonly NearRecord[];
}

/** Where the goods were, or into whose hands they went. */
export type RouteStep =
  | {
      readonly type: "point";
      readonly custodian: Hex;
      /** Code of the place, or the word itself if it is no text. */
      readonly place: string;
      /** Degrees north and east, times 10⁷. */
      readonly latitudeE7: number;
      readonly longitudeE7: number;
      /** As the custodian says, Unix seconds. */
      readonly atS: number;
      readonly happened: Happened;
    }
  | { readonly type: "handOver"; readonly from: Hex; readonly to: Hex; readonly happened: Happened };

/** A milestone with what became of it. */
export interface MilestoneRecord {
  /** Its name, or the word itself if it is no text. */
  readonly name: string;
  readonly plannedAtS: number;
  readonly reachedAtS: number | null;
  /** Seconds after the planned time, negative if before; how late it is so far if it was not reached. */
  readonly deviationS: number;
}

/** A delivery with the same evidence for everybody, as of one block. */
export interface Delivery {
  readonly delivery: Hex;
  readonly buyer: Hex;
  readonly seller: Hex;
  readonly state: DeliveryState;
  readonly plan: DeliveryPlan;
  readonly terms: OpenedTerms;
  readonly opened: Happened;
  /** Who has the goods, or had them when they arrived. */
  readonly custodian: Hex;
  /** Whom custody is offered to. */
  readonly offeredTo: Hex | null;
  readonly route: readonly RouteStep[];
  readonly milestones: readonly MilestoneRecord[];
  readonly watches: readonly WatchRecord[];
  readonly violations: readonly ViolationRecord[];
  /** Violations that sensors counted, but that nobody recorded. */
  readonly unreported: bigint;
  /** Whether every sensor but the buyer's was heard, was not silent for too long, and is as it was at the opening. */
  readonly isWhole: boolean;
  /** How many violations the buyer accepted. */
  readonly waived: number;
  /** Last second in which readings count, Unix seconds. */
  readonly untilS: number;
  readonly arrivedAtS: number | null;
  readonly dispute: { readonly by: Hex; readonly statementHash: Hex; readonly happened: Happened } | null;
  readonly closed: { readonly toSeller: bigint; readonly toBuyer: bigint; readonly happened: Happened } | null;
  /** What the buyer paid in, and what of it is held still; token units. */
  readonly paidIn: bigint;
  readonly held: bigint;
  /** Conditions by what is known of them. */
  readonly conditions: { readonly kept: number; readonly broken: number; readonly unproven: number };
  /** Hash chains as storage has them. */
  readonly violationHead: Hex;
  readonly routeHead: Hex;
}
