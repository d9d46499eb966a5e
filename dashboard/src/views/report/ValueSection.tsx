import type { ValueEstimate } from "../../../../protocol/index.js";
import { Notice } from "../../components/Notice.js";
import { rangeFormat, withUnit } from "../../format/amounts.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";
import type { ValueAnswer } from "../../verify/value.js";
import { EstimateTable } from "./EstimateTable.js";
import { TermsForm } from "./TermsForm.js";
import { useRefusal } from "./useRefusal.js";

/** The method's own page among the project's documents. */
const METHOD_PAGE = "docs/residual-value.md";

/** What an estimate rests on, in a sentence or two. */
function Basis({ estimate }: { readonly estimate: ValueEstimate }) {
  const { value: texts } = useTexts();
  const formats = useFormats();
  const { evidence } = estimate;
  const amounts = [evidence.currentCapacityAh, evidence.referenceCapacityAh];
  const [now = "", first = ""] = amounts.map((ah) => withUnit(rangeFormat(amounts, formats.locale)(ah), "Ah"));
  const leftOut = evidence.leftOut.map(({ reason, count }) => texts.leftOut[reason](formats.count(count)));
  return (
    <p className="small quiet">
      {texts.basis(formats.count(evidence.cyclesUsed), formats.count(evidence.cyclesGiven))}{" "}
      {leftOut.length > 0 ? `${texts.leftOutNames(leftOut.join(", "))} ` : ""}
      {texts.reference(now, first)} {texts.notAdvice}
    </p>
  );
}

/** The method by its name and version, and what it does in five steps. */
function Method({ name }: { readonly name: string | undefined }) {
  const { value: texts } = useTexts();
  return (
    <>
      {name === undefined ? null : (
        <p className="small">
          <span className="quiet">{texts.method}:</span> <span className="mono">{name}</span>
        </p>
      )}
      <details className="method no-print">
        <summary>{texts.methodTitle}</summary>
        <ol className="steps small">
          {Object.entries(texts.methodSteps).map(([step, words]) => (
            <li key={step}>{words}</li>
          ))}
        </ol>
        <p className="small quiet">{texts.methodPage(METHOD_PAGE)}</p>
      </details>
    </>
  );
}

/** What is left in the battery at the reader's terms, or why the method refuses to say. */
export function ValueSection({ answer }: { readonly answer: ValueAnswer | undefined }) {
  const { value: texts } = useTexts();
  const refusal = useRefusal(answer);
  return (
    <section className="section" aria-labelledby="value-title" data-testid="report-value">
      <h2 id="value-title">{texts.title}</h2>
      <p className="section-intro">{texts.intro}</p>
      <div className="valuation">
        <TermsForm />
        <div className="valuation-result" aria-live="polite" aria-busy={answer === undefined}>
          {refusal ? (
            <Notice tone="warn" title={`${refusal.title} (${refusal.code})`}>
              <p>{refusal.message}</p>
              <p>{refusal.next}</p>
            </Notice>
          ) : null}
          {answer?.kind === "estimated" ? (
            <>
              <EstimateTable estimate={answer.estimate} />
              <Basis estimate={answer.estimate} />
            </>
          ) : null}
          {answer === undefined ? <p className="quiet">{texts.worth.computing} …</p> : null}
          <Method name={answer?.kind === "estimated" ? answer.estimate.method : undefined} />
        </div>
      </div>
    </section>
  );
}
