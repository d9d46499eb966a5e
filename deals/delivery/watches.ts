import { lowerHex } from "../../evidence/index.js";
import type { Condition, DeliverySummary, Hex } from "../../protocol/index.js";
import type { WatchInfoStructOutput } from "../../typechain-types/contracts/interfaces/IConditionWatch.js";
import { nameOfField } from "../conditions.js";
import { DeliveryHistoryBroken } from "../errors.js";
import type { ToldEvent } from "../toldEvents.js";
import type { NearRecord, Silence, WatchRecord } from "./delivery.js";

/** A watch as storage has it. */
export interface KeptWatch {
  readonly info: WatchInfoStructOutput;
  readonly isSilent: boolean;
  readonly silences: readonly Silence[];
}

/**
 * A watch with what events tell of it. Storage has its silences and what the last summary says, so a node that leaves one out
 * is noticed; warnings are the node's word.
 * @throws DeliveryHistoryBroken
 */
export function watchOf(
  delivery: Hex,
  told: readonly ToldEvent[],
  { info, isSilent, silences }: KeptWatch,
): WatchRecord {
  const broken = (reason: string) => new DeliveryHistoryBroken(delivery, reason);
  const sensor = lowerHex(info.sensor);
  const field = nameOfField(info.field, () => broken("has a watch that the contract would have refused"));
  const condition: Condition = { field, minMilli: info.minMilli, maxMilli: info.maxMilli };
  const own = told.filter(({ event: { args } }) => args.sensor === info.sensor && args.field === info.field);
  const isHeard = info.readings > 0n || info.summaryReadings > 0n;
  return {
    condition,
    sensor,
    warnMarginMilli: info.warnMarginMilli,
    extremes: isHeard ? { lowestMilli: info.lowestMilli, highestMilli: info.highestMilli } : null,
    lastAtS: Number(info.lastAtS),
    readings: Number(info.readings),
    violations: Number(info.violations),
    silences,
    isSilent,
    summary: lastSummary(own, { delivery, sensor, field, info }),
    near: own.filter(({ event }) => event.name === "NearBound").map(nearOf),
  };
}

interface Of {
  readonly delivery: Hex;
  readonly sensor: Hex;
  readonly field: string;
  readonly info: WatchInfoStructOutput;
}

function lastSummary(own: readonly ToldEvent[], { delivery, sensor, field, info }: Of): DeliverySummary | null {
  if (info.summarySequence === 0n) return null;
  const told = own.findLast(({ event }) => event.name === "SummaryRecorded")?.event.args.summary;
  const isKept =
    told?.sequence === info.summarySequence &&
    told.readings === info.summaryReadings &&
    told.lowestMilli === info.summaryLowestMilli &&
    told.highestMilli === info.summaryHighestMilli;
  if (!isKept)
    throw new DeliveryHistoryBroken(delivery, `leaves out or alters the last summary of the sensor ${sensor}`);
  const { sequence, timestampS, readings, violations, lowestMilli, highestMilli } = told;
  return { delivery, sensor, field, sequence, timestampS, readings, violations, lowestMilli, highestMilli };
}

function nearOf({ event: { args }, happened }: ToldEvent): NearRecord {
  const { sequence, timestampS, valueMilli } = args;
  return { sequence, timestampS, valueMilli, happened };
}
