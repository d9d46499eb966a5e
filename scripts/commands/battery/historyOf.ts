import { closeSync, openSync, readSync } from "node:fs";
import {
  type Completeness,
  type Freshness,
  provenCycles,
  quoted,
  type ReportedGap,
  type ValueCycle,
  type ValueInput,
  valueCycleOf,
  WattproofError,
} from "../../../protocol/index.js";
import { requireFile } from "../../commandLine/files.js";
import { describeReach, describeTrust, type Trust } from "../evidenceWords.js";
import type { TrustSource } from "../trustedRoots.js";

/** A battery's history with what it rests on. */
export interface ValuedHistory {
  readonly cycles: readonly ValueCycle[];
  readonly rated: Pick<ValueInput, "ratedCapacityAh" | "chemistry">;
  /** For JSON. */
  readonly source:
    | { readonly kind: "cycles"; readonly file: string; readonly cell: string | null }
    | {
        readonly kind: "evidence";
        readonly file: string;
        readonly batteryPassportIdentifier: string;
        readonly completeness: Completeness;
        readonly gaps: readonly ReportedGap[];
        readonly freshness: Freshness | null;
        readonly trust: Trust;
      };
  /** For people. */
  readonly lines: readonly string[];
}

const MICRO = 1_000_000;

/** A bare table of cycles: nobody proves it. Throws `FileUnreadable`, and as `readCapacities`. */
export async function historyOfTable(
  file: string,
  { cell, atCycle, rated }: { readonly cell?: string; readonly atCycle?: number; readonly rated?: number },
): Promise<ValuedHistory> {
  requireFile(file);
  const { readCapacities } = await import("../../../oracle/ingest/index.js");
  const wanted = { ...(cell !== undefined && { cell }), ...(atCycle !== undefined && { atCycle }) };
  const found = await readCapacities(file, wanted);
  return {
    cycles: found.cycles.map(valueCycleOf),
    rated: rated === undefined ? {} : { ratedCapacityAh: rated },
    source: { kind: "cycles", file, cell: found.cell },
    lines: [`Of ${file}, which nobody proves`],
  };
}

/**
 * Evidence, after all of it was verified; with `atCycle` as it was known when that cycle was recorded. Throws as
 * `verifiedFigures`, `EvidenceNotJson`, `ValueHistoryIsPart`, `CycleNotFound`.
 */
export async function historyOfEvidence(
  file: string,
  { atCycle, ...source }: TrustSource & { readonly atCycle?: number },
): Promise<ValuedHistory> {
  requireJson(file);
  const { verifiedFigures } = await import("./verifiedFigures.js");
  const { passport, figures, trust } = await verifiedFigures(file, source);
  const cycles = provenCycles(figures, atCycle);
  if (atCycle !== undefined && cycles.at(-1)?.cycle !== atCycle) {
    const { CycleNotFound } = await import("../../../oracle/ingest/index.js");
    const numbers = provenCycles(figures).map(({ cycle }) => cycle);
    throw new CycleNotFound(file, atCycle, numbers);
  }
  const { batteryPassportIdentifier, ratedCapacityMicroAh, chemistry } = passport;
  const { completeness, gaps, freshness } = figures;
  return {
    cycles,
    rated: { ratedCapacityAh: Number(ratedCapacityMicroAh) / MICRO, chemistry },
    source: { kind: "evidence", file, batteryPassportIdentifier, completeness, gaps, freshness, trust },
    lines: [
      `Battery ${batteryPassportIdentifier}, its evidence verified`,
      ...(atCycle === undefined ? [] : [`  as of cycle ${atCycle}: nothing that was recorded later counts`]),
      ...describeReach(figures),
      ...describeTrust(trust),
    ],
  };
}

/** Where evidence was awaited is something else, likely a table. */
export class EvidenceNotJson extends WattproofError {
  constructor(file: string) {
    super({
      code: "EvidenceNotJson",
      message: `${quoted(file)} is no evidence file, which begins with a brace.`,
      next: "If it is a table of cycles, name it with --cycles; else name the <battery>.evidence.json.",
      facts: { file },
    });
  }
}

const FIRST_BYTES = 64;

/** Tells a table from evidence by how it begins, before anybody is asked about it. Throws `EvidenceNotJson`. */
function requireJson(file: string): void {
  requireFile(file);
  const bytes = Buffer.alloc(FIRST_BYTES);
  const opened = openSync(file, "r");
  try {
    const length = readSync(opened, bytes, 0, FIRST_BYTES, 0);
    const begin = bytes.toString("utf8", 0, length).trimStart();
    if (begin !== "" && !begin.startsWith("{")) throw new EvidenceNotJson(file);
  } finally {
    closeSync(opened);
  }
}
