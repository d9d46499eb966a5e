import { memo } from "react";
import type { Formats } from "../../format/formats.js";
import { useFormats } from "../../format/useFormats.js";
import { cycleRange, type HealthFrame, type HealthLine, healthRange, RATED_PERCENT } from "../../series/health.js";
import { useTexts } from "../../texts/useTexts.js";
import { thinned } from "./thinned.js";
import { ticksOf } from "./ticks.js";

const WIDTH = 720;
const HEIGHT = 250;
const LEFT = 40;
const RIGHT = 92;
const TOP = 16;
const BOTTOM = 28;
const MOST_POINTS = 1_200;
const RING = 3;
const LABEL_APART = 12;

interface PrintedChartProps {
  readonly line: HealthLine;
  readonly frame: HealthFrame;
  readonly label: string;
}

interface Place {
  readonly x: (cycle: number) => number;
  readonly y: (percent: number) => number;
}

function placed(line: HealthLine, frame: HealthFrame): Place {
  const [x0, x1] = cycleRange(line, frame);
  const [y0, y1] = healthRange(line, frame);
  return {
    x: (cycle) => LEFT + ((Math.min(cycle, x1) - x0) / (x1 - x0)) * (WIDTH - LEFT - RIGHT),
    y: (percent) => TOP + ((y1 - percent) / (y1 - y0)) * (HEIGHT - TOP - BOTTOM),
  };
}

function pathOf(line: HealthLine, { x, y }: Place): string {
  const points = line.healths.map((health, index) =>
    health === null ? null : { x: x(line.cycles[index] ?? 0), y: y(health) },
  );
  let pen = "M";
  return thinned(points, MOST_POINTS)
    .map((point) => {
      const drawn = point === null ? "" : `${pen}${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
      pen = point === null ? "M" : "L";
      return drawn;
    })
    .join("");
}

function Axes({
  line,
  frame,
  place,
  formats,
}: {
  line: HealthLine;
  frame: HealthFrame;
  place: Place;
  formats: Formats;
}) {
  const right = WIDTH - RIGHT;
  return (
    <>
      {ticksOf(healthRange(line, frame), 5).map((percent) => (
        <g key={`y${percent}`}>
          <line className="paper-grid" x1={LEFT} x2={right} y1={place.y(percent)} y2={place.y(percent)} />
          <text className="paper-tick" x={LEFT - 6} y={place.y(percent) + 4} textAnchor="end">
            {formats.count(percent)}
          </text>
        </g>
      ))}
      {ticksOf(cycleRange(line, frame), 8).map((cycle) => (
        <text key={`x${cycle}`} className="paper-tick" x={place.x(cycle)} y={HEIGHT - 8} textAnchor="middle">
          {formats.count(cycle)}
        </text>
      ))}
    </>
  );
}

/** The health curve as a drawing of lines: sharp on paper, in light colours, whatever the screen shows. */
export const PrintedChart = memo(function PrintedChart({ line, frame, label }: PrintedChartProps) {
  const { dossier } = useTexts();
  const formats = useFormats();
  const place = placed(line, frame);
  const right = WIDTH - RIGHT;
  const { endOfLife, reach } = frame;
  const ends = [
    { text: dossier.chart.rated, at: place.y(RATED_PERCENT), hue: "paper-quiet" },
    { text: dossier.chart.health, at: place.y(line.healths.at(-1) ?? RATED_PERCENT), hue: "paper-health" },
    ...(endOfLife === null ? [] : [{ text: dossier.chart.endOfLife, at: place.y(endOfLife), hue: "paper-end" }]),
  ].sort((one, other) => one.at - other.at);
  let lowest = Number.NEGATIVE_INFINITY;
  const apart = ends.map((end) => {
    lowest = Math.max(end.at, lowest + LABEL_APART);
    return { ...end, at: lowest };
  });
  return (
    <svg className="paper-chart only-print" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <Axes line={line} frame={frame} place={place} formats={formats} />
      {line.gaps.map(({ from, to }) => (
        <rect
          key={from}
          className="paper-gap"
          x={place.x(from - 1)}
          width={Math.max(1, place.x(to + 1) - place.x(from - 1))}
          y={TOP}
          height={HEIGHT - TOP - BOTTOM}
        />
      ))}
      <line className="paper-rated" x1={LEFT} x2={right} y1={place.y(RATED_PERCENT)} y2={place.y(RATED_PERCENT)} />
      {endOfLife === null ? null : (
        <line className="paper-threshold" x1={LEFT} x2={right} y1={place.y(endOfLife)} y2={place.y(endOfLife)} />
      )}
      <path className="paper-line" d={pathOf(line, place)} />
      {line.corrections.map(({ cycle, earlier, latest }) => (
        <g key={cycle} className="paper-correction">
          <line x1={place.x(cycle)} x2={place.x(cycle)} y1={place.y(earlier)} y2={place.y(latest)} />
          <circle className="paper-earlier" cx={place.x(cycle)} cy={place.y(earlier)} r={RING} />
          <circle className="paper-latest" cx={place.x(cycle)} cy={place.y(latest)} r={RING} />
        </g>
      ))}
      {endOfLife === null || reach === null ? null : (
        <g className="paper-reach">
          <line x1={place.x(reach.p10)} x2={place.x(reach.p90)} y1={place.y(endOfLife)} y2={place.y(endOfLife)} />
          <line
            x1={place.x(reach.p50)}
            x2={place.x(reach.p50)}
            y1={place.y(endOfLife) - 6}
            y2={place.y(endOfLife) + 6}
          />
        </g>
      )}
      {apart.map(({ text, at, hue }) => (
        <text key={text} className={hue} x={right + 6} y={at + 4}>
          {text}
        </text>
      ))}
    </svg>
  );
});
