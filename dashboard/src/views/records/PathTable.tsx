import type { PipelineCounts } from "../../../../api/types.js";
import { StateGlyph } from "../../components/StateGlyph.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";

/** States in the order of a record's path; the two that leave it come last. */
const PATH = ["received", "verified", "buffered", "batched", "submitted", "anchored", "delayed", "rejected"] as const;

/** How many records have reached each state. */
export function PathTable({ pipeline }: { readonly pipeline: PipelineCounts }) {
  const { records: texts, common } = useTexts();
  const formats = useFormats();
  return (
    <table className="path">
      <caption className="visually-hidden">{texts.path.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.path.state}</th>
          <th scope="col" className="number">
            {texts.path.reached}
          </th>
          <th scope="col" className="only-wide">
            {texts.path.meaning}
          </th>
        </tr>
      </thead>
      <tbody>
        {PATH.map((state) => (
          <tr key={state} data-state={state} data-none={pipeline[state] === 0}>
            <th scope="row">
              <span className="mark" data-state={state}>
                <StateGlyph state={state} />
                {common.states[state]}
              </span>
              <span className="sub only-narrow">{texts.path.meanings[state]}</span>
            </th>
            <td className="number">{formats.count(pipeline[state])}</td>
            <td className="quiet only-wide">{texts.path.meanings[state]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
