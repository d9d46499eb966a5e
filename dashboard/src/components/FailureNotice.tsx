import type { Failure } from "../data/failure.js";
import { useTexts } from "../texts/useTexts.js";
import { Notice } from "./Notice.js";

interface FailureNoticeProps {
  readonly failure: Failure;
  /** Loads again; without it the notice only states. */
  readonly onRetry?: () => void;
  /** One line, for where the same is said at length above. */
  readonly brief?: boolean;
}

/** A failure in the reader's words, or in the server's own where it gave some. */
export function FailureNotice({ failure, onRetry, brief = false }: FailureNoticeProps) {
  const texts = useTexts();
  const { problems } = texts;
  const words = {
    offline: { title: problems.offlineTitle, what: problems.offline, next: problems.offlineNext },
    refused: {
      title: problems.refusedTitle,
      what: problems.refused(String(failure.status ?? "")),
      next: problems.refusedNext,
    },
    unreadable: { title: problems.unreadableTitle, what: problems.unreadable, next: problems.unreadableNext },
  }[failure.kind];
  if (brief) return <p className="empty">{words.title}.</p>;
  return (
    <Notice
      tone="bad"
      urgent
      title={failure.code ? `${words.title} (${failure.code})` : words.title}
      action={
        onRetry ? (
          <button type="button" className="button" onClick={onRetry}>
            {texts.common.retry}
          </button>
        ) : null
      }
    >
      <p>
        {failure.message ?? words.what} {problems.nothingKept}
      </p>
      <p>{failure.next ?? words.next}</p>
    </Notice>
  );
}
