import { formatBytes } from "../../format/amounts.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";
import type { EvidenceProgress } from "../../verify/judgement.js";

interface ProgressProps {
  readonly name: string;
  readonly progress: EvidenceProgress | undefined;
  readonly onStop: () => void;
}

/** How far a check has come, in records and bytes, with the way to stop it. */
export function Progress({ name, progress, onStop }: ProgressProps) {
  const { progress: texts } = useTexts().report;
  const formats = useFormats();
  const phase = texts.phases[progress?.phase ?? "fetching"];
  const { records = 0, bytes = 0, totalBytes = 0 } = progress ?? {};
  const known = totalBytes > 0 && bytes > 0;
  const size = (amount: number) => formatBytes(amount, formats.locale);
  return (
    <div className="check-progress" data-testid="check-progress">
      <p className="trust-subject">{name}</p>
      <progress aria-label={phase} max={1} {...(known ? { value: Math.min(1, bytes / totalBytes) } : {})} />
      <p className="check-progress-words">
        <span role="status">{phase}</span>
        <span className="quiet">
          {records > 0 ? texts.records(records, formats.count(records)) : null}
          {records > 0 && known ? " · " : null}
          {known ? texts.of(size(bytes), size(totalBytes)) : null}
        </span>
        <button type="button" className="button" onClick={onStop}>
          {texts.stop}
        </button>
      </p>
    </div>
  );
}
