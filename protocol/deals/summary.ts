import { StructPacker } from "../eip712/words.js";
import { fieldWordOf } from "../fields.js";
import { type Hex, ZERO_HASH } from "../hex.js";
import type { SensorReading } from "../records/sensorReading.js";
import { hashOfPair } from "./hashes.js";
import type { Condition } from "./terms.js";

/** How a reading stands to its condition. */
export type ReadingVerdict = "ordinary" | "near" | "violation";

/**
 * Judges a value as `ConditionWatch` does: a violation lies strictly outside; near is what keeps the condition, but lies
 * within the margin of a bound.
 * @param valueMilli Thousandths of the field's unit, as are the bounds. @param warnMarginMilli The same; zero warns never.
 */
export function judgeReading(
  { minMilli, maxMilli }: Pick<Condition, "minMilli" | "maxMilli">,
  warnMarginMilli: bigint,
  valueMilli: bigint,
): ReadingVerdict {
  if (valueMilli < minMilli || valueMilli > maxMilli) return "violation";
  const isNear = valueMilli - minMilli <= warnMarginMilli || maxMilli - valueMilli <= warnMarginMilli;
  return warnMarginMilli > 0n && isNear ? "near" : "ordinary";
}

/** What a sensor states of all its readings of a field in a delivery so far; members as contracts/types/Watches.sol has them. */
export interface DeliverySummary {
  readonly delivery: Hex;
  readonly sensor: Hex;
  /** Name of the field. */
  readonly field: string;
  /** Sequence of the last record that it covers. */
  readonly sequence: bigint;
  /** When that record was made, Unix seconds by the sensor's clock. */
  readonly timestampS: bigint;
  readonly readings: bigint;
  readonly violations: bigint;
  /** Least and greatest value, thousandths of the field's unit. */
  readonly lowestMilli: bigint;
  readonly highestMilli: bigint;
}

const words = new StructPacker(
  "DeliverySummary(bytes32 delivery,bytes32 sensor,bytes32 field,uint64 sequence,uint64 timestampS,uint64 readings," +
    "uint64 violations,int64 lowestMilli,int64 highestMilli)",
  9,
);

/**
 * EIP-712 struct hash of a summary, which the sensor signs in the domain of its records.
 * @throws IntegerOutOfRange, InvalidHex, InvalidFieldName
 */
export function deliverySummaryHash(summary: DeliverySummary): Hex {
  words.bytes32(0, summary.delivery, "delivery");
  words.bytes32(1, summary.sensor, "sensor");
  words.bytes32(2, fieldWordOf(summary.field), "field");
  words.uint64(3, summary.sequence, "sequence");
  words.uint64(4, summary.timestampS, "timestampS");
  words.uint64(5, summary.readings, "readings");
  words.uint64(6, summary.violations, "violations");
  words.int64(7, summary.lowestMilli, "lowestMilli");
  words.int64(8, summary.highestMilli, "highestMilli");
  return words.hashHex();
}

/**
 * The summary after one more reading of the same sensor and field. Readings come in the order of their sequences.
 * @param previous The summary so far, or the delivery's id before the first reading.
 */
export function extendSummary(
  previous: DeliverySummary | Hex,
  condition: Pick<Condition, "minMilli" | "maxMilli">,
  { header, field, valueMilli }: SensorReading,
): DeliverySummary {
  const [sequence, timestampS] = [header.sequence, header.timestampS];
  const violations = judgeReading(condition, 0n, valueMilli) === "violation" ? 1n : 0n;
  if (typeof previous === "string") {
    const start = { delivery: previous, sensor: header.device, field, sequence, timestampS };
    return { ...start, readings: 1n, violations, lowestMilli: valueMilli, highestMilli: valueMilli };
  }
  return {
    ...previous,
    sequence,
    timestampS,
    readings: previous.readings + 1n,
    violations: previous.violations + violations,
    lowestMilli: valueMilli < previous.lowestMilli ? valueMilli : previous.lowestMilli,
    highestMilli: valueMilli > previous.highestMilli ? valueMilli : previous.highestMilli,
  };
}

/**
 * The hash chain of a delivery's violations, which `ConditionWatch` keeps the head of: `keccak256(head ‖ hash)`, from zero.
 * @param structHashes Struct hashes of the readings, in the order of their events. Throws `InvalidHex`.
 */
export function violationHead(structHashes: Iterable<Hex>): Hex {
  let head: Hex = ZERO_HASH;
  for (const structHash of structHashes) head = hashOfPair(head, structHash);
  return head;
}
