import type { Kysely } from "kysely";
import type { BindingRow, ReadModel } from "../database/schema.js";

/** The charge cycles that belong to a battery: those of its devices from each binding's first sequence on. */
export function cyclesOfBindings(database: Kysely<ReadModel>, bindings: readonly BindingRow[]) {
  return database
    .selectFrom("records")
    .where("type", "=", "ChargeCycle")
    .where(({ or, and, eb }) =>
      or(
        bindings.map(({ device, firstSequence }) =>
          and([eb("device", "=", device), eb("sequence", ">=", firstSequence)]),
        ),
      ),
    );
}
