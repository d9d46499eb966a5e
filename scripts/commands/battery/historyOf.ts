import { type Completeness, type ValueCycle, type ValueInput, valueCycleOf } from "../../../protocol/index.js";
import { requireFile } from "../../commandLine/files.js";
import { describeTrust, type Trust } from "../evidenceWords.js";
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
 * Evidence, after all of it was verified: each cycle as its latest version tells it, under its number since birth.
 * Throws as `verifiedFigures`.
 */
export async function historyOfEvidence(
  file: string,
  { atCycle, ...source }: TrustSource & { readonly atCycle?: number },
): Promise<ValuedHistory> {
  const { verifiedFigures } = await import("./verifiedFigures.js");
  const { passport, figures, trust } = await verifiedFigures(file, source);
  const cycles: ValueCycle[] = [];
  for (const { dischargeCount, dischargeMicroAh, dischargeMicroWh } of figures.cycles) {
    const cycle = Number(dischargeCount);
    // A record of a charge alone counts no discharge.
    if (cycle === cycles.at(-1)?.cycle) continue;
    cycles.push(valueCycleOf({ cycle, dischargeMicroAh, dischargeMicroWh }));
  }
  if (atCycle !== undefined && !cycles.some(({ cycle }) => cycle === atCycle)) {
    const { CycleNotFound } = await import("../../../oracle/ingest/index.js");
    const numbers = cycles.map(({ cycle }) => cycle);
    throw new CycleNotFound(file, atCycle, numbers);
  }
  const { batteryPassportIdentifier, ratedCapacityMicroAh, chemistry } = passport;
  return {
    cycles,
    rated: { ratedCapacityAh: Number(ratedCapacityMicroAh) / MICRO, chemistry },
    source: { kind: "evidence", file, batteryPassportIdentifier, completeness: figures.completeness, trust },
    lines: [`Battery ${batteryPassportIdentifier}, its evidence verified`, ...describeTrust(trust)],
  };
}
