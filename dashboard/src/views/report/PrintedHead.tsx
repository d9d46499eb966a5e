import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";
import type { Judgement } from "../../verify/judgement.js";

/** The title of the printed report: what it is, of which battery, and by which moment of the chain it was judged. */
export function PrintedHead({ judgement }: { readonly judgement: Judgement }) {
  const { common, report } = useTexts();
  const formats = useFormats();
  const { block } = judgement.trusted;
  return (
    <header className="printed-head only-print">
      <p className="printed-brand">
        {common.product} · {report.printed.title}
      </p>
      <p>{report.printed.at(formats.momentWithZone(block.timestampS), formats.count(block.number))}</p>
    </header>
  );
}
