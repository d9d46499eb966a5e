import { useId, useMemo, useState } from "react";
import type { MeterSeries } from "../../../../api/types.js";
import { Empty } from "../../components/Empty.js";
import { Plot } from "../../components/Plot.js";
import { useFormats } from "../../format/useFormats.js";
import { type Bar, barsOfDays, barsOfIntervals, sumOfBars } from "../../series/bars.js";
import { needsDays, type Span } from "../../series/span.js";
import { useTexts } from "../../texts/useTexts.js";
import { useClaim } from "../../useRoute.js";
import { BarTable } from "./BarTable.js";
import { drawEnergy, energyData } from "./drawEnergy.js";
import { Readout } from "./Readout.js";
import { SyntheticTag } from "./SyntheticTag.js";

const HEIGHT_PX = 320;
/** About the width of the plot, to choose between intervals and days before it is drawn. */
const plotWidth = () => Math.min(1_100, window.innerWidth - 80);

interface EnergyChartProps {
  readonly series: MeterSeries;
  /** The time shown; all of it if absent. */
  readonly span: Span | undefined;
  readonly onZoom: (span: Span) => void;
}

function spanOfBars(bars: readonly Bar[]): Span {
  return { fromS: bars[0]?.startS ?? 0, toS: bars.at(-1)?.endS ?? 1 };
}

/** One meter's production above and consumption below the axis, with gaps as gaps. */
export function EnergyChart({ series, span, onZoom }: EnergyChartProps) {
  const { energy } = useTexts();
  const formats = useFormats();
  const { open } = useClaim();
  const keysId = useId();
  const [cursor, setCursor] = useState<number | null>(null);

  const intervals = useMemo(() => barsOfIntervals(series.points), [series.points]);
  const byDay = needsDays(intervals.length, plotWidth());
  const bars = useMemo(() => (byDay ? barsOfDays(intervals) : intervals), [intervals, byDay]);
  const shown = useMemo(() => span ?? spanOfBars(bars), [span, bars]);
  const data = useMemo(() => energyData(bars), [bars]);
  const gaps = useMemo(
    () => series.gaps.map(({ fromS, toS }) => ({ from: Number(fromS), to: Number(toS) })),
    [series.gaps],
  );
  const draw = useMemo(
    () => drawEnergy({ span: shown, gaps, gapLabel: energy.chart.noReadings, formats }),
    [shown, gaps, energy, formats],
  );
  const sum = useMemo(() => sumOfBars(bars), [bars]);

  if (bars.length === 0) return <Empty>{`${energy.chart.empty} ${energy.chart.emptyNext}`}</Empty>;

  const atCursor = cursor === null ? undefined : bars[cursor];
  const described = energy.chart.description(
    series.label,
    formats.moment(shown.fromS),
    formats.moment(shown.toS),
    formats.kWh(BigInt(sum.fedInWh)),
    formats.kWh(BigInt(sum.takenWh)),
  );

  function pick(index: number) {
    const bar = bars[index];
    if (!bar) return;
    if (bar.intervals > 1) onZoom({ fromS: bar.startS, toS: bar.endS });
    else open({ kind: "record", id: bar.recordHash });
  }

  return (
    <figure className="chart" data-testid="energy-chart">
      <Readout bar={atCursor} sum={sum} span={shown} byDay={byDay} />
      <div className="chart-plot">
        <span className="axis-unit" aria-hidden="true">
          {energy.chart.axis}
        </span>
        <Plot
          draw={draw}
          data={data}
          height={HEIGHT_PX}
          cursor={cursor}
          onCursor={setCursor}
          onPick={pick}
          onSelect={(from, to) => onZoom({ fromS: Math.round(from), toS: Math.round(to) })}
          label={described}
          valueText={
            atCursor
              ? `${formats.moment(atCursor.startS)}: ${energy.chart.fedIn} ${formats.kWh(BigInt(atCursor.fedInWh))}, ${energy.chart.taken} ${formats.kWh(BigInt(atCursor.takenWh))}`
              : described
          }
          describedBy={keysId}
        />
        <span className="end-label end-label-top" data-hue="export" aria-hidden="true">
          {energy.chart.fedIn}
        </span>
        <span className="end-label end-label-bottom" data-hue="import" aria-hidden="true">
          {energy.chart.taken}
        </span>
      </div>
      <figcaption className="small quiet">
        <SyntheticTag recordHash={intervals[0]?.recordHash} /> {byDay ? energy.chart.byDay : energy.chart.byHour}{" "}
        {series.gaps.length > 0
          ? `${energy.chart.gapList(series.gaps.length, formats.count(series.gaps.length))}: ${[
              ...new Set(series.gaps.map(({ reason }) => energy.chart.gaps[reason])),
            ].join("; ")}.`
          : ""}{" "}
        <span id={keysId} className="only-wide">
          {energy.chart.keys}
        </span>
      </figcaption>
      <BarTable bars={bars} byDay={byDay} />
    </figure>
  );
}
