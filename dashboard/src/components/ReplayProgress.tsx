import type { Progress } from "../../../api/types.js";
import { useFormats } from "../format/useFormats.js";
import { useTexts } from "../texts/useTexts.js";

/** How far the replay has come; gone once it has finished. */
export function ReplayProgress({ progress }: { readonly progress: Progress }) {
  const { common } = useTexts();
  const formats = useFormats();
  if (progress.finished) return null;
  const phase = common.progress.phases[progress.phase] ?? progress.phase;
  const counted = common.progress.of(formats.count(progress.done), formats.count(progress.total));
  const fraction = progress.total === 0 ? 0 : Math.min(1, progress.done / progress.total);
  return (
    <div className="replay" data-testid="replay-progress">
      <div
        className="replay-bar"
        role="progressbar"
        aria-label={common.progress.label}
        aria-valuemin={0}
        aria-valuemax={progress.total}
        aria-valuenow={progress.done}
        aria-valuetext={`${phase}: ${counted}`}
      >
        <span style={{ transform: `scaleX(${fraction})` }} />
      </div>
      <p className="replay-text">
        <span title={progress.label}>{phase}</span>
        <span className="quiet">{counted}</span>
      </p>
    </div>
  );
}
