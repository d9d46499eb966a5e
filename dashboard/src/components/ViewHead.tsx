import { type ReactNode, useEffect } from "react";
import { useTexts } from "../texts/useTexts.js";

interface ViewHeadProps {
  readonly question: string;
  readonly children: ReactNode;
}

/** The view's question in plain words, and its answer as the biggest thing on the screen. */
export function ViewHead({ question, children }: ViewHeadProps) {
  const { common } = useTexts();
  useEffect(() => {
    document.title = `${question} · ${common.product}`;
  }, [question, common.product]);
  return (
    <header className="view-head">
      <h1 id="question" tabIndex={-1}>
        {question}
      </h1>
      {children}
    </header>
  );
}

interface AnswerProps {
  readonly children: ReactNode;
  readonly mark?: ReactNode;
  readonly note?: ReactNode;
  readonly tone?: "plain" | "good" | "bad" | "quiet";
}

/** The answer with its proof mark, and the half sentence that completes it. */
export function Answer({ children, mark, note, tone = "plain" }: AnswerProps) {
  return (
    <div className="answer" data-tone={tone}>
      <p className="answer-value">
        <span>{children}</span>
        {mark}
      </p>
      {note ? <p className="answer-note">{note}</p> : null}
    </div>
  );
}
