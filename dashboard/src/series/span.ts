/** How much time the chart shows. */
export const RANGES = ["day", "week", "month", "all"] as const;
export type Range = (typeof RANGES)[number];

export interface Span {
  readonly fromS: number;
  readonly toS: number;
}

const DAY_S = 86_400;
const LENGTH_S: Record<Exclude<Range, "all">, number> = { day: DAY_S, week: 7 * DAY_S, month: 30 * DAY_S };

/**
 * The span of a range, counted back from the latest reading.
 * @param latestS End of the latest reading, Unix seconds.
 * @param steps How many whole ranges to go back.
 * @returns Undefined for all of the time.
 */
export function spanOf(range: Range, latestS: number, steps = 0): Span | undefined {
  if (range === "all") return undefined;
  const length = LENGTH_S[range];
  return { fromS: latestS - (steps + 1) * length, toS: latestS - steps * length };
}

/** API path of a meter's readings within a span. Ends of intervals are inclusive, so the first one is cut off. */
export function seriesPath(device: string, span: Span | undefined): string {
  const query = span ? `?fromS=${span.fromS + 1}&toS=${span.toS}` : "";
  return `api/meters/${encodeURIComponent(device)}/series${query}`;
}

/** Bars thinner than this many pixels cannot be told apart. */
const THINNEST_PX = 2;

/** Whether the intervals of a span are too many for its width, so that days must stand for them. */
export function needsDays(intervals: number, widthPx: number): boolean {
  return intervals * THINNEST_PX > widthPx;
}
