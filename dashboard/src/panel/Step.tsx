import type { ReactNode } from "react";
import { OutcomeGlyph } from "../components/OutcomeGlyph.js";
import { useTexts } from "../texts/useTexts.js";
import type { CheckedStep } from "../verify/steps.js";

export interface Detail {
  readonly name: string;
  readonly value: ReactNode;
}

interface StepProps {
  readonly checked: CheckedStep | undefined;
  /** The step's main value, where it has one. */
  readonly headline?: ReactNode;
  /** What was computed, in one sentence. */
  readonly explanation: string;
  readonly details: readonly Detail[];
}

/** One link of the chain from a value to its block, with its tick and what was computed. */
export function Step({ checked, headline, explanation, details }: StepProps) {
  const { proof } = useTexts();
  if (!checked) return null;
  const { step, outcome, reason } = checked;
  return (
    <li className="step" data-step={step} data-outcome={outcome}>
      <OutcomeGlyph outcome={outcome} />
      <div className="step-body">
        <h3>
          {proof.steps[step]}
          {outcome === "holds" ? null : <span className="step-outcome">{proof.outcomes[outcome]}</span>}
        </h3>
        {headline ? <p className="step-headline">{headline}</p> : null}
        <p className="small quiet">
          {outcome === "holds" ? explanation : reason ? proof.reasons[reason] : explanation}
        </p>
        {details.length > 0 ? (
          <dl className="step-details">
            {details.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        ) : null}
      </div>
    </li>
  );
}
