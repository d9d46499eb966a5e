/** How much time the chart shows. */
export const RANGES = ["day", "week", "month", "all"] as const;
export type Range = (typeof RANGES)[number];

export interface Span {
  readonly fromS: number;
  readonly toS: number;
}

const LENGTH_DAYS: Record<Exclude<Range, "all">, number> = { day: 1, week: 7, month: 30 };

/** Start of the reader's day that is `days` after the day of `timestampS`, Unix seconds; clock changes included. */
function dayStart(timestampS: number, days: number): number {
  const day = new Date(timestampS * 1000);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).getTime() / 1000;
}

/**
 * The span of a range in whole days of the reader's zone, counted back from the day of the latest reading.
 * @param latestS End of the latest reading, Unix seconds; one that ends at midnight belongs to the day before.
 * @param steps How many whole ranges to go back.
 * @returns Undefined for all of the time.
 */
export function spanOf(range: Range, latestS: number, steps = 0): Span | undefined {
  if (range === "all") return undefined;
  const length = LENGTH_DAYS[range];
  const last = latestS - 1;
  return { fromS: dayStart(last, 1 - (steps + 1) * length), toS: dayStart(last, 1 - steps * length) };
}

/** The same length of time, later or earlier. @param steps Negative goes back. */
export function shifted({ fromS, toS }: Span, steps: number): Span {
  const by = (toS - fromS) * steps;
  return { fromS: fromS + by, toS: toS + by };
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
