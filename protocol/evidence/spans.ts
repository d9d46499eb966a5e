import type { Hex } from "../hex.js";
import type { ProvenEntry } from "./bundle.js";
import { type Range, rangeOfEntry } from "./entries.js";
import type { DeviceSpan } from "./roots.js";

/** Which of a device's records are a battery's; `last` is null for the present device and below `first` if none are. */
export interface Span {
  readonly device: Hex;
  readonly first: bigint;
  readonly last: bigint | null;
}

/**
 * The spans of a battery's devices. The chain writes zero for the end of the present device, and also for one that began
 * with record 1 and was replaced before any was proven: only their order tells them apart.
 * @param spans Oldest first.
 */
export function spansOf(spans: readonly DeviceSpan[]): Span[] {
  return spans.map(({ device, firstSequence, lastSequence }, rank) => {
    const isPresent = rank === spans.length - 1 && lastSequence === 0n;
    return { device, first: firstSequence, last: isPresent ? null : lastSequence };
  });
}

/** What of an entry lies within a span; a gap may reach beyond it. Empty (`from` above `to`) if nothing does. */
export function withinSpan({ first, last }: Span, entry: ProvenEntry): Range {
  const { from, to } = rangeOfEntry(entry);
  return { from: from < first ? first : from, to: last !== null && to > last ? last : to };
}

/** Position of the first device of which any record is the battery's. */
export function firstRankOf(spans: readonly Span[]): number {
  return spans.findIndex(({ first, last }) => last === null || last >= first);
}
