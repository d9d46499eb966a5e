import { ProofMark } from "../../components/ProofMark.js";
import { useFormats } from "../../format/useFormats.js";
import type { Bar } from "../../series/bars.js";
import type { Span } from "../../series/span.js";
import { useTexts } from "../../texts/useTexts.js";

interface ReadoutProps {
  /** The bar at the cursor; without one the sum of all is read. */
  readonly bar: Bar | undefined;
  readonly sum: { readonly fedInWh: number; readonly takenWh: number };
  readonly span: Span;
  readonly byDay: boolean;
}

/** The exact value at the cursor with its proof, or the sum of what is shown. */
export function Readout({ bar, sum, span, byDay }: ReadoutProps) {
  const { energy } = useTexts();
  const formats = useFormats();
  const { fedInWh, takenWh } = bar ?? sum;
  const when = bar
    ? byDay
      ? formats.day(bar.startS)
      : `${formats.weekday(bar.startS)} ${formats.clock(bar.startS)}–${formats.clock(bar.endS)}`
    : `${formats.day(span.fromS)} – ${formats.day(span.toS - 1)}`;
  return (
    <div className="readout">
      <p className="readout-when">
        <span className="quiet small">{bar ? energy.chart.readout : energy.chart.sum}</span>
        <span title={formats.momentWithZone(bar?.endS ?? span.toS)}>{when}</span>
      </p>
      <p className="readout-value" data-hue="export">
        <span className="small">{energy.chart.fedIn}</span>
        <span className="nowrap">{formats.kWh(BigInt(fedInWh))}</span>
      </p>
      <p className="readout-value" data-hue="import">
        <span className="small">{energy.chart.taken}</span>
        <span className="nowrap">{formats.kWh(BigInt(takenWh))}</span>
      </p>
      <div className="readout-mark">
        {bar ? (
          <ProofMark
            state={bar.state}
            what={when}
            worded
            claim={bar.intervals === 1 ? { kind: "record", id: bar.recordHash } : undefined}
          />
        ) : null}
      </div>
    </div>
  );
}
