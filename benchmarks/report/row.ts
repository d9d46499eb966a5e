/** One line of a benchmark: what Wattproof needs, what others need for the same, and how much it may be. */
export interface Row {
  readonly name: string;
  /** Null if it could not be measured. */
  readonly ours: number | null;
  /** By name; null if the peer is not installed. */
  readonly peers: Readonly<Record<string, number | null>>;
  /** The target; null where none is set. */
  readonly limit: number | null;
  readonly unit: string;
  /** A target that is known to be missed: up to here the miss is shown and fails nothing. */
  readonly tolerated?: number;
}

/** How a row stands to its limit; `tolerated` is over it, as documented. */
export type Standing = "within" | "tolerated" | "over" | "unmeasured" | "unlimited";

export function standingOf({ ours, limit, tolerated }: Row): Standing {
  if (ours === null) return "unmeasured";
  if (limit === null) return "unlimited";
  if (ours <= limit) return "within";
  return tolerated !== undefined && ours <= tolerated ? "tolerated" : "over";
}

/** Middle of the values; the mean of the two in the middle of an even number. At least one value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] as number;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[(sorted.length >> 1) - 1] as number)) / 2;
}
