import type { RangeRows } from "../projection/rows.js";

/** What of the read model may have changed. */
export type ChangeKind =
  | "devices"
  | "batches"
  | "records"
  | "agreements"
  | "settlement"
  | "batteries"
  | "token"
  | "members";

export interface Change {
  /** Latest indexed block. */
  readonly blockNumber: number;
  readonly kinds: readonly ChangeKind[];
}

const TABLES_OF_KIND: Readonly<Record<Exclude<ChangeKind, "records">, readonly (keyof RangeRows)[]>> = {
  members: ["members"],
  devices: ["devices", "signers", "statuses", "bindings"],
  batches: ["batches", "streams"],
  agreements: ["agreements", "agreementEnds"],
  settlement: ["deliveries", "intervals", "registers", "meterCorrections", "escrowMovements", "claimsPaid"],
  batteries: ["passports", "bindings", "passportCheckpoints"],
  token: ["mints", "redemptions", "payouts", "attestations"],
};

/** Kinds that a range's rows belong to. A batch may bring records. */
export function kindsOf(rows: RangeRows): ChangeKind[] {
  const kinds = (Object.keys(TABLES_OF_KIND) as (keyof typeof TABLES_OF_KIND)[]).filter((kind) =>
    TABLES_OF_KIND[kind].some((table) => rows[table].length > 0),
  );
  return rows.batches.length > 0 ? [...kinds, "records"] : kinds;
}
