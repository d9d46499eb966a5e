import { useFormats } from "../../format/useFormats.js";
import { formatRoute } from "../../routes.js";
import { useTexts } from "../../texts/useTexts.js";
import type { EvidenceOutcome, Judgement } from "../../verify/judgement.js";
import { Checklist } from "./Checklist.js";
import { FaultList } from "./FaultList.js";
import { OutcomeNotice } from "./OutcomeNotice.js";

function Provenance({ judgement }: { readonly judgement: Judgement }) {
  const { verify } = useTexts();
  const formats = useFormats();
  const { from, block } = judgement.trusted;
  const number = formats.count(block.number);
  return (
    <p className="provenance small quiet">
      {from.kind === "chain" ? verify.fromChain(from.rpcUrl, number) : verify.fromFile(from.name, number)}{" "}
      {verify.unsealed}
    </p>
  );
}

/** One sentence with what the file says of the battery, or that it is refused. */
export function VerdictSentence({ judgement }: { readonly judgement: Judgement }) {
  const { verify } = useTexts();
  const formats = useFormats();
  const { ok, batteryPassportIdentifier: id } = judgement;
  const health = judgement.figures?.health;
  return (
    <p className="verify-verdict" data-ok={ok}>
      {!ok
        ? verify.fails(id)
        : health
          ? verify.holds(id, formats.percent(health.stateOfHealth), formats.count(health.numberOfFullCycles))
          : verify.holdsEmpty(id)}
    </p>
  );
}

/** What a check of a battery found: its parts in plain words with counts, its faults, and the way to the report. */
export function VerifyResult({ outcome }: { readonly outcome: EvidenceOutcome }) {
  const { verify, report } = useTexts();
  if (outcome.kind !== "judged") return <OutcomeNotice outcome={outcome} />;
  return (
    <div className="verify-result">
      <VerdictSentence judgement={outcome} />
      <FaultList faults={outcome.faults} />
      <h2 className="minor">{verify.title}</h2>
      <Checklist judgement={outcome} />
      <Provenance judgement={outcome} />
      <p>
        <a className="button" href={formatRoute({ view: "report", subject: outcome.batteryPassportIdentifier })}>
          {report.link}
        </a>
      </p>
    </div>
  );
}
