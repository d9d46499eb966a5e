import { type ReactNode, useId } from "react";
import { useTexts } from "../../texts/useTexts.js";
import { badTerm, CURRENCIES, type TermName, typeTerms, useTypedTerms } from "../../verify/valueTerms.js";

interface FieldProps {
  readonly name: TermName;
  readonly label: string;
  readonly unit: string;
  readonly typed: string;
  readonly bad: boolean;
  readonly problemId: string;
}

function Field({ name, label, unit, typed, bad, problemId }: FieldProps): ReactNode {
  const unitId = useId();
  return (
    <label className="term">
      <span>{label}</span>
      <span className="term-row">
        <input
          type="text"
          inputMode="decimal"
          autoComplete="off"
          name={name}
          value={typed}
          aria-invalid={bad}
          aria-describedby={bad ? `${unitId} ${problemId}` : unitId}
          onChange={(event) => typeTerms({ [name]: event.currentTarget.value })}
        />
        <span id={unitId} className="small quiet">
          {unit}
        </span>
      </span>
    </label>
  );
}

/** The terms that a value depends on and no battery knows: when its life ends for the reader, and the reader's prices. */
export function TermsForm() {
  const { value: texts } = useTexts();
  const typed = useTypedTerms();
  const bad = badTerm(typed);
  const problemId = useId();
  const { currency } = typed;
  const field = (name: TermName, label: string, unit: string) => (
    <Field name={name} label={label} unit={unit} typed={typed[name]} bad={bad === name} problemId={problemId} />
  );
  return (
    <fieldset className="terms">
      <legend>{texts.terms}</legend>
      {field("endOfLife", texts.endOfLife, texts.endOfLifeUnit)}
      {field("price", texts.price, texts.priceUnit(currency))}
      {field("scrap", texts.scrap, texts.scrapUnit(currency))}
      <label className="term">
        <span>{texts.currency}</span>
        <select value={currency} onChange={(event) => typeTerms({ currency: event.currentTarget.value })}>
          {CURRENCIES.map((code) => (
            <option key={code}>{code}</option>
          ))}
        </select>
      </label>
      <p id={problemId} className="field-problem" role="alert">
        {bad ? texts.bad[bad] : null}
      </p>
      <p className="small quiet no-print">{texts.startingPoints}</p>
    </fieldset>
  );
}
