import { rangeFormat, withUnit } from "../../format/amounts.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";
import type { Judgement } from "../../verify/judgement.js";
import type { ValueAnswer } from "../../verify/value.js";
import { useRefusal } from "./useRefusal.js";

export interface WorthProps {
  /** Undefined until the method has answered. */
  readonly answer: ValueAnswer | undefined;
}

function Said({
  value,
  note,
  tone,
}: {
  readonly value: string;
  readonly note: string;
  readonly tone: "plain" | "quiet";
}) {
  return (
    <>
      <p className="verdict-value" data-tone={tone} data-testid="report-worth">
        {value}
      </p>
      {note ? <p className="answer-note">{note}</p> : null}
    </>
  );
}

/** What the battery is worth, or why no value is stated. */
export function Worth({ judgement, answer }: { readonly judgement: Judgement } & WorthProps) {
  const { worth: texts } = useTexts().value;
  const formats = useFormats();
  const refusal = useRefusal(answer);
  if (!judgement.ok) return <Said tone="quiet" value={texts.none} note={texts.noneFaulty} />;
  if (judgement.history === null) return <Said tone="quiet" value={texts.none} note={texts.noneEmpty} />;
  if (answer === undefined) return <Said tone="quiet" value={`${texts.computing} …`} note="" />;
  if (answer.kind === "refused") return <Said tone="quiet" value={texts.none} note={refusal?.message ?? ""} />;
  const { estimate } = answer;
  const { evidence, remainingCycles: cycles, value } = estimate;
  const threshold = formats.percent(evidence.endOfLife, 0);
  if (evidence.endOfLifeReached) {
    const note = texts.endedNote(formats.percent(estimate.stateOfHealth ?? estimate.relativeHealth), threshold);
    return <Said tone="plain" value={texts.ended} note={note} />;
  }
  const whole = (count: number) => formats.count(Math.round(count));
  if (value === null) {
    const shown = texts.range(whole(cycles.p10), whole(cycles.p90));
    return <Said tone="plain" value={texts.cyclesLeft(shown)} note={texts.noEnergy} />;
  }
  const amount = rangeFormat([value.p10, value.p50, value.p90], formats.locale);
  const note = texts.note(withUnit(amount(value.p50), value.currency), whole(cycles.p10), whole(cycles.p90), threshold);
  const range = withUnit(texts.range(amount(value.p10), amount(value.p90)), value.currency);
  return <Said tone="plain" value={range} note={note} />;
}
