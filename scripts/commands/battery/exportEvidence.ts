import { readRoots } from "../../../evidence/index.js";
import {
  type EvidenceBundle,
  type EvidenceFault,
  type Hex,
  type PassportRoots,
  type ProvenEntry,
  partOf,
  quoted,
  serializeEvidence,
  serializeRoots,
  verifyEvidence,
  WattproofError,
} from "../../../protocol/index.js";
import { withChain } from "../../chain/openChain.js";
import { nodeVerifier } from "../../evidence/nodeVerifier.js";
import { wholeHistory } from "./evidenceSources.js";
import type { ExportFlags } from "./exportFlags.js";
import { writeExport } from "./writeExport.js";

/** What would be exported does not verify; code and sentence are those of its first fault. */
class ExportUnproven extends WattproofError {
  constructor(identifier: string, fault: EvidenceFault, faultCount: number) {
    super({
      code: fault.code,
      message: `Nothing was written, since the evidence of ${quoted(identifier)} would be refused: ${fault.message}`,
      next: "Name every archive that holds the battery's records, and wait until what was sent is anchored.",
      facts: { identifier, faultCount },
    });
  }
}

/**
 * Puts a battery's evidence together, verifies it and writes it.
 * @throws PassportMissing, ExportUnproven, ExportUnwritable, PartNotInHistory, and what `withChain`, `readRoots` and the
 *   sources throw
 */
export function exportEvidence(identifier: string, flags: ExportFlags) {
  return withChain(flags, async (chain) => {
    const { passport, whole } = await wholeHistory(chain, identifier, flags);
    const bundle = partWanted(whole, passport, flags);
    const { provider, directory } = chain;
    const roots = await readRoots({ provider, directory, bundle });
    const { faults, faultCount, figures } = verifyEvidence({ bundle, roots, verifierOf: nodeVerifier });
    if (figures === null) throw new ExportUnproven(identifier, faults[0] as EvidenceFault, faultCount);

    const out = flags.out ?? `${encodeURIComponent(identifier)}.evidence.json`;
    writeExport(out, serializeEvidence(bundle));
    if (flags.roots !== undefined) writeExport(flags.roots, serializeRoots(roots));
    const { records, completeness, firstSequence, lastSequence } = figures;
    return {
      batteryPassportIdentifier: identifier,
      file: out,
      roots: flags.roots ?? null,
      records,
      firstSequence,
      lastSequence,
      completeness,
      lines: [
        `${out}: ${records === 1 ? `1 record of battery ${identifier}, sequence ${firstSequence}` : `${records} records of battery ${identifier}, sequences ${firstSequence} to ${lastSequence}`}, ${completeness.scope === "part" ? "a part of its history" : "its whole history"}`,
        ...(flags.roots === undefined ? [] : [`${flags.roots}: the roots that verify it without a node`]),
      ],
    };
  });
}

function partWanted(bundle: EvidenceBundle, { bindings }: PassportRoots, flags: ExportFlags): EvidenceBundle {
  const { from = flags.record, to = flags.record, device = bindings.at(-1)?.device } = flags;
  if (from === undefined && to === undefined) return bundle;
  const isWanted = (entry: ProvenEntry): boolean => {
    const [of, first, last]: readonly [Hex, bigint, bigint] =
      entry.type === "Gap"
        ? [entry.device, entry.fromSequence, entry.toSequence]
        : [entry.header.device, entry.header.sequence, entry.header.sequence];
    return of === device && first >= (from ?? first) && last <= (to ?? last);
  };
  return partOf(bundle, isWanted);
}
