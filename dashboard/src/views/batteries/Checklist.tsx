import { OutcomeGlyph } from "../../components/OutcomeGlyph.js";
import type { Formats } from "../../format/formats.js";
import { useFormats } from "../../format/useFormats.js";
import type { Texts } from "../../texts/texts.js";
import { useTexts } from "../../texts/useTexts.js";
import { CHECK_NAMES, type CheckName, faultsByCheck } from "../../verify/checklist.js";
import type { Judgement } from "../../verify/judgement.js";

function checkpointWords({ figures }: Judgement, { did }: Texts["verify"], formats: Formats): string {
  const sequence = figures?.completeUpTo ?? null;
  if (sequence === null) return did.noCheckpoint;
  const shown = formats.count(sequence);
  return figures?.completeness.upToCheckpoint ? did.checkpoint(shown) : did.partCheckpoint(shown);
}

/** What each check did with the file, once nothing speaks against it. */
function sentences(judgement: Judgement, texts: Texts["verify"], formats: Formats): Record<CheckName, string> {
  const { counts, figures } = judgement;
  const { did } = texts;
  const from = formats.count(figures?.firstSequence ?? 0n);
  const to = formats.count(figures?.lastSequence ?? 0n);
  const records = formats.count(counts.records);
  const corrections = figures?.correctionCount ?? 0;
  return {
    chain: did.chain,
    passport: did.passport,
    signatures: did.signatures(counts.records, records),
    sequence:
      counts.missing === 0n ? did.sequence(from, to) : did.sequenceWithGaps(from, to, formats.count(counts.missing)),
    links:
      counts.records === 1 && figures?.completeness.fromFactoryGate === false
        ? did.linkOfOne
        : did.links(counts.records, records),
    inclusion: did.inclusion(counts.entries, formats.count(counts.entries)),
    roots: did.roots(counts.batches, formats.count(counts.batches)),
    status: did.status(counts.devices, formats.count(counts.devices)),
    counters: did.counters(formats.count(figures?.health?.numberOfFullCycles ?? 0n)),
    corrections: corrections === 0 ? did.noCorrections : did.corrections(corrections, formats.count(corrections)),
    events: did.events,
    checkpoint: checkpointWords(judgement, texts, formats),
  };
}

/** Every check with its count; where faults were found, how many by which check. */
export function Checklist({ judgement }: { readonly judgement: Judgement }) {
  const { verify } = useTexts();
  const formats = useFormats();
  const { ok, figures } = judgement;
  const faults = faultsByCheck(judgement.faults);
  const words = sentences(judgement, verify, formats);
  return (
    <ul className="checklist">
      {CHECK_NAMES.map((name) => {
        const found = faults.get(name) ?? 0;
        // Where the chain knows of nothing that the file reaches, nothing says how far the history must go.
        const open = name === "checkpoint" && figures?.completeness.upToCheckpoint !== true;
        const state = found > 0 ? "fails" : ok && !open ? "holds" : "unknown";
        return (
          <li key={name} data-outcome={state} data-check={name}>
            <OutcomeGlyph outcome={state} />
            <span className="check-name">{verify.checks[name]}</span>
            <span className="check-words">
              {found > 0 ? verify.faultsOf(found, formats.count(found)) : ok ? words[name] : verify.noFault}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
