import type uPlot from "uplot";
import type { Palette } from "./palette.js";

/** A stretch of x without values. */
export interface DrawnGap {
  readonly from: number;
  readonly to: number;
}

const HATCH_PX = 6;
const LABEL_MARGIN_PX = 4;

/** Draws gaps as hatched, labelled bands over the whole height, so that nothing reads as zero. */
export function drawGaps(gaps: readonly DrawnGap[], label: string, palette: Palette): (u: uPlot) => void {
  return (u) => {
    const { ctx, bbox } = u;
    const ratio = devicePixelRatio;
    for (const gap of gaps) {
      const left = Math.max(bbox.left, u.valToPos(gap.from, "x", true));
      const right = Math.min(bbox.left + bbox.width, u.valToPos(gap.to, "x", true));
      if (right <= left) continue;
      ctx.save();
      ctx.beginPath();
      ctx.rect(left, bbox.top, right - left, bbox.height);
      ctx.fillStyle = palette.surface;
      ctx.fill();
      ctx.clip();
      ctx.beginPath();
      for (let x = left - bbox.height; x < right; x += HATCH_PX * ratio) {
        ctx.moveTo(x, bbox.top + bbox.height);
        ctx.lineTo(x + bbox.height, bbox.top);
      }
      ctx.strokeStyle = palette.line;
      ctx.lineWidth = ratio;
      ctx.stroke();
      ctx.font = `${12 * ratio}px sans-serif`;
      if (right - left > ctx.measureText(label).width + 2 * LABEL_MARGIN_PX * ratio) {
        ctx.fillStyle = palette.quiet;
        ctx.textAlign = "center";
        ctx.textBaseline = "top";
        ctx.fillText(label, (left + right) / 2, bbox.top + 8 * ratio);
      }
      ctx.restore();
    }
  };
}
