import { useMemo } from "react";
import { Notice } from "../../components/Notice.js";
import { useTexts } from "../../texts/useTexts.js";
import type { Judgement } from "../../verify/judgement.js";
import { useValue } from "../../verify/useValue.js";
import type { ValueAnswer } from "../../verify/value.js";
import { termsOf, useTypedTerms } from "../../verify/valueTerms.js";
import { Checklist } from "../batteries/Checklist.js";
import { FaultList } from "../batteries/FaultList.js";
import { VerdictSentence } from "../batteries/VerifyResult.js";
import { Completeness } from "./Completeness.js";
import { Headline } from "./Headline.js";
import { HealthChart } from "./HealthChart.js";
import { PassportSheet } from "./PassportSheet.js";
import { PrintedHead } from "./PrintedHead.js";
import { reachOf } from "./reachOf.js";
import { Counters, HarmfulEvents } from "./Tallies.js";
import { TrustedSheet } from "./TrustedSheet.js";
import { ValueSection } from "./ValueSection.js";
import { Verdict } from "./Verdict.js";

function Actions({ onAnother }: { readonly onAnother: () => void }) {
  const { report } = useTexts();
  return (
    <p className="report-actions no-print">
      <button type="button" className="button button-main" title={report.printHint} onClick={() => window.print()}>
        {report.print}
      </button>
      <button type="button" className="button" onClick={onAnother}>
        {report.drop.another}
      </button>
    </p>
  );
}

function Checks({ judgement }: { readonly judgement: Judgement }) {
  const { report } = useTexts();
  const { figures } = judgement;
  return (
    <div className="report-pair report-checks">
      <section className="section" aria-labelledby="checks-title">
        <h2 id="checks-title">{report.checks}</h2>
        <VerdictSentence judgement={judgement} />
        <Checklist judgement={judgement} />
      </section>
      {figures ? (
        <section className="section" aria-labelledby="complete-title">
          <h2 id="complete-title">{report.completeness.title}</h2>
          <Completeness figures={figures} />
        </section>
      ) : null}
    </div>
  );
}

/** The cycles of a faultless file: how its health went, what is left, what harmed it. */
function Life({ judgement, answer }: { readonly judgement: Judgement; readonly answer: ValueAnswer | undefined }) {
  const { dossier } = useTexts();
  const { figures, history, passport, batteryPassportIdentifier: identifier } = judgement;
  const terms = termsOf(useTypedTerms());
  const endOfLife = terms?.endOfLife ?? null;
  const frame = useMemo(
    () => ({ endOfLife: endOfLife === null ? null : endOfLife * 100, reach: reachOf(answer) }),
    [endOfLife, answer],
  );
  if (!figures || !passport) return null;
  return (
    <>
      {history ? (
        <>
          {/* One cycle is a figure, not a curve. */}
          {history.cycles.length > 1 ? (
            <section className="section" aria-labelledby="health-title">
              <h2 id="health-title">{dossier.chart.title}</h2>
              <HealthChart identifier={identifier} history={history} frame={frame} />
            </section>
          ) : null}
          <ValueSection answer={answer} />
        </>
      ) : null}
      <div className="report-pair">
        <HarmfulEvents totals={figures.harmfulEvents} passport={passport} />
        <Counters totals={figures.counters} passport={passport} />
      </div>
    </>
  );
}

interface ReportProps {
  readonly judgement: Judgement;
  readonly onAnother: () => void;
}

/** Everything that one check found in one file, on the screen and on paper. */
export function Report({ judgement, onAnother }: ReportProps) {
  const { dossier, report } = useTexts();
  const typed = useTypedTerms();
  const terms = useMemo(() => termsOf(typed), [typed]);
  const answer = useValue(judgement.history, terms);
  const { faults, figures, passport, file, batteryPassportIdentifier: identifier } = judgement;
  const method = answer?.kind === "estimated" ? answer.estimate.method : undefined;
  return (
    <article className="report" data-testid="report">
      <PrintedHead judgement={judgement} />
      <p className="trust-subject">{report.subject(identifier, file.name)}</p>
      <Verdict judgement={judgement} answer={answer} />
      <Actions onAnother={onAnother} />
      {passport?.successor ? (
        <Notice tone="warn" title={dossier.passport.succeeded(passport.successor)}>
          <p>{dossier.passport.succeededNext}</p>
        </Notice>
      ) : null}
      {figures ? <Headline identifier={identifier} figures={figures} answer={answer} /> : null}
      {faults.length > 0 ? (
        <section className="section" aria-labelledby="faults-title">
          <h2 id="faults-title">{report.faultList.title}</h2>
          <FaultList faults={faults} />
        </section>
      ) : null}
      <Checks judgement={judgement} />
      <Life judgement={judgement} answer={answer} />
      <div className="report-pair">
        {passport ? <PassportSheet passport={passport} statusesNow={judgement.statusesNow} /> : null}
        <TrustedSheet judgement={judgement} method={method} />
      </div>
      <p className="printed-foot only-print">{report.printed.foot}</p>
    </article>
  );
}
