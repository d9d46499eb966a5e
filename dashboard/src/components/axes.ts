import type uPlot from "uplot";
import type { Formats } from "../format/formats.js";
import { numberFormat } from "../format/numbers.js";
import type { Palette } from "./palette.js";

const DAY_S = 86_400;
const AXIS_FONT =
  '12px -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "Helvetica Neue", Arial, sans-serif';
const Y_AXIS_WIDTH_PX = 44;
/** Height of the axis along x; the end labels' place in chart.css counts on it. */
const X_AXIS_HEIGHT_PX = 28;

function isMidnight(timestampS: number): boolean {
  const date = new Date(timestampS * 1000);
  return date.getHours() === 0 && date.getMinutes() === 0;
}

/** Time along x in the reader's zone and locale: hours between days, else days. */
export function timeAxis(palette: Palette, formats: Formats): uPlot.Axis {
  const day = new Intl.DateTimeFormat(formats.locale, { day: "numeric", month: "short" });
  return {
    stroke: palette.quiet,
    font: AXIS_FONT,
    size: X_AXIS_HEIGHT_PX,
    space: 64,
    grid: { show: false },
    ticks: { stroke: palette.line, width: 1, size: 4 },
    values: (_u, splits, _axis, _space, increment) =>
      splits.map((timestampS) =>
        increment >= DAY_S || isMidnight(timestampS) ? day.format(timestampS * 1000) : formats.clock(timestampS),
      ),
  };
}

/** Amounts along y, without signs: what is below the axis says by its place that it goes the other way. */
export function amountAxis(palette: Palette, formats: Formats): uPlot.Axis {
  const number = numberFormat(formats.locale, { maximumFractionDigits: 3 });
  return {
    stroke: palette.quiet,
    font: AXIS_FONT,
    size: Y_AXIS_WIDTH_PX,
    space: 40,
    grid: { stroke: palette.line, width: 1 },
    ticks: { show: false },
    values: (_u, splits) => splits.map((amount) => number.format(Math.abs(amount))),
  };
}

/** Whole numbers along x. */
export function countAxis(palette: Palette, formats: Formats): uPlot.Axis {
  return {
    stroke: palette.quiet,
    font: AXIS_FONT,
    size: X_AXIS_HEIGHT_PX,
    space: 56,
    grid: { show: false },
    ticks: { stroke: palette.line, width: 1, size: 4 },
    incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000],
    values: (_u, splits) => splits.map((count) => (Number.isInteger(count) ? formats.count(count) : "")),
  };
}
