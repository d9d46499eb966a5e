import type uPlot from "uplot";
import { amountAxis, countAxis } from "../../components/axes.js";
import { drawGaps } from "../../components/drawGaps.js";
import type { Draw } from "../../components/Plot.js";
import type { Formats } from "../../format/formats.js";
import type { CycleLine } from "../../series/cycles.js";

/** Points as uPlot takes them: cycle, discharged Ah, rated Ah. */
export function capacityData(line: CycleLine, ratedAh: number): uPlot.AlignedData {
  return [[...line.numbers], [...line.dischargedAh], line.numbers.map(() => ratedAh)];
}

interface CapacityDrawing {
  readonly line: CycleLine;
  readonly ratedAh: number;
  readonly gapLabel: string;
  readonly formats: Formats;
}

const MARGIN = 0.06;
const MOST_DOTS = 80;

/** Lowest and highest value of the axis: around the measured values and the rated one. */
export function capacityRange(line: CycleLine, ratedAh: number): [number, number] {
  const values = line.dischargedAh.filter((value) => value !== null);
  const lowest = Math.min(ratedAh, ...values);
  const highest = Math.max(ratedAh, ...values);
  const margin = Math.max((highest - lowest) * MARGIN, ratedAh * 0.01);
  return [Math.max(0, lowest - margin), highest + margin];
}

/** How a battery's capacity is drawn over its cycles. */
export function drawCapacity({ line, ratedAh, gapLabel, formats }: CapacityDrawing): Draw {
  const first = line.numbers[0] ?? 0;
  const last = line.numbers.at(-1) ?? 1;
  const range = capacityRange(line, ratedAh);
  const gaps = line.gaps.map(({ from, to }) => ({ from: from - 1, to: to + 1 }));
  return (palette) => ({
    scales: {
      x: { time: false, range: () => [Math.min(first, last - 1), last] },
      y: { range: () => range },
    },
    padding: [12, 16, 0, 0],
    axes: [countAxis(palette, formats), amountAxis(palette, formats)],
    series: [
      {},
      {
        stroke: palette.fedIn,
        width: 2,
        spanGaps: false,
        points: { show: line.numbers.length <= MOST_DOTS, size: 5, fill: palette.fedIn },
      },
      { stroke: palette.strong, width: 1, dash: [4, 4], points: { show: false } },
    ],
    hooks: { drawAxes: [drawGaps(gaps, gapLabel, palette)] },
  });
}
