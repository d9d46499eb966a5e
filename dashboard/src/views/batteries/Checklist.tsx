import { OutcomeGlyph } from "../../components/OutcomeGlyph.js";
import type { Formats } from "../../format/formats.js";
import { useFormats } from "../../format/useFormats.js";
import type { Texts } from "../../texts/texts.js";
import { useTexts } from "../../texts/useTexts.js";
import { CHECK_NAMES, type CheckName, faultsByCheck } from "../../verify/checklist.js";
import type { EvidenceOutcome } from "../../verify/evidence.js";

type Judged = Extract<EvidenceOutcome, { readonly kind: "judged" }>;

/** What each check did with the bundle, once nothing speaks against it. */
function sentences({ counts, report }: Judged, texts: Texts["verify"], formats: Formats): Record<CheckName, string> {
  const { did } = texts;
  const { figures } = report;
  const from = formats.count(figures?.firstSequence ?? 0n);
  const to = formats.count(figures?.lastSequence ?? 0n);
  const records = formats.count(counts.records);
  return {
    chain: did.chain,
    passport: did.passport,
    signatures: did.signatures(counts.records, records),
    sequence:
      counts.missing === 0n ? did.sequence(from, to) : did.sequenceWithGaps(from, to, formats.count(counts.missing)),
    links: did.links(counts.records, records),
    inclusion: did.inclusion(counts.entries, formats.count(counts.entries)),
    roots: did.roots(counts.batches, formats.count(counts.batches)),
    status: did.status(counts.devices, formats.count(counts.devices)),
    counters: did.counters(formats.count(figures?.health?.numberOfFullCycles ?? 0n)),
    checkpoint: figures?.completeUpTo == null ? did.noCheckpoint : did.checkpoint(formats.count(figures.completeUpTo)),
  };
}

/** Every check with its count; where faults were found, how many by which check. */
export function Checklist({ outcome }: { readonly outcome: Judged }) {
  const { verify } = useTexts();
  const formats = useFormats();
  const { report } = outcome;
  const faults = faultsByCheck(report.faults.map(({ code }) => code));
  const words = sentences(outcome, verify, formats);
  return (
    <ul className="checklist">
      {CHECK_NAMES.map((name) => {
        const found = faults.get(name) ?? 0;
        // Without a checkpoint nothing on the chain says how far the history must reach.
        const open = name === "checkpoint" && report.figures?.completeUpTo === null;
        const state = found > 0 ? "fails" : report.ok && !open ? "holds" : "unknown";
        return (
          <li key={name} data-outcome={state} data-check={name}>
            <OutcomeGlyph outcome={state} />
            <span className="check-name">{verify.checks[name]}</span>
            <span className="check-words">
              {found > 0 ? verify.faultsOf(found, formats.count(found)) : report.ok ? words[name] : verify.noFault}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
