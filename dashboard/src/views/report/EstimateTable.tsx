import type { ValueEstimate, ValueRange } from "../../../../protocol/index.js";
import { rangeFormat } from "../../format/amounts.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";

const QUANTILES = ["p10", "p50", "p90"] as const;

interface RowProps {
  readonly name: string;
  readonly unit?: string;
  readonly figure: string;
  readonly range: ValueRange;
  readonly write: (amount: number) => string;
}

/** One figure with its range; the exact amounts stand in the document for who copies or reads it by machine. */
function Row({ name, unit, figure, range, write }: RowProps) {
  return (
    <tr data-figure={figure}>
      <th scope="row">
        {name}
        {unit ? <span className="quiet">, {unit}</span> : null}
      </th>
      {QUANTILES.map((quantile) => (
        <td key={quantile} className="number">
          <data value={range[quantile]} data-quantile={quantile}>
            {write(range[quantile])}
          </data>
        </td>
      ))}
    </tr>
  );
}

/** What is left in a battery: cycles, energy and money, each as low, expected and high. */
export function EstimateTable({ estimate }: { readonly estimate: ValueEstimate }) {
  const { value: texts } = useTexts();
  const { locale } = useFormats();
  const { remainingCycles, remainingEnergyThroughputKWh: energy, value } = estimate;
  const within = (range: ValueRange) =>
    rangeFormat(
      QUANTILES.map((quantile) => range[quantile]),
      locale,
    );
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const heads = [
    { text: texts.low, hint: texts.lowHint },
    { text: texts.middle, hint: texts.middleHint },
    { text: texts.high, hint: texts.highHint },
  ];
  return (
    <table className="estimate" data-testid="value-range">
      <caption className="visually-hidden">{texts.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.what}</th>
          {heads.map(({ text, hint }) => (
            <th key={text} scope="col" className="number">
              {text}
              <span className="sub">{hint}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Row
          name={texts.cycles}
          figure="remainingCycles"
          range={remainingCycles}
          write={(cycles) => whole.format(cycles)}
        />
        {energy ? (
          <Row
            name={texts.energy}
            figure="remainingEnergyThroughputKWh"
            range={energy}
            unit="kWh"
            write={within(energy)}
          />
        ) : null}
        {value ? (
          <Row name={texts.worthRow} figure="value" range={value} unit={value.currency} write={within(value)} />
        ) : null}
      </tbody>
    </table>
  );
}
