import { useEffect } from "react";
import type { Battery } from "../../../../api/types.js";
import { Notice } from "../../components/Notice.js";
import { Answer, ViewHead } from "../../components/ViewHead.js";
import { WhoSees } from "../../components/WhoSees.js";
import { useResource } from "../../data/resources.js";
import { TrustForm } from "../../panel/TrustForm.js";
import { formatRoute } from "../../routes.js";
import { useTexts } from "../../texts/useTexts.js";
import { goTo } from "../../useRoute.js";
import {
  type BatteryCheck,
  checkBattery,
  FILES_KEY,
  forgetCheck,
  useBatteryCheck,
} from "../../verify/batteryChecks.js";
import { checkHeld, letGo, takeFiles, useHeldFiles } from "../../verify/heldFiles.js";
import { useTrust } from "../../verify/useTrust.js";
import { OutcomeNotice } from "../batteries/OutcomeNotice.js";
import { DropZone } from "./DropZone.js";
import { Progress } from "./Progress.js";
import { Report } from "./Report.js";
import { useDropAnywhere } from "./useDropAnywhere.js";

/** Batteries that the service keeps files of; nothing while it knows none or is away. */
function KnownBatteries() {
  const { known } = useTexts().report;
  const { data = [] } = useResource<Battery[]>("api/batteries");
  if (data.length === 0) return null;
  return (
    <section className="section" aria-labelledby="known-title">
      <h2 id="known-title">{known.title}</h2>
      <p className="section-intro">{known.note}</p>
      <ul className="known">
        {data.map(({ batteryPassportIdentifier: id }) => (
          <li key={id}>
            <a className="button" href={formatRoute({ view: "report", subject: id })} aria-label={known.select(id)}>
              {id}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface WaitingProps {
  readonly check: BatteryCheck;
  readonly onStop: () => void;
  readonly onRetry: () => void;
}

/** The view before there is a result: what is asked for, what goes on, or why there will be none. */
function Waiting({ check, onStop, onRetry }: WaitingProps) {
  const { common, report } = useTexts();
  const trust = useTrust();
  const { evidence, roots } = useHeldFiles();
  if (check.state === "checking") {
    return (
      <>
        <Answer tone="quiet">{report.answers.checking}</Answer>
        <Progress name={check.name} progress={check.progress} onStop={onStop} />
      </>
    );
  }
  if (check.state === "done" && check.outcome.kind !== "judged") {
    const { kind } = check.outcome;
    return (
      <div data-testid="report-verdict" data-verdict={kind}>
        <Answer tone={kind === "refused" ? "bad" : "quiet"}>{report.answers[kind]}</Answer>
        <OutcomeNotice outcome={check.outcome} />
        {kind === "unable" ? (
          <button type="button" className="button" onClick={onRetry}>
            {common.retry}
          </button>
        ) : null}
      </div>
    );
  }
  if (evidence && !roots && !trust) {
    return (
      <div data-testid="report-verdict" data-verdict="unable">
        <Answer tone="quiet">{report.answers.unable}</Answer>
        <Notice tone="warn" title={report.needsRoots.title}>
          <p>{report.needsRoots.body}</p>
          <p>{report.needsRoots.next}</p>
        </Notice>
      </div>
    );
  }
  return (
    <Answer tone="quiet" note={report.idleNote}>
      {report.answers.idle}
    </Answer>
  );
}

/** Can I trust this battery's file, and what is the battery worth? */
export function ReportView({ battery }: { readonly battery: string | undefined }) {
  const { report } = useTexts();
  const trust = useTrust();
  const key = battery ?? FILES_KEY;
  const check = useBatteryCheck(key);
  const { evidence, roots } = useHeldFiles();
  const idle = check.state === "idle";
  const judgement = check.state === "done" && check.outcome.kind === "judged" ? check.outcome : undefined;

  // What the address names, or what was handed in, is checked without another click, as soon as it can be.
  useEffect(() => {
    if (!idle) return;
    if (battery === undefined) {
      if (evidence && (roots || trust)) void checkHeld(trust);
    } else if (trust) void checkBattery(battery, trust);
  }, [battery, idle, trust, evidence, roots]);

  const over = useDropAnywhere((files) => {
    goTo({ view: "report" });
    void takeFiles(files);
  });

  function startAnew() {
    if (battery === undefined) {
      letGo("evidence");
      return;
    }
    goTo({ view: "report" });
    forgetCheck(key);
  }

  // Said aloud once, and not with every record that is counted meanwhile.
  const said =
    check.state === "idle"
      ? ""
      : check.state === "checking"
        ? report.answers.checking
        : judgement
          ? report.answers[judgement.ok ? "holds" : "fails"]
          : report.answers[check.outcome.kind === "refused" ? "refused" : "unable"];

  const zone = <DropZone anywhere large={idle} over={over} onTaken={() => goTo({ view: "report" })} />;
  return (
    <>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <ViewHead question={report.question}>
        {judgement ? null : (
          <div data-testid={check.state === "done" ? "file-result" : undefined}>
            <Waiting check={check} onStop={startAnew} onRetry={() => forgetCheck(key)} />
          </div>
        )}
      </ViewHead>
      {judgement ? (
        <div data-testid="file-result">
          <Report judgement={judgement} onAnother={startAnew} />
        </div>
      ) : (
        <div className="report-zone">{zone}</div>
      )}
      {judgement ? <div className="section no-print">{zone}</div> : <KnownBatteries />}
      <div className="no-print">
        <TrustForm />
        <WhoSees>{report.whoSees}</WhoSees>
      </div>
    </>
  );
}
