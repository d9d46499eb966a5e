import { useId, useMemo, useState } from "react";
import type { Battery, Cycle } from "../../../../api/types.js";
import { Empty } from "../../components/Empty.js";
import { Moment } from "../../components/Moment.js";
import { Plot } from "../../components/Plot.js";
import { ProofMark } from "../../components/ProofMark.js";
import { useFormats } from "../../format/useFormats.js";
import { lineOfCycles } from "../../series/cycles.js";
import { useTexts } from "../../texts/useTexts.js";
import { useClaim } from "../../useRoute.js";
import { capacityData, capacityRange, drawCapacity } from "./drawCapacity.js";

const HEIGHT_PX = 280;
const MICRO = 1_000_000;

interface CycleReadoutProps {
  readonly cycle: Cycle;
  readonly cycleNumber: number;
}

function CycleReadout({ cycle, cycleNumber }: CycleReadoutProps) {
  const { batteries: texts } = useTexts();
  const formats = useFormats();
  const name = texts.chart.cycle(formats.count(cycleNumber));
  return (
    <div className="readout">
      <p className="readout-when">
        <span className="quiet small">
          {name}
          {cycle.supersedes === null ? "" : `, ${texts.chart.corrected}`}
        </span>
        <span>
          <Moment timestampS={cycle.timestampS} show="day" synthetic={cycle.timeSource === "synthetic"} />
        </span>
      </p>
      <p className="readout-value" data-hue="export">
        <span className="small">{texts.chart.discharged}</span>
        <span className="nowrap">{formats.ampereHours(cycle.dischargeMicroAh)}</span>
      </p>
      <p className="readout-value" data-hue="import">
        <span className="small">{texts.chart.charged}</span>
        <span className="nowrap">{formats.ampereHours(cycle.chargeMicroAh)}</span>
      </p>
      <p className="readout-value only-wide">
        <span className="small quiet">{texts.chart.temperature}</span>
        <span className="nowrap">
          {cycle.dischargeTemperatureMaxMilliC === null ? "–" : formats.celsius(cycle.dischargeTemperatureMaxMilliC)}
        </span>
      </p>
      <div className="readout-mark">
        <ProofMark state="anchored" what={name} worded claim={{ kind: "record", id: cycle.recordHash }} />
      </div>
    </div>
  );
}

interface CapacityChartProps {
  readonly battery: Battery;
  readonly cycles: readonly Cycle[];
}

/** One battery's discharged capacity over its cycles, against what it was rated at. */
export function CapacityChart({ battery, cycles }: CapacityChartProps) {
  const { batteries: texts, energy } = useTexts();
  const formats = useFormats();
  const { open } = useClaim();
  const keysId = useId();
  const [cursor, setCursor] = useState<number | null>(null);

  const ratedAh = Number(battery.ratedCapacityMicroAh) / MICRO;
  const line = useMemo(() => lineOfCycles(cycles), [cycles]);
  const data = useMemo(() => capacityData(line, ratedAh), [line, ratedAh]);
  const draw = useMemo(
    () => drawCapacity({ line, ratedAh, gapLabel: energy.chart.noReadings, formats }),
    [line, ratedAh, energy, formats],
  );

  const at = (place: number) => cycles[line.indexes[place] ?? -1];
  const first = at(0);
  const lastPlace = line.indexes.length - 1;
  const last = at(lastPlace);
  if (!first || !last) return <Empty>{texts.chart.empty}</Empty>;

  const place = cursor !== null && at(cursor) ? cursor : lastPlace;
  const shown = at(place) ?? last;
  const number = line.numbers[place] ?? 0;
  const [low, high] = capacityRange(line, ratedAh);
  const end = Number(last.dischargeMicroAh) / MICRO;
  const endPercent = ((high - end) / (high - low)) * 100;
  const ratedPercent = ((high - ratedAh) / (high - low)) * 100;
  const described = texts.chart.description(
    battery.batteryPassportIdentifier,
    formats.ampereHours(first.dischargeMicroAh),
    formats.ampereHours(last.dischargeMicroAh),
    formats.count(line.indexes.filter((index) => index !== null).length),
  );

  function pick(picked: number) {
    const cycle = at(picked);
    if (cycle) open({ kind: "record", id: cycle.recordHash });
  }

  return (
    <figure className="chart" data-testid="capacity-chart">
      <CycleReadout cycle={shown} cycleNumber={number} />
      <div className="chart-plot chart-plot-ends">
        <span className="axis-unit" aria-hidden="true">
          {texts.chart.axisY}
        </span>
        <Plot
          draw={draw}
          data={data}
          height={HEIGHT_PX}
          cursor={cursor}
          onCursor={setCursor}
          onPick={pick}
          label={described}
          valueText={`${texts.chart.cycle(formats.count(number))}: ${texts.chart.discharged} ${formats.ampereHours(shown.dischargeMicroAh)}`}
          describedBy={keysId}
        />
        <div className="ends" aria-hidden="true">
          <span className="end" data-hue="export" style={{ top: `${endPercent}%` }}>
            {texts.chart.discharged}
          </span>
          <span className="end" style={{ top: `${ratedPercent}%` }}>
            {texts.chart.rated}
          </span>
        </div>
      </div>
      <figcaption className="small quiet">
        {texts.chart.axes} {low > 0 ? `${texts.chart.notZero} ` : ""}
        {line.gaps.map(({ from, to }) => `${texts.chart.gap(formats.count(from), formats.count(to))}. `).join("")}
        <span id={keysId} className="only-wide">
          {texts.chart.keys}
        </span>
      </figcaption>
    </figure>
  );
}
