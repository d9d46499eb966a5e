import { useState } from "react";
import type { Device, Meter, MeterSeries } from "../../../../api/types.js";
import { Empty } from "../../components/Empty.js";
import { Loaded } from "../../components/Loaded.js";
import { Skeleton } from "../../components/Skeleton.js";
import { useFollowedResource, useResource } from "../../data/resources.js";
import { useFormats } from "../../format/useFormats.js";
import { RANGES, type Range, type Span, seriesPath, shifted, spanOf } from "../../series/span.js";
import { useTexts } from "../../texts/useTexts.js";
import { goTo } from "../../useRoute.js";
import { EnergyChart } from "./EnergyChart.js";

interface Shown {
  readonly range: Range;
  readonly steps: number;
  /** A stretch that was dragged over or a day that was opened; stands above the range. */
  readonly zoom?: Span;
}

interface MeterSectionProps {
  readonly meters: readonly Meter[];
  /** Device id of the meter chosen in the address; the best earner if absent or unknown. */
  readonly chosen: string | undefined;
}

function bestEarner(meters: readonly Meter[]): Meter | undefined {
  return meters.reduce<Meter | undefined>(
    (best, meter) => (best === undefined || BigInt(meter.earned) > BigInt(best.earned) ? meter : best),
    undefined,
  );
}

/** The chart of one meter, with the choice of meter and time. */
export function MeterSection({ meters, chosen }: MeterSectionProps) {
  const { energy } = useTexts();
  const formats = useFormats();
  const [shown, setShown] = useState<Shown>({ range: "week", steps: 0 });
  const { data: devices } = useResource<Device[]>("api/devices");
  const meter = meters.find(({ device }) => device === chosen) ?? bestEarner(meters);
  const latestS = devices?.find(({ device }) => device === meter?.device)?.lastRecordAtS;
  const span = shown.zoom ?? (latestS ? spanOf(shown.range, Number(latestS), shown.steps) : undefined);
  const ready = meter !== undefined && (latestS !== undefined || shown.range === "all");
  const path = ready && latestS !== null ? seriesPath(meter.device, span) : undefined;
  const series = useFollowedResource<MeterSeries>(path, meter?.device);

  if (!meter) {
    return (
      <section className="section" aria-labelledby="chart-title">
        <h2 id="chart-title">{energy.chart.title}</h2>
        <Empty>{energy.homes.empty}</Empty>
      </section>
    );
  }
  const canMove = shown.zoom !== undefined || shown.range !== "all";
  const atEnd = span === undefined || (latestS ? span.toS >= Number(latestS) : true);
  const move = (steps: number) =>
    setShown(
      shown.zoom
        ? { ...shown, zoom: shifted(shown.zoom, -steps) }
        : { ...shown, steps: Math.max(0, shown.steps + steps) },
    );

  return (
    <section className="section" aria-labelledby="chart-title">
      <div className="section-head">
        <h2 id="chart-title">{energy.chart.title}</h2>
        <div className="controls">
          <label className="field">
            <span className="visually-hidden">{energy.chart.meter}</span>
            <select
              value={meter.device}
              onChange={(event) => goTo({ view: "energy", subject: event.currentTarget.value })}
            >
              {meters.map(({ device, label, role }) => (
                <option key={device} value={device}>
                  {energy.chart.meter} {label}, {energy.homes.roles[role ?? "none"]}
                </option>
              ))}
            </select>
          </label>
          <fieldset className="segments">
            <legend className="visually-hidden">{energy.chart.range}</legend>
            {RANGES.map((range) => (
              <label key={range}>
                <input
                  type="radio"
                  name="range"
                  value={range}
                  checked={shown.range === range && !shown.zoom}
                  onChange={() => setShown({ range, steps: 0 })}
                />
                <span>{energy.chart.ranges[range]}</span>
              </label>
            ))}
          </fieldset>
          <div className="stepper">
            <button
              type="button"
              className="icon-button"
              aria-label={energy.chart.earlier}
              title={energy.chart.earlier}
              disabled={!canMove}
              onClick={() => move(1)}
            >
              <span aria-hidden="true">‹</span>
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label={energy.chart.later}
              title={energy.chart.later}
              disabled={!canMove || atEnd}
              onClick={() => move(-1)}
            >
              <span aria-hidden="true">›</span>
            </button>
          </div>
        </div>
      </div>
      {latestS === null ? (
        <Empty>{energy.chart.empty}</Empty>
      ) : (
        <Loaded resource={series} path={path ?? ""} skeleton={<Skeleton shape="chart" />}>
          {(data) => (
            <>
              <EnergyChart series={data} span={span} onZoom={(zoom) => setShown({ ...shown, zoom })} />
              {data.nextFromS === null ? null : (
                <p className="small quiet">{energy.chart.truncated(formats.moment(data.nextFromS))}</p>
              )}
            </>
          )}
        </Loaded>
      )}
    </section>
  );
}
