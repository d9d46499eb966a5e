import type { SeriesPoint } from "../../../api/types.js";

/** One bar of the chart: an interval of the meter, or a day of them. */
export interface Bar {
  readonly startS: number;
  readonly endS: number;
  readonly fedInWh: number;
  readonly takenWh: number;
  /** The weakest state among the bar's intervals. */
  readonly state: SeriesPoint["state"];
  /** Record that closes the bar's last interval. */
  readonly recordHash: string;
  /** Intervals in the bar. */
  readonly intervals: number;
}

/** Start of the day that holds `timestampS` and of the next one, Unix seconds, in some zone. */
export type DayOf = (timestampS: number) => { readonly startS: number; readonly endS: number };

/** Days of the reader's own zone; a day of a clock change has 23 or 25 hours. */
export const readersDay: DayOf = (timestampS) => {
  const day = new Date(timestampS * 1000);
  const startMs = new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const endMs = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime();
  return { startS: startMs / 1000, endS: endMs / 1000 };
};

/** One bar per interval. A meter's registers grow by far less than 2^53 Wh in one, so numbers are exact here. */
export function barsOfIntervals(points: readonly SeriesPoint[]): Bar[] {
  return points.map(({ startS, endS, importWh, exportWh, state, recordHash }) => ({
    startS: Number(startS),
    endS: Number(endS),
    fedInWh: Number(exportWh),
    takenWh: Number(importWh),
    state,
    recordHash,
    intervals: 1,
  }));
}

function joined(day: Bar, next: Bar): Bar {
  return {
    ...day,
    fedInWh: day.fedInWh + next.fedInWh,
    takenWh: day.takenWh + next.takenWh,
    state: day.state === "settled" ? next.state : day.state,
    recordHash: next.recordHash,
    intervals: day.intervals + next.intervals,
  };
}

/** One bar per day. An interval belongs to the day in which it begins. @param bars In order of time. */
export function barsOfDays(bars: readonly Bar[], dayOf: DayOf = readersDay): Bar[] {
  const days: Bar[] = [];
  for (const bar of bars) {
    const today = days.at(-1);
    if (today && bar.startS < today.endS) days[days.length - 1] = joined(today, bar);
    else days.push({ ...bar, ...dayOf(bar.startS) });
  }
  return days;
}

/** Sum of what the bars hold, Wh. */
export function sumOfBars(bars: readonly Bar[]): { readonly fedInWh: number; readonly takenWh: number } {
  let fedInWh = 0;
  let takenWh = 0;
  for (const bar of bars) {
    fedInWh += bar.fedInWh;
    takenWh += bar.takenWh;
  }
  return { fedInWh, takenWh };
}
