import type { EvidenceFault } from "../../../../protocol/index.js";
import { Notice } from "../../components/Notice.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";
import type { EvidenceOutcome } from "../../verify/evidence.js";
import { Checklist } from "./Checklist.js";

type Judged = Extract<EvidenceOutcome, { readonly kind: "judged" }>;

function FirstFault({ faults }: { readonly faults: readonly EvidenceFault[] }) {
  const { verify } = useTexts();
  const formats = useFormats();
  const [first] = faults;
  if (!first) return null;
  return (
    <Notice tone="bad" title={verify.faultCount(faults.length, formats.count(faults.length))}>
      <p>
        <strong className="mono">{first.code}</strong> {first.message}
      </p>
      <p>{first.next}</p>
    </Notice>
  );
}

function Provenance({ outcome }: { readonly outcome: Judged }) {
  const { verify } = useTexts();
  const formats = useFormats();
  const { source, tookMs } = outcome;
  const block = formats.count(source.block);
  const seconds = new Intl.NumberFormat(formats.locale, { maximumFractionDigits: 2 }).format(tookMs / 1_000);
  return (
    <div className="provenance">
      <p className="small quiet">
        {source.kind === "chain" ? verify.fromChain(source.rpcUrl, block) : verify.fromFile(source.name, block)}{" "}
        {verify.took(seconds)} {verify.unsealed}
      </p>
    </div>
  );
}

/** What a check found: its parts in plain words with counts, or the first fault. */
export function VerifyResult({ outcome, title }: { readonly outcome: EvidenceOutcome; readonly title: string }) {
  const { verify } = useTexts();
  const formats = useFormats();
  if (outcome.kind !== "judged") {
    const own = verify.problems[outcome.code as keyof typeof verify.problems];
    const message = own
      ? typeof own.message === "function"
        ? own.message(outcome.message)
        : own.message
      : outcome.message;
    return (
      <Notice
        tone={outcome.kind === "refused" ? "bad" : "warn"}
        title={`${outcome.kind === "refused" ? verify.refusedFile : verify.unable} (${outcome.code})`}
      >
        <p>{message}</p>
        <p>{own?.next ?? outcome.next}</p>
      </Notice>
    );
  }
  const { report } = outcome;
  const id = report.batteryPassportIdentifier;
  const health = report.figures?.health;
  const verdict = !report.ok
    ? verify.fails(id)
    : health
      ? verify.holds(id, formats.percent(health.stateOfHealth), formats.count(health.numberOfFullCycles))
      : verify.holdsEmpty(id);
  return (
    <div className="verify-result">
      <p className="verify-verdict" data-ok={report.ok}>
        {verdict}
      </p>
      {report.ok ? null : <FirstFault faults={report.faults} />}
      <h2 className="minor">{title}</h2>
      <Checklist outcome={outcome} />
      <Provenance outcome={outcome} />
    </div>
  );
}
