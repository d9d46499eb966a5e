import { EdgeRule, type SensorReading, type SignedRecord } from "../../protocol/index.js";
import type { Delivery, WatchRecord } from "./delivery.js";

/** A signed reading of a file or a store. @property row Where it stands there. */
export interface GivenReading {
  readonly row: number;
  readonly signed: SignedRecord;
  readonly reading: SensorReading;
}

/** Which readings are wanted. */
export interface ReadingsWish {
  /**
   * `edge`: what a sensor at the goods would report, and in the place of its summaries, which only it can sign, a reading whenever
   * one is due. `extremes`: these, and the least and the greatest value of each watch. `all`: each.
   */
  readonly which: "edge" | "extremes" | "all";
  /** Time of the chain's latest block, Unix seconds. */
  readonly nowS: bigint;
  /** Whether a reading has the signature of its sensor's present key. */
  readonly isSigned: (given: GivenReading) => boolean;
}

/** Why a reading is not reported, by the name of what would refuse it. */
export type LeftOutReason =
  | "ConditionWatchUnknownWatch"
  | "ConditionWatchOutsideWindow"
  | "ConditionWatchInFuture"
  | "SequenceRepeated"
  | "SignatureInvalid";

export interface LeftOutReading extends GivenReading {
  readonly reason: LeftOutReason;
}

export interface SelectedReading extends GivenReading {
  readonly verdict: "ordinary" | "near" | "violation";
}

export interface SelectedReadings {
  /** All that count, by their sensors' clocks. */
  readonly counting: readonly SelectedReading[];
  /** Those of them to report. */
  readonly wanted: readonly SelectedReading[];
  /** Those that would be refused, in the order in which they were given. */
  readonly leftOut: readonly LeftOutReading[];
}

/** Chooses which readings of a delivery's sensors to report. */
export function selectReadings(
  delivery: Delivery,
  given: readonly GivenReading[],
  { which, nowS, isSigned }: ReadingsWish,
): SelectedReadings {
  const ofWatch = new Map<WatchRecord, GivenReading[]>(delivery.watches.map((watch) => [watch, []]));
  const leftOut: LeftOutReading[] = [];
  const seen = new Set<string>();
  for (const each of given) {
    const { device, sequence } = each.reading.header;
    const watch = watchFor(delivery, each.reading);
    const key = `${device} ${sequence}`;
    const reason = seen.has(key) ? "SequenceRepeated" : faultOf(delivery, watch, each.reading, nowS);
    const fault = reason ?? (isSigned(each) ? undefined : "SignatureInvalid");
    if (fault !== undefined || watch === undefined)
      leftOut.push({ ...each, reason: fault ?? "ConditionWatchUnknownWatch" });
    else {
      seen.add(key);
      ofWatch.get(watch)?.push(each);
    }
  }
  const counted = [...ofWatch].flatMap(([watch, readings]) => judged(delivery, watch, readings)).sort(byClock);
  const wanted = counted.filter(
    ({ isEdge, isExtreme }) => which === "all" || isEdge || (which === "extremes" && isExtreme),
  );
  return { counting: counted.map(selectedOf), wanted: wanted.map(selectedOf), leftOut };
}

const selectedOf = ({ isEdge: _, isExtreme: __, ...selected }: Judged): SelectedReading => selected;

function watchFor({ watches }: Delivery, { header, field }: SensorReading): WatchRecord | undefined {
  return watches.find(({ sensor, condition }) => sensor === header.device && condition.field === field);
}

function faultOf(
  { plan, untilS }: Delivery,
  watch: WatchRecord | undefined,
  { header }: SensorReading,
  nowS: bigint,
): LeftOutReason | undefined {
  if (watch === undefined) return "ConditionWatchUnknownWatch";
  const isInside = header.timestampS >= BigInt(plan.startS) && header.timestampS <= BigInt(untilS);
  if (!isInside) return "ConditionWatchOutsideWindow";
  return header.timestampS > nowS ? "ConditionWatchInFuture" : undefined;
}

interface Judged extends SelectedReading {
  readonly isEdge: boolean;
  readonly isExtreme: boolean;
}

function judged({ delivery, plan }: Delivery, watch: WatchRecord, readings: readonly GivenReading[]): Judged[] {
  const { condition, warnMarginMilli } = watch;
  const rule = new EdgeRule({ delivery, condition, warnMarginMilli, heartbeatS: BigInt(plan.heartbeatS) });
  const inOrder = [...readings].sort((a, b) => compare(a.reading.header.sequence, b.reading.header.sequence));
  const [least, greatest] = extremesOf(inOrder);
  return inOrder.map((each) => {
    const { verdict, isReported, isSummaryDue } = rule.take(each.reading);
    return { ...each, verdict, isEdge: isReported || isSummaryDue, isExtreme: each === least || each === greatest };
  });
}

/** The first reading of the least value, and of the greatest. */
function extremesOf(readings: readonly GivenReading[]): readonly (GivenReading | undefined)[] {
  const byValue = [...readings].sort((a, b) => compare(a.reading.valueMilli, b.reading.valueMilli));
  const greatest = byValue.at(-1)?.reading.valueMilli;
  return [byValue[0], byValue.find(({ reading }) => reading.valueMilli === greatest)];
}

function byClock({ reading: a }: GivenReading, { reading: b }: GivenReading): number {
  return compare(a.header.timestampS, b.header.timestampS) || compare(a.header.sequence, b.header.sequence);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
