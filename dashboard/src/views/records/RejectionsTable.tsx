import { useState } from "react";
import type { Rejection } from "../../../../api/types.js";
import { Empty } from "../../components/Empty.js";
import { Identifier } from "../../components/Identifier.js";
import { Moment } from "../../components/Moment.js";
import { ProofMark } from "../../components/ProofMark.js";
import { useTexts } from "../../texts/useTexts.js";

const ROWS_AT_A_TIME = 20;

/** Every input that will never become a record, with where it stood and why. */
export function RejectionsTable({ rejections }: { readonly rejections: readonly Rejection[] }) {
  const { records: texts, energy } = useTexts();
  const [rows, setRows] = useState(ROWS_AT_A_TIME);
  if (rejections.length === 0) return <Empty>{texts.rejections.none}</Empty>;
  return (
    <>
      <table>
        <caption className="visually-hidden">{texts.rejections.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.rejections.where}</th>
            <th scope="col">{texts.rejections.reason}</th>
            <th scope="col" className="only-wide">
              {texts.rejections.device}
            </th>
            <th scope="col" className="number only-wide">
              {texts.rejections.at}
            </th>
          </tr>
        </thead>
        <tbody>
          {rejections.slice(0, rows).map(({ source, position, device, code, reason, receivedAtS }) => (
            <tr key={`${source} ${position} ${code} ${receivedAtS}`}>
              <th scope="row">
                {position}
                <span className="sub">{source}</span>
              </th>
              <td>
                <span className="marked">
                  <ProofMark state="rejected" what={position} />
                  <span className="mono">{code}</span>
                </span>
                <span className="sub">{reason}</span>
              </td>
              <td className="only-wide">{device ? <Identifier id={device} what={texts.rejections.device} /> : "–"}</td>
              <td className="number only-wide">
                <Moment timestampS={receivedAtS} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows < rejections.length ? (
        <button type="button" className="button" onClick={() => setRows(rows + ROWS_AT_A_TIME)}>
          {energy.chart.more}
        </button>
      ) : null}
    </>
  );
}
