import type { ReportedGap } from "../../../../protocol/index.js";
import type { Outcome } from "../../components/OutcomeGlyph.js";
import { OutcomeGlyph } from "../../components/OutcomeGlyph.js";
import type { Formats } from "../../format/formats.js";
import { useFormats } from "../../format/useFormats.js";
import type { Texts } from "../../texts/texts.js";
import { useTexts } from "../../texts/useTexts.js";
import type { ReportFigures } from "../../verify/figures.js";

/** Gaps named one by one; the rest is counted. */
const MOST_GAPS = 8;

interface Line {
  readonly name: string;
  readonly outcome: Outcome;
  readonly words: string;
}

type Words = Texts["report"]["completeness"];

function checkpointLine({ completeness, completeUpTo }: ReportFigures, texts: Words, formats: Formats): Line {
  const name = texts.checkpoint;
  if (completeUpTo === null) return { name, outcome: "unknown", words: texts.checkpointNone };
  const sequence = formats.count(completeUpTo);
  return completeness.upToCheckpoint
    ? { name, outcome: "holds", words: texts.checkpointYes(sequence) }
    : { name, outcome: "unknown", words: texts.checkpointNo(sequence) };
}

function linesOf(figures: ReportFigures, texts: Words, formats: Formats): Line[] {
  const { completeness, firstSequence, freshness, correctionCount } = figures;
  const age = freshness && formats.duration(Number(freshness.rootsReadAtS - freshness.lastAnchoredAtS));
  return [
    completeness.fromFactoryGate
      ? { name: texts.gate, outcome: "holds", words: texts.gateYes }
      : { name: texts.gate, outcome: "unknown", words: texts.gateNo(formats.count(firstSequence ?? 0n)) },
    checkpointLine(figures, texts, formats),
    ...(freshness
      ? [
          {
            name: texts.freshness,
            outcome: "holds" as const,
            words: texts.fresh(formats.moment(freshness.lastRecordedAtS), age ?? ""),
          },
        ]
      : []),
    {
      name: texts.corrections,
      outcome: "holds",
      words:
        correctionCount === 0
          ? texts.correctionsNone
          : texts.corrected(correctionCount, formats.count(correctionCount)),
    },
  ];
}

function gapWords({ fromSequence, toSequence, afterS, beforeS }: ReportedGap, texts: Words, formats: Formats): string {
  const which = texts.gap(formats.count(fromSequence), formats.count(toSequence));
  const after = afterS === null ? null : formats.moment(afterS);
  const before = beforeS === null ? null : formats.moment(beforeS);
  const when =
    after !== null && before !== null
      ? texts.gapBetween(after, before)
      : after !== null
        ? texts.gapAfter(after)
        : before !== null
          ? texts.gapBefore(before)
          : "";
  return when ? `${which}, ${when}` : which;
}

/** How much of the battery's history the file holds: from where, up to where, with which gaps, and how fresh. */
export function Completeness({ figures }: { readonly figures: ReportFigures }) {
  const { completeness: texts } = useTexts().report;
  const formats = useFormats();
  const shown = figures.gaps.slice(0, MOST_GAPS);
  const isPart = figures.completeness.scope === "part";
  const more = figures.gapCount - shown.length;
  return (
    <ul className="checklist" data-testid="completeness">
      {linesOf(figures, texts, formats).map(({ name, outcome, words }) => (
        <li key={name} data-outcome={outcome}>
          <OutcomeGlyph outcome={outcome} />
          <span className="check-name">{name}</span>
          <span className="check-words">{words}</span>
        </li>
      ))}
      <li data-outcome={figures.gapCount === 0 ? "holds" : "unknown"}>
        <OutcomeGlyph outcome={figures.gapCount === 0 ? "holds" : "unknown"} />
        <span className="check-name">{texts.gaps}</span>
        <span className="check-words">
          {figures.gapCount > 0 ? texts.gapsStated : isPart ? texts.gapsNoneWithin : texts.gapsNone}
          {shown.map((gap) => (
            <span key={`${gap.device} ${gap.fromSequence}`} className="gap-line">
              {gapWords(gap, texts, formats)}
            </span>
          ))}
          {more > 0 ? <span className="gap-line">{texts.moreGaps(formats.count(more))}</span> : null}
        </span>
      </li>
    </ul>
  );
}
