import { Notice } from "../../components/Notice.js";
import { useTexts } from "../../texts/useTexts.js";
import type { NoJudgement } from "../../verify/judgement.js";

/** Why there is no judgement: what happened, and what to do. */
export function OutcomeNotice({ outcome }: { readonly outcome: NoJudgement }) {
  const { verify } = useTexts();
  const { kind, code } = outcome;
  const own = verify.problems[code as keyof typeof verify.problems];
  const message = own
    ? typeof own.message === "function"
      ? own.message(outcome.message)
      : own.message
    : outcome.message;
  return (
    <Notice
      tone={kind === "refused" ? "bad" : "warn"}
      title={`${kind === "refused" ? verify.refusedFile : verify.unable} (${code})`}
    >
      <p>{message}</p>
      <p>{own?.next ?? outcome.next}</p>
      {own && kind === "refused" ? (
        <p className="small quiet" lang="en">
          {outcome.message}
        </p>
      ) : null}
    </Notice>
  );
}
