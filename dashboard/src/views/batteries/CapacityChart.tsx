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

function CycleReadout({ cycle }: { readonly cycle: Cycle }) {
  const { batteries: texts } = useTexts();
  const formats = useFormats();
  const name = texts.chart.cycle(formats.count(cycle.sequence));
  return (
    <div className="readout">
      <p className="readout-when">
        <span className="quiet small">{name}</span>
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
        <span className="nowrap">{formats.celsius(cycle.dischargeTemperatureMaxMilliC)}</span>
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

/** One battery's discharged capacity over its records, against what it was rated at. */
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

  const first = cycles[0];
  const last = cycles.at(-1);
  if (!first || !last) return <Empty>{texts.chart.empty}</Empty>;

  const index = cursor === null ? null : (line.indexes[cursor] ?? null);
  const shown = (index === null ? undefined : cycles[index]) ?? last;
  const [low, high] = capacityRange(line, ratedAh);
  const end = Number(last.dischargeMicroAh) / MICRO;
  const endPercent = ((high - end) / (high - low)) * 100;
  const ratedPercent = ((high - ratedAh) / (high - low)) * 100;
  const described = texts.chart.description(
    battery.batteryPassportIdentifier,
    formats.ampereHours(first.dischargeMicroAh),
    formats.ampereHours(last.dischargeMicroAh),
    formats.count(cycles.length),
  );

  function pick(at: number) {
    const cycle = cycles[line.indexes[at] ?? -1];
    if (cycle) open({ kind: "record", id: cycle.recordHash });
  }

  return (
    <figure className="chart" data-testid="capacity-chart">
      <CycleReadout cycle={shown} />
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
          valueText={`${texts.chart.cycle(shown.sequence)}: ${texts.chart.discharged} ${formats.ampereHours(shown.dischargeMicroAh)}`}
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
