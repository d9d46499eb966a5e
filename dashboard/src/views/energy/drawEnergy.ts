import uPlot from "uplot";
import { amountAxis, timeAxis } from "../../components/axes.js";
import { type DrawnGap, drawGaps } from "../../components/drawGaps.js";
import type { Draw } from "../../components/Plot.js";
import type { Palette } from "../../components/palette.js";
import type { Formats } from "../../format/formats.js";
import type { Bar } from "../../series/bars.js";
import type { Span } from "../../series/span.js";

const WH_PER_KWH = 1_000;
const WIDEST_BAR_PX = 48;
/** Where nothing flows the axis must still have a height. */
const SMALLEST_KWH = 0.1;
const HEADROOM = 1.12;

/** Bars as uPlot takes them: x at the middle of each, production above and consumption below the axis, in kWh. */
export function energyData(bars: readonly Bar[]): uPlot.AlignedData {
  return [
    bars.map(({ startS, endS }) => (startS + endS) / 2),
    bars.map(({ fedInWh }) => fedInWh / WH_PER_KWH),
    bars.map(({ takenWh }) => -takenWh / WH_PER_KWH),
  ];
}

interface EnergyDrawing {
  readonly span: Span;
  readonly gaps: readonly DrawnGap[];
  readonly gapLabel: string;
  readonly formats: Formats;
}

function zeroLine(palette: Palette): (u: uPlot) => void {
  return (u) => {
    const y = Math.round(u.valToPos(0, "y", true));
    u.ctx.save();
    u.ctx.strokeStyle = palette.strong;
    u.ctx.lineWidth = devicePixelRatio;
    u.ctx.beginPath();
    u.ctx.moveTo(u.bbox.left, y);
    u.ctx.lineTo(u.bbox.left + u.bbox.width, y);
    u.ctx.stroke();
    u.ctx.restore();
  };
}

/** How the meter's bars are drawn. */
export function drawEnergy({ span, gaps, gapLabel, formats }: EnergyDrawing): Draw {
  return (palette) => {
    const paths = uPlot.paths.bars?.({ size: [0.84, WIDEST_BAR_PX] });
    const bars = (fill: string): uPlot.Series => ({
      fill,
      width: 0,
      points: { show: false },
      ...(paths ? { paths } : {}),
    });
    return {
      scales: {
        x: { time: true, range: () => [span.fromS, span.toS] },
        y: {
          range: (_u, lowest, highest) => [
            Math.min(-SMALLEST_KWH, lowest * HEADROOM),
            Math.max(SMALLEST_KWH, highest * HEADROOM),
          ],
        },
      },
      padding: [8, 24, 0, 0],
      axes: [timeAxis(palette, formats), amountAxis(palette, formats)],
      series: [{}, bars(palette.fedIn), bars(palette.taken)],
      hooks: { drawAxes: [drawGaps(gaps, gapLabel, palette)], draw: [zeroLine(palette)] },
    };
  };
}
