import type { ReactNode } from "react";
import { OutcomeGlyph } from "../../components/OutcomeGlyph.js";
import type { Formats } from "../../format/formats.js";
import { useFormats } from "../../format/useFormats.js";
import type { Texts } from "../../texts/texts.js";
import { useTexts } from "../../texts/useTexts.js";
import type { Judgement } from "../../verify/judgement.js";
import { Worth, type WorthProps } from "./Worth.js";

function noteOf({ ok, counts, figures, faults, faultCount }: Judgement, texts: Texts["report"], formats: Formats) {
  if (!ok || !figures) {
    const found = texts.faults(faultCount, formats.count(faultCount));
    return texts.failsNote(found, texts.kinds(faults.length, formats.count(faults.length)));
  }
  const { scope, upToCheckpoint } = figures.completeness;
  if (scope === "part") {
    return texts.holdsPartNote(formats.count(figures.firstSequence ?? 0n), formats.count(figures.lastSequence ?? 0n));
  }
  const records = formats.count(counts.records);
  return upToCheckpoint ? texts.holdsNote(records) : texts.holdsOpenNote(records);
}

function Part({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="verdict-part">
      <p className="verdict-label">{label}</p>
      {children}
    </div>
  );
}

/** Both answers side by side: whether the file is proven, and what the battery is worth. */
export function Verdict({ judgement, ...worth }: { readonly judgement: Judgement } & WorthProps) {
  const { report, value } = useTexts();
  const formats = useFormats();
  const { ok, figures } = judgement;
  const words = !ok
    ? report.answers.fails
    : figures?.completeness.scope === "part"
      ? report.answers.holdsPart
      : report.answers.holds;
  return (
    <div className="verdict">
      <Part label={report.trust}>
        <p
          className="verdict-value"
          data-tone={ok ? "good" : "bad"}
          data-testid="report-verdict"
          data-verdict={ok ? "holds" : "fails"}
        >
          <OutcomeGlyph outcome={ok ? "holds" : "fails"} />
          {words}
        </p>
        <p className="answer-note">{noteOf(judgement, report, formats)}</p>
      </Part>
      <Part label={value.worth.title}>
        <Worth judgement={judgement} {...worth} />
      </Part>
    </div>
  );
}
