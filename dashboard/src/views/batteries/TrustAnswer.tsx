import type { Battery } from "../../../../api/types.js";
import { Answer } from "../../components/ViewHead.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";
import { checkBattery, evidenceName, evidencePath, useBatteryCheck } from "../../verify/batteryChecks.js";
import type { Judgement } from "../../verify/judgement.js";
import { useTrust } from "../../verify/useTrust.js";
import { VerifyResult } from "./VerifyResult.js";

/** The answer that only the reader's own check can give, with the button that gives it. */
export function TrustAnswer({ battery }: { readonly battery: Battery }) {
  const { batteries: texts, verify, report } = useTexts();
  const formats = useFormats();
  const id = battery.batteryPassportIdentifier;
  const check = useBatteryCheck(id);
  const trust = useTrust();
  const records = formats.count(battery.records);
  const outcome = check.state === "done" ? check.outcome : undefined;

  const verdict =
    check.state === "idle"
      ? "unchecked"
      : check.state === "checking"
        ? "checking"
        : outcome?.kind === "judged" && outcome.ok
          ? "holds"
          : outcome?.kind === "unable"
            ? "unable"
            : "fails";
  const holdsNote = ({ figures }: Judgement, count: string) =>
    figures?.completeness.upToCheckpoint !== true ? texts.holdsOpenNote(count) : texts.holdsNote(count);
  const tone = verdict === "holds" ? "good" : verdict === "fails" ? "bad" : "quiet";
  const note = {
    unchecked: texts.uncheckedNote(records),
    checking: check.state === "checking" ? `${report.progress.phases[check.progress?.phase ?? "fetching"]} …` : "",
    holds: outcome?.kind === "judged" ? holdsNote(outcome, formats.count(outcome.counts.records)) : "",
    fails: "",
    unable: "",
  }[verdict];

  return (
    <div className="trust">
      <p className="trust-subject">{id}</p>
      <Answer tone={tone} note={note}>
        {texts.answers[verdict]}
      </Answer>
      <div className="trust-actions">
        <button
          type="button"
          className="button button-main"
          data-testid="verify-battery"
          aria-describedby="verify-note"
          disabled={check.state === "checking" || trust === undefined}
          onClick={() => trust && void checkBattery(id, trust)}
        >
          {check.state === "done" ? verify.again : verify.button}
        </button>
        <a className="button" href={evidencePath(id)} download={evidenceName(id)} title={texts.downloadHint}>
          {texts.download}
        </a>
        <p id="verify-note" className="small quiet">
          {verify.willDo}
        </p>
      </div>
      <div data-testid="verify-result" aria-live="polite" aria-busy={check.state === "checking"}>
        {outcome ? <VerifyResult outcome={outcome} /> : null}
      </div>
    </div>
  );
}
