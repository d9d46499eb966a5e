import type { Batch } from "../../../../api/types.js";
import { Empty } from "../../components/Empty.js";
import { Identifier } from "../../components/Identifier.js";
import { Moment } from "../../components/Moment.js";
import { ProofMark } from "../../components/ProofMark.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";

/** Anchored batches, latest first. */
export function BatchesTable({ batches }: { readonly batches: readonly Batch[] }) {
  const { records: texts } = useTexts();
  const formats = useFormats();
  if (batches.length === 0) return <Empty>{texts.batches.empty}</Empty>;
  return (
    <table>
      <caption className="visually-hidden">{texts.batches.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.batches.batch}</th>
          <th scope="col" className="number">
            {texts.batches.count}
          </th>
          <th scope="col" className="only-wide">
            {texts.batches.span}
          </th>
          <th scope="col" className="only-wide">
            {texts.batches.root}
          </th>
          <th scope="col" className="number">
            {texts.batches.anchored}
          </th>
          <th scope="col" className="number only-wide">
            {texts.batches.block}
          </th>
        </tr>
      </thead>
      <tbody>
        {batches.map((batch) => (
          <tr key={`${batch.stream} ${batch.sequence}`}>
            <th scope="row">
              <span className="marked">
                {formats.count(batch.sequence)}
                <ProofMark state="anchored" what={texts.batches.batch} />
              </span>
              {batch.records === "held" ? null : (
                <span className="sub" data-tone={batch.records === "refused" ? "bad" : undefined}>
                  {texts.batches.states[batch.records]}
                  {batch.reason ? `: ${batch.reason}` : ""}
                </span>
              )}
            </th>
            <td className="number">{formats.count(batch.count)}</td>
            <td className="only-wide">
              <Moment timestampS={batch.fromS} show="day" /> – <Moment timestampS={batch.toS} show="day" />
            </td>
            <td className="only-wide">
              <Identifier id={batch.root} what={texts.batches.root} />
            </td>
            <td className="number">
              <Moment timestampS={batch.anchoredAtS} />
              <span className="sub only-narrow">
                <Identifier id={batch.root} what={texts.batches.root} />
              </span>
            </td>
            <td className="number only-wide">{formats.count(batch.blockNumber)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
