import type { Interval, RosterTask } from "./types.js";

/** What settling `intervals` and compiling the rosters of `tasks` asks of a transaction. */
export function loadOf(intervals: readonly Interval[], tasks: readonly RosterTask[]) {
  return {
    intervals: intervals.length,
    readings: intervals.reduce((sum, { readings }) => sum + readings.length, 0),
    rosters: tasks.length,
    rosterMeters: tasks.reduce((sum, { stretch }) => sum + stretch.members.length + 1, 0),
  };
}
