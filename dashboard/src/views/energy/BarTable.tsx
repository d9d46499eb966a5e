import { useState } from "react";
import { Moment } from "../../components/Moment.js";
import { ProofMark } from "../../components/ProofMark.js";
import { useFormats } from "../../format/useFormats.js";
import type { Bar } from "../../series/bars.js";
import { useTexts } from "../../texts/useTexts.js";

const ROWS_AT_A_TIME = 48;

/** The chart's values as a table, latest first, for those who read numbers rather than bars. */
export function BarTable({ bars, byDay }: { readonly bars: readonly Bar[]; readonly byDay: boolean }) {
  const { energy } = useTexts();
  const formats = useFormats();
  const [opened, setOpened] = useState(false);
  const [rows, setRows] = useState(ROWS_AT_A_TIME);
  const shown = opened ? bars.slice(-rows).reverse() : [];
  return (
    <details className="bar-table" onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{energy.chart.asTable}</summary>
      {opened ? (
        <table>
          <caption className="visually-hidden">{energy.chart.title}</caption>
          <thead>
            <tr>
              <th scope="col">{energy.chart.interval}</th>
              <th scope="col" className="number">
                {energy.chart.fedIn}
              </th>
              <th scope="col" className="number">
                {energy.chart.taken}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((bar) => (
              <tr key={bar.startS}>
                <th scope="row">
                  <Moment timestampS={bar.startS} show={byDay ? "day" : "moment"} />
                </th>
                <td className="number">{formats.kWh(BigInt(bar.fedInWh))}</td>
                <td className="number">
                  <span className="marked">
                    {formats.kWh(BigInt(bar.takenWh))}
                    <ProofMark
                      state={bar.state}
                      what={formats.moment(bar.startS)}
                      claim={bar.intervals === 1 ? { kind: "record", id: bar.recordHash } : undefined}
                    />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {opened && rows < bars.length ? (
        <button type="button" className="button" onClick={() => setRows(rows + ROWS_AT_A_TIME)}>
          {energy.chart.more}
        </button>
      ) : null}
    </details>
  );
}
