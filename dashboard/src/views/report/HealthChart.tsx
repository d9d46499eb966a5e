import { useId, useMemo, useState } from "react";
import { Moment } from "../../components/Moment.js";
import { Plot } from "../../components/Plot.js";
import type { Formats } from "../../format/formats.js";
import { useFormats } from "../../format/useFormats.js";
import { type HealthFrame, type HealthLine, healthRange, lineOfHealth, RATED_PERCENT } from "../../series/health.js";
import type { Texts } from "../../texts/texts.js";
import { useTexts } from "../../texts/useTexts.js";
import type { HistoryColumns } from "../../verify/history.js";
import { drawHealth, healthData } from "./drawHealth.js";
import { PrintedChart } from "./PrintedChart.js";

const HEIGHT_PX = 300;
/** Gaps named under the chart; the rest is counted. */
const MOST_GAPS = 6;
/** End labels closer than this, in per cent of the height, would lie on each other. */
const LABEL_APART_PERCENT = 7;

const doNothing = () => undefined;

function ampereHours(ah: number, { locale }: Formats): string {
  const number = new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  return `${number.format(ah)}\u00a0Ah`;
}

function CycleReadout({ history, index }: { readonly history: HistoryColumns; readonly index: number }) {
  const { dossier } = useTexts();
  const texts = dossier.chart;
  const formats = useFormats();
  const dischargedAh = history.dischargeAh[index] ?? 0;
  const corrected = history.corrected.find((correction) => correction.index === index);
  const earlier = corrected?.earlier
    .map((version) => texts.correctedIn(ampereHours(version.dischargeAh, formats), formats.count(version.sequence)))
    .join(", ");
  return (
    <div className="readout readout-health">
      <p className="readout-when">
        <span className="quiet small">
          {texts.cycle(formats.count(history.cycles[index] ?? 0))},{" "}
          {texts.record(formats.count(history.sequences[index] ?? 0))}
        </span>
        <span>
          <Moment timestampS={history.timestampsS[index] ?? 0} show="day" />
        </span>
      </p>
      <p className="readout-value" data-hue="export">
        <span className="small">{texts.health}</span>
        <span className="nowrap">{formats.percent(dischargedAh / history.ratedAh)}</span>
      </p>
      <p className="readout-value">
        <span className="small quiet">{texts.discharged}</span>
        <span className="nowrap">{ampereHours(dischargedAh, formats)}</span>
      </p>
      {corrected && earlier ? (
        <p className="readout-value">
          <span className="small quiet">
            {texts.corrected} ({texts.reasons[corrected.reason] ?? ""})
          </span>
          <span>{earlier}</span>
        </p>
      ) : null}
    </div>
  );
}

/** Labels at the ends of their lines, moved apart where they would lie on each other. */
function endsOf(line: HealthLine, frame: HealthFrame, texts: Texts["dossier"]["chart"]) {
  const [low, high] = healthRange(line, frame);
  const at = (percent: number) => ((high - percent) / (high - low)) * 100;
  const last = line.healths.findLast((health) => health !== null) ?? RATED_PERCENT;
  const ends = [
    { text: texts.rated, hue: undefined, top: at(RATED_PERCENT) },
    { text: texts.health, hue: "export", top: at(last) },
    ...(frame.endOfLife === null ? [] : [{ text: texts.endOfLife, hue: "end", top: at(frame.endOfLife) }]),
  ].sort((one, other) => one.top - other.top);
  let lowest = Number.NEGATIVE_INFINITY;
  return ends.map((end) => {
    lowest = Math.max(end.top, lowest + LABEL_APART_PERCENT);
    return { ...end, top: lowest };
  });
}

interface HealthChartProps {
  readonly identifier: string;
  readonly history: HistoryColumns;
  readonly frame: HealthFrame;
}

/** A proven history's state of health over its cycles, on the screen and on paper. */
export function HealthChart({ identifier, history, frame }: HealthChartProps) {
  const { dossier } = useTexts();
  const texts = dossier.chart;
  const formats = useFormats();
  const keysId = useId();
  const [cursor, setCursor] = useState<number | null>(null);
  const line = useMemo(() => lineOfHealth(history), [history]);
  const data = useMemo(() => healthData(line), [line]);
  const draw = useMemo(
    () => drawHealth({ line, frame, gapLabel: texts.missing, formats }),
    [line, frame, texts, formats],
  );

  const lastIndex = history.cycles.length - 1;
  const shown = (cursor === null ? null : line.indexes[cursor]) ?? lastIndex;
  const healthAt = (index: number) => formats.percent((history.dischargeAh[index] ?? 0) / history.ratedAh);
  const count = formats.count(history.cycles.length);
  const described = texts.description(identifier, healthAt(0), healthAt(lastIndex), count);
  const gaps = line.gaps.slice(0, MOST_GAPS).map(({ from, to }) => texts.gap(formats.count(from), formats.count(to)));
  const moreGaps = line.gaps.length - gaps.length;

  return (
    <figure className="chart" data-testid="health-chart">
      <CycleReadout history={history} index={shown} />
      <div className="chart-plot chart-plot-ends chart-plot-health no-print">
        <span className="axis-unit" aria-hidden="true">
          {texts.axisY}
        </span>
        <Plot
          draw={draw}
          data={data}
          height={HEIGHT_PX}
          cursor={cursor}
          onCursor={setCursor}
          onPick={doNothing}
          label={described}
          valueText={`${texts.cycle(formats.count(history.cycles[shown] ?? 0))}: ${texts.health} ${healthAt(shown)}`}
          describedBy={keysId}
        />
        <div className="ends" aria-hidden="true">
          {endsOf(line, frame, texts).map(({ text, hue, top }) => (
            <span key={text} className="end" data-hue={hue} style={{ top: `${top}%` }}>
              {text}
            </span>
          ))}
        </div>
      </div>
      <PrintedChart line={line} frame={frame} label={described} />
      <figcaption className="small quiet">
        {texts.axes} {healthRange(line, frame)[0] > 0 ? `${texts.notZero} ` : ""}
        {line.corrections.length > 0 ? `${texts.legendCorrected} ` : ""}
        {frame.reach === null ? "" : `${texts.legendReach} `}
        {gaps.length > 0 ? `${gaps.join(" ")} ` : ""}
        {moreGaps > 0 ? `${texts.moreGaps(formats.count(moreGaps))} ` : ""}
        <span id={keysId} className="only-wide no-print">
          {texts.keys}
        </span>
      </figcaption>
    </figure>
  );
}
