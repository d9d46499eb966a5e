import type uPlot from "uplot";
import { amountAxis, countAxis } from "../../components/axes.js";
import { drawGaps } from "../../components/drawGaps.js";
import type { Draw } from "../../components/Plot.js";
import type { Palette } from "../../components/palette.js";
import type { Formats } from "../../format/formats.js";
import { cycleRange, type HealthFrame, type HealthLine, healthRange, RATED_PERCENT } from "../../series/health.js";

/** Points as uPlot takes them: cycle, health in per cent. */
export function healthData(line: HealthLine): uPlot.AlignedData {
  return [[...line.cycles], [...line.healths]];
}

interface HealthDrawing {
  readonly line: HealthLine;
  readonly frame: HealthFrame;
  readonly gapLabel: string;
  readonly formats: Formats;
}

const MOST_DOTS = 80;
const RING_PX = 4;
const REACH_PX = 3;

type Hook = (u: uPlot) => void;

/** A dashed level over the whole width. */
function drawLevel(percent: number, colour: string): Hook {
  return (u) => {
    const { ctx, bbox } = u;
    const y = Math.round(u.valToPos(percent, "y", true)) + 0.5;
    ctx.save();
    ctx.beginPath();
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.strokeStyle = colour;
    ctx.lineWidth = devicePixelRatio;
    ctx.stroke();
    ctx.restore();
  };
}

/** Corrected cycles: the value that counts as a ring, the earlier one hollow and joined to it. */
function drawCorrections({ corrections }: HealthLine, palette: Palette): Hook {
  return (u) => {
    const { ctx } = u;
    const radius = RING_PX * devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = palette.ink;
    ctx.lineWidth = 1.5 * devicePixelRatio;
    for (const { cycle, earlier, latest } of corrections) {
      const x = u.valToPos(cycle, "x", true);
      const from = u.valToPos(earlier, "y", true);
      const to = u.valToPos(latest, "y", true);
      ctx.beginPath();
      ctx.moveTo(x, from);
      ctx.lineTo(x, to);
      ctx.stroke();
      for (const [y, fill] of [
        [from, palette.paper],
        [to, palette.fedIn],
      ] as const) {
        ctx.beginPath();
        ctx.arc(x, y, radius, 0, 2 * Math.PI);
        ctx.fillStyle = fill;
        ctx.fill();
        ctx.stroke();
      }
    }
    ctx.restore();
  };
}

/** On the end-of-life line, the stretch of cycles in which it is expected, with its middle. */
function drawReach({ endOfLife, reach }: HealthFrame, palette: Palette): Hook {
  return (u) => {
    if (endOfLife === null || reach === null) return;
    const { ctx, bbox } = u;
    const y = u.valToPos(endOfLife, "y", true);
    const right = bbox.left + bbox.width;
    const at = (cycle: number) => Math.min(right, u.valToPos(cycle, "x", true));
    ctx.save();
    ctx.strokeStyle = palette.bad;
    ctx.fillStyle = palette.bad;
    ctx.lineWidth = REACH_PX * devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(at(reach.p10), y);
    ctx.lineTo(at(reach.p90), y);
    ctx.stroke();
    for (const [cycle, half] of [
      [reach.p10, 5],
      [reach.p50, 8],
      [reach.p90, 5],
    ] as const) {
      if (u.valToPos(cycle, "x", true) > right + 1) continue;
      ctx.beginPath();
      ctx.moveTo(at(cycle), y - half * devicePixelRatio);
      ctx.lineTo(at(cycle), y + half * devicePixelRatio);
      ctx.stroke();
    }
    ctx.restore();
  };
}

/** How a battery's health is drawn over its cycles. */
export function drawHealth({ line, frame, gapLabel, formats }: HealthDrawing): Draw {
  const xRange = cycleRange(line, frame);
  const yRange = healthRange(line, frame);
  const gaps = line.gaps.map(({ from, to }) => ({ from: from - 1, to: to + 1 }));
  return (palette) => ({
    scales: { x: { time: false, range: () => xRange }, y: { range: () => yRange } },
    padding: [12, 16, 0, 0],
    axes: [countAxis(palette, formats), amountAxis(palette, formats)],
    series: [
      {},
      {
        stroke: palette.fedIn,
        width: 2,
        spanGaps: false,
        points: { show: line.cycles.length <= MOST_DOTS, size: 5, fill: palette.fedIn },
      },
    ],
    hooks: {
      drawAxes: [
        drawGaps(gaps, gapLabel, palette),
        drawLevel(RATED_PERCENT, palette.strong),
        ...(frame.endOfLife === null ? [] : [drawLevel(frame.endOfLife, palette.bad)]),
      ],
      draw: [drawCorrections(line, palette), drawReach(frame, palette)],
    },
  });
}
